using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Explaining;
using ScopeMesh.ScopeLang.Interop;

const string text = """
    let live = namespace(env in (prod, staging))
    global "opt-in" when live and service(istio.io/global=true)
    local  "pinned" when service(shop.example/pin-local)
    """;

// Text to policy: everything that is wrong is told at once.
var parsed = ScopePolicy.Parse(text, "shop.scope");
foreach (var finding in parsed.Diagnostics)
    Console.Error.Write(DiagnosticText.Render(finding, text));
if (parsed.Policy is not { } policy)
    return 3;

// One decision: the scope, and the rule that decided. It allocates nothing.
var labels = LabelSet.Create([new("istio.io/global", "true")]);
var cart = new ScopeFacts("east", NamespaceFacts.Known("shop", LabelSet.Create([new("env", "dev")])), "cart", labels);
Console.WriteLine(policy.Decide(cart));
Console.WriteLine($"rules: {policy.Matches(cart)}");

// Why, and what would change it.
Console.Write(ExplanationText.Render(policy.Explain(cart)));

// Questions about whole policies, with a service that proves the answer.
var wider = ScopePolicy.Parse("global when service(istio.io/global=true)").Policy!;
Console.WriteLine($"implies the wider one: {ScopeAnalysis.Implies(policy, wider).Verdict}");
var back = ScopeAnalysis.Implies(wider, policy);
Console.WriteLine($"is implied by it: {back.Verdict}, see {back.Witness}");

// The same policy in Istio's language.
Console.Write(ServiceScopeConfigs.Export(policy).Yaml);
return 0;
