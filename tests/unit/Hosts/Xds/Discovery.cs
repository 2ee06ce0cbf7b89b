using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>Short words for resources and steps.</summary>
internal static class Discovery
{
    /// <summary><c>NAME@CONTENT</c>, and after it the aliases, each behind a space.</summary>
    public static XdsResource Resource(string text)
    {
        var parts = text.Split(' ');
        var (name, content) = parts[0].Split('@') is [var left, var right] ? (left, right) : (parts[0], "");
        return XdsResource.Of(
            name, new Address { Workload = new Workload { Uid = name, Name = content } }, parts.Skip(1).ToValueList());
    }

    public static XdsResourceSet Set(params IEnumerable<string> resources) => XdsResourceSet.Create(resources.Select(Resource));

    public static DeltaSubscription Start(XdsResourceSet set) => DeltaSubscription.Start("n", set);

    /// <summary>A step that must answer; as <c>+upsert … -removed …</c>.</summary>
    public static (DeltaSubscription Next, string Nonce, string Sent) Answered((DeltaSubscription Next, ValueList<DeltaEffect> Effects) step)
    {
        var response = step.Effects.OfType<DeltaEffect.Send>().Single().Response;
        return (step.Next, response.Nonce, Describe(response.Change));
    }

    /// <summary>A step that must not answer.</summary>
    public static DeltaSubscription Silent((DeltaSubscription Next, ValueList<DeltaEffect> Effects) step)
    {
        Assert.Empty(step.Effects.OfType<DeltaEffect.Send>());
        return step.Next;
    }

    public static (DeltaSubscription Next, ValueList<DeltaEffect> Effects) Say(this DeltaSubscription subscription, DeltaRequest request) =>
        subscription.OnRequest(request, XdsLimits.Default);

    public static DeltaRequest Ack(string nonce) => new() { Nonce = nonce };

    public static DeltaRequest Nack(string nonce, string reason) => new() { Nonce = nonce, Error = reason };

    public static string Describe(DeltaChange change) =>
        string.Join(' ', change.Upserts.Select(resource => $"+{resource.Name}").Concat(change.Removed.Select(name => $"-{name}")));
}
