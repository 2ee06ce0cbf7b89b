using System.Text;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>A small mesh that a test describes, or a generator makes; written out as the manifests that users write.</summary>
public sealed record MeshDraft(ValueList<ClusterDraft> Clusters, string? Scope = null)
{
    /// <summary>The texts, one file an object, in the order that a shuffle gives.</summary>
    public MeshSources ToSources(Func<int, int>? shuffle = null) => new(
        Scope is null ? null : new SourceText("mesh.scope", Scope),
        null,
        Shuffle(Clusters.Select(cluster => cluster.ToSources(shuffle)), shuffle));

    internal static ValueList<T> Shuffle<T>(IEnumerable<T> items, Func<int, int>? shuffle)
    {
        var array = items.ToArray();
        if (shuffle is null)
            return array.ToValueList();
        for (var place = array.Length - 1; place > 0; place--)
        {
            var other = shuffle(place + 1);
            (array[place], array[other]) = (array[other], array[place]);
        }

        return array.ToValueList();
    }
}

public sealed record ClusterDraft(
    string Id, string Network, string? GatewayAddress, ValueList<ServiceDraft> Services, ValueList<DeploymentDraft> Deployments)
{
    public string PodCidr { get; init; } = "10.244.0.0/24";

    public string Region { get; init; } = "";

    /// <summary>Further documents, as they are.</summary>
    public ValueList<string> More { get; init; }

    public ClusterSources ToSources(Func<int, int>? shuffle = null)
    {
        var documents = Documents().ToArray();
        var files = MeshDraft.Shuffle(documents, shuffle)
            .Select((text, place) => new SourceText($"clusters/{Id}/{place}.yaml", text));
        return new ClusterSources(Id, $"clusters/{Id}", null, null, files.ToValueList());
    }

    private IEnumerable<string> Documents()
    {
        yield return $"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: istio-system
              labels: {Labels([("topology.istio.io/network", Network)])}
            """;
        yield return $"""
            apiVersion: v1
            kind: Node
            metadata:
              name: {Id}-node
              labels: {Labels([("topology.kubernetes.io/region", Region)])}
            spec:
              podCIDR: {PodCidr}
            """;
        if (GatewayAddress is not null)
            yield return Gateway(GatewayAddress);
        foreach (var ns in Services.Select(s => s.Namespace).Concat(Deployments.Select(d => d.Namespace)).Distinct())
        {
            if (ns is not ("default" or "istio-system"))
                yield return $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}}}}}";
        }

        foreach (var (ns, account) in Deployments.Select(d => (d.Namespace, d.ServiceAccount)).Distinct())
        {
            if (account != "default")
                yield return $"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {account}, namespace: {ns}}}}}";
        }

        foreach (var service in Services)
            yield return service.ToYaml();
        foreach (var deployment in Deployments)
            yield return deployment.ToYaml();
        foreach (var document in More)
            yield return document;
    }

    private string Gateway(string address) => $$"""
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata:
          name: eastwest
          namespace: istio-system
          labels: {{Labels([("topology.istio.io/network", Network)])}}
        spec:
          gatewayClassName: istio-east-west
          addresses: [{type: IPAddress, value: {{address}} }]
          listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate} }]
        """;

    internal static string Labels(IEnumerable<(string Key, string Value)> labels)
    {
        var text = new StringBuilder("{");
        foreach (var (key, value) in labels.Where(label => label.Value.Length > 0))
            text.Append(text.Length == 1 ? "" : ", ").Append('"').Append(key).Append("\": \"").Append(value).Append('"');
        return text.Append('}').ToString();
    }
}

public sealed record ServiceDraft(string Namespace, string Name, bool IsGlobal, int Port = 80, int TargetPort = 8080)
{
    public string? TrafficDistribution { get; init; }

    /// <summary>Whether it selects pods by a label of its name; where not, somebody lists its endpoints.</summary>
    public bool HasSelector { get; init; } = true;

    public string ToYaml() => $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {{Name}}
          namespace: {{Namespace}}
          labels: {{ClusterDraft.Labels([("istio.io/global", IsGlobal ? "true" : "")])}}
        spec:
          ports: [{name: http, port: {{Port}}, targetPort: {{TargetPort}} }]
        {{(HasSelector ? $"  selector: {{app: {Name}}}" : "")}}
        {{(TrafficDistribution is null ? "" : $"  trafficDistribution: {TrafficDistribution}")}}
        """;
}

/// <summary>A Deployment whose pods a Service of the name <paramref name="App"/> selects.</summary>
public sealed record DeploymentDraft(string Namespace, string Name, string App, int Replicas)
{
    public string ServiceAccount { get; init; } = "default";

    public string ToYaml() => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{Name}}, namespace: {{Namespace}} }
        spec:
          replicas: {{Replicas}}
          selector: {matchLabels: {app: {{App}}, deployment: {{Name}} } }
          template:
            metadata: {labels: {app: {{App}}, deployment: {{Name}} } }
            spec: {serviceAccountName: {{ServiceAccount}}, containers: [{name: main, image: example.test/main}]}
        """;
}
