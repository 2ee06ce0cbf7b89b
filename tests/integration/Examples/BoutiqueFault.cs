namespace ScopeMesh.Tests.Integration.Examples;

/// <summary>One of the faults of the boutique, and how the verbs that its README names find it.</summary>
/// <param name="Number">Its number in the README.</param>
/// <param name="Mended">The file below <c>clusters/</c> that takes it away.</param>
/// <param name="Finds">A line of a session for each verb, and what it then says as long as the fault is there.</param>
internal sealed record BoutiqueFault(int Number, string Mended, params (string Question, string Mentions)[] Finds)
{
    public static BoutiqueFault[] All { get; } =
    [
        new(1, "lyon/emailservice.yaml",
            ("explain paris/boutique/checkoutservice emailservice:5000", "label `istio.io/global=true` on service `lyon/boutique/emailservice`"),
            ("reach paris/boutique/checkoutservice emailservice.boutique --list", "emailservice.boutique:5000  unknown-host"),
            ("lint", "label `istio.io/gobal` of Service `boutique/emailservice` means nothing")),
        new(2, "lyon/policies/email-callers.yaml",
            ("reach lyon/boutique/frontend emailservice.boutique --list", "reached  lyon/boutique/frontend  emailservice.boutique:5000"),
            ("lint", "no workload of namespace `boutique` has the labels `app=email`")),
        new(3, "lyon/policies/redis-callers.yaml",
            ("explain lyon/boutique/cartservice redis-cart:6379", "it asks for {principals cluster.local/ns/boutique/sa/cart} and"),
            ("reach lyon/boutique/cartservice redis-cart.boutique --list", "policy-denied, refused by the callee's policies boutique/redis-callers"),
            ("lint", "the principal `cluster.local/ns/boutique/sa/cart`, which no workload of the mesh has"),
            ("drift", "lyon: ALLOW to app=redis-cart: from principals in [cluster.local/ns/boutique/sa/cart] ")),
        new(4, "oregon/currencyservice.yaml",
            ("explain oregon/boutique/frontend currencyservice:7000", "has no port 7000, only 7070"),
            ("reach oregon/boutique/frontend currencyservice.boutique:7000 --list", "currencyservice.boutique:7000  unknown-port"),
            ("drift", "oregon: 7070 to 7000 (grpc)"),
            ("lint", "Service `boutique/currencyservice` differs between clusters: PortConflict")),
        new(5, "oregon/gateway.yaml",
            ("explain paris/boutique/frontend adservice:9555", "no gateway leads to network `net-oregon` from here"),
            ("reach paris/boutique/frontend adservice.boutique --list", "no-healthy-endpoint"),
            ("lint", "leads to network `us-west`, which nothing is in")),
        new(6, "lyon/policies/shipping-ports.yaml",
            ("lint", "NetworkPolicy `boutique/shipping-ports` lets nobody call port 15008")),
        new(7, "lyon/recommendation-waypoint.yaml",
            ("explain lyon/boutique/frontend recommendationservice:8080", "refused (unknown-waypoint)"),
            ("reach lyon/boutique/frontend recommendationservice.boutique --list", "unknown-waypoint"),
            ("drift", "boutique/recommendation-waypoint: the waypoint"),
            ("lint", "names the waypoint `boutique/recommendation-waypoint`, which nobody defines")),
        new(8, "lyon/shippingservice.yaml",
            ("explain lyon/boutique/checkoutservice 10.96.20.20:50051", "and of boutique/shippingservice.boutique.svc.cluster.local, to which"),
            ("lint", "Services `boutique/checkoutservice` and `boutique/shippingservice` both have the `clusterIP` 10.96.20.20")),
        new(9, "oregon/mesh.scope",
            ("explain oregon/boutique/frontend checkoutservice:5050", "and `oregon` does not take it"),
            ("reach oregon/boutique/frontend checkoutservice.boutique --list", "checkoutservice.boutique:5050  unknown-host"),
            ("drift", "rules of oregon"),
            ("lint", "shares Service `boutique/paymentservice`, and cluster `oregon` does not take it")),
        new(10, "paris/policies/payment-quarantine.yaml",
            ("explain paris/boutique/checkoutservice paymentservice:50051", "DENY boutique/payment-quarantine matches, and decides"),
            ("reach paris/boutique/checkoutservice paymentservice.boutique --list", "policy-denied, refused by the callee's policies boutique/payment-quarantine")),
    ];
}
