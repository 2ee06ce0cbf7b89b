using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>Manifests that refer to each other in every way, no name of a kind twice, many of the references to nothing.</summary>
public static class ObjectTexts
{
    private static readonly string[] Namespaces = ["a", "b"];
    private static readonly Gen<string> WaypointLabels = Gen.Elements(
        "", "", "istio.io/use-waypoint: wp", "istio.io/use-waypoint: none", "istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: b",
        "istio.io/use-waypoint: wp, istio.io/use-waypoint-canary: next", "istio.io/use-waypoint: gone");

    private static readonly Gen<string> Times = Gen.Elements("", "creationTimestamp: 2026-01-01T00:00:00Z, ", "creationTimestamp: 2026-01-02T00:00:00Z, ");

    /// <summary>Some documents, one for a file.</summary>
    public static Gen<ValueList<string>> Documents { get; } =
        from all in Gen.CollectToArray(Namespaces.SelectMany(Of))
        from kept in Gen.Elements(true, true, false).ArrayOf(all.Length)
        select all.Where((_, place) => kept[place]).ToValueList();

    private static IEnumerable<Gen<string>> Of(string ns)
    {
        yield return from labels in WaypointLabels
                     select $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}, labels: {{{labels}}}}}}}";
        foreach (var name in (string[])["wp", "next"])
            yield return Waypoint(ns, name);
        foreach (var name in (string[])["cart", "web"])
            yield return Service(ns, name);
        foreach (var name in (string[])["one", "two", "three"])
            yield return ServiceEntry(ns, name);
        foreach (var name in (string[])["p1", "p2"])
            yield return Workload(ns, name, "v1", "Pod", "containers: [{name: main}]");
        foreach (var name in (string[])["vm1", "vm2"])
            yield return Workload(ns, name, "networking.istio.io/v1", "WorkloadEntry", "address: 192.0.2.1, weight: 2");
    }

    private static Gen<string> Waypoint(string ns, string name) =>
        from purpose in Gen.Elements("", "istio.io/waypoint-for: all", "istio.io/waypoint-for: workload")
        from routes in Gen.Elements("", ", allowedRoutes: {namespaces: {from: All}}")
        select $"{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: {name}, namespace: {ns}, labels: {{{purpose}}}}}, "
            + $"spec: {{gatewayClassName: istio-waypoint, listeners: [{{name: mesh, port: 15008, protocol: HBONE{routes}}}]}}}}";

    private static Gen<string> Service(string ns, string name) =>
        from labels in WaypointLabels
        from time in Times
        from app in Gen.Elements("x", "z")
        select $"{{apiVersion: v1, kind: Service, metadata: {{{time}name: {name}, namespace: {ns}, labels: {{{labels}}}}}, spec: {{ports: [{{port: 80}}], selector: {{app: {app}}}}}}}";

    private static Gen<string> ServiceEntry(string ns, string name) =>
        from labels in WaypointLabels
        from time in Times
        from hosts in Gen.Elements("x.example.com", "x.example.com, y.example.com", "cart.a.svc.cluster.local")
        from export in Gen.Elements("*", ".", "~")
        from rest in Gen.Elements(
            "resolution: DNS", "resolution: STATIC, workloadSelector: {labels: {app: x}}", "resolution: STATIC, endpoints: [{address: 192.0.2.9}]", "addresses: [192.0.2.0/24]")
        select $"{{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {{{time}name: {name}, namespace: {ns}, labels: {{{labels}}}}}, "
            + $"spec: {{hosts: [{hosts}], exportTo: [\"{export}\"], ports: [{{number: 80, name: http}}], {rest}}}}}";

    private static Gen<string> Workload(string ns, string name, string apiVersion, string kind, string spec) =>
        from labels in WaypointLabels
        from app in Gen.Elements("x", "z")
        select $"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: {name}, namespace: {ns}, labels: {{app: {app}, {labels}}}}}, spec: {{{spec}}}}}";
}
