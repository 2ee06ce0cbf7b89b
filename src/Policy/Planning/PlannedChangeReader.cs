using System.Globalization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Kinds;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>
/// Reads changes: <c>WORD:WHAT</c>, with commas between parts, so that shells take them without quotes; <c>PLACE=FILE</c>;
/// or the path of a folder or a scope policy.
/// </summary>
public static class PlannedChangeReader
{
    /// <summary>The words, in the order in which help lists them.</summary>
    public static ValueList<string> Words { get; } = ["label", "scale", "unready", "delete", "gateway-down", "remove"];

    /// <summary>Reads one change.</summary>
    /// <param name="text">The text.</param>
    public static PlannedChangeRead Read(string text)
    {
        if (text.Length == 0)
            return Error("a change is empty; name a folder, a file, or what is done, such as `remove:west`");
        if (WordOf(text) is { } word)
            return Read(word, text[(word.Length + 1)..], text);
        if (text.Split('=', 2) is not [var target, var path])
            return new PlannedChangeRead(new PlannedChange.FromPath(text), null);
        return target.Length == 0 || path.Length == 0
            ? Error($"`{text}` is no PLACE=FILE; write `east=FILE`, or `clusters/east/mesh.scope=FILE`")
            : new PlannedChangeRead(new PlannedChange.InPlace(target, path), null);
    }

    /// <summary>What is before the colon where that is no path.</summary>
    private static string? WordOf(string text)
    {
        var end = text.AsSpan().IndexOfAny(':', '/', '=');
        return end > 0 && text[end] == ':' ? text[..end] : null;
    }

    private static PlannedChangeRead Read(string word, string rest, string text) => word switch
    {
        "label" => Label(rest, text),
        "scale" => Scale(rest, text),
        "unready" => Named(rest) is var (cluster, name)
            ? Amended(cluster, new Amendment.Unready(text, name))
            : Error($"`{text}` names no pod; write `unready:CLUSTER/NAMESPACE/NAME`, a pod or what made it"),
        "delete" => Delete(rest, text),
        "gateway-down" => GatewayDown(rest, text),
        "remove" => rest.Length > 0 && !rest.Contains('/')
            ? new PlannedChangeRead(new PlannedChange.Removal(rest), null)
            : Error($"`{text}` names no cluster; write `remove:CLUSTER`, or `delete:KIND,CLUSTER/NAMESPACE/NAME` for an object"),
        _ => Error(Unknown(word, text)),
    };

    private static string Unknown(string word, string text) =>
        Spelling.Closest(word, Words.AsSpan()) is { } closest
            ? $"`{word}` in `{text}` is no change; did you mean `{closest}`"
            : $"`{word}` in `{text}` is no change; there are {Spelling.Choice(Words.AsSpan())}, and `./{text}` is a file of that name";

    private static PlannedChangeRead Label(string rest, string text)
    {
        var parts = rest.Split(',');
        string cluster, ns;
        string? service = null;
        switch (parts[0].Split('/'))
        {
            case [{ Length: > 0 } of, { Length: > 0 } within, { Length: > 0 } name]:
                (cluster, ns, service) = (of, within, name);
                break;
            case [{ Length: > 0 } of, { Length: > 0 } name]:
                (cluster, ns) = (of, name);
                break;
            default:
                return Error($"`{text}` names nothing to label; write `label:CLUSTER/NAMESPACE/SERVICE,KEY=VALUE`, or `label:CLUSTER/NAMESPACE,KEY=VALUE`");
        }

        if (parts.Length == 1)
            return Error($"`{text}` names no label; write `{text},KEY=VALUE`, or `{text},KEY-` to take one away");
        var amendments = new List<Amendment>();
        foreach (var part in parts[1..])
        {
            var (key, value) = part.Split('=', 2) is [var name, var said] ? (name, said) : part.EndsWith('-') ? (part[..^1], null) : (part, "");
            if (value is { Length: 0 } && !part.Contains('='))
                return Error($"`{part}` in `{text}` is no label; write `{part}=VALUE`, or `{part}-` to take it away");
            if (LabelSyntax.ExplainKey(key) is { } why)
                return Error($"`{key}` in `{text}` is no label: {why}");
            if (value is not null && LabelSyntax.ExplainValue(value) is { } whyNot)
                return Error($"`{value}` in `{text}` is no label's value: {whyNot}");
            amendments.Add(new Amendment.Labelled(text, ns, service, key, value));
        }

        return new PlannedChangeRead(new PlannedChange.Amended(cluster, amendments.ToValueList()), null);
    }

    private static PlannedChangeRead Scale(string rest, string text) =>
        rest.Split(',') is [var what, var number]
        && Named(what) is var (cluster, name)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas)
            ? replicas <= CompilationLimits.ReplicasPerDeployment
                ? Amended(cluster, new Amendment.Scaled(text, name, replicas))
                : Error($"`{text}` asks for more than {CompilationLimits.ReplicasPerDeployment} replicas, which is the most that are made")
            : Error($"`{text}` says no number of replicas; write `scale:CLUSTER/NAMESPACE/DEPLOYMENT,3`");

    private static PlannedChangeRead Delete(string rest, string text)
    {
        if (rest.Split(',') is not [var written, var what])
            return Error($"`{text}` names no object; write `delete:KIND,CLUSTER/NAMESPACE/NAME`");
        if (KnownKinds.Named(written) is not { } kind)
        {
            return Error(
                $"`{written}` in `{text}` is no kind that the mesh uses; "
                + (Spelling.Closest(written, KnownKinds.Names.AsSpan()) is { } closest
                    ? $"did you mean `{closest}`"
                    : $"there are {Spelling.Choice(KnownKinds.Names.AsSpan())}"));
        }

        if (kind.IsNamespaced && Named(what) is var (cluster, name))
            return Amended(cluster, new Amendment.Deleted(text, kind.Kind, name));
        if (!kind.IsNamespaced && what.Split('/') is [{ Length: > 0 } of, { Length: > 0 } only])
            return Amended(of, new Amendment.Deleted(text, kind.Kind, new NamespacedName("", only)));
        return Error($"`{what}` in `{text}` is no {kind.Kind}; write `delete:{kind.Kind},CLUSTER/{(kind.IsNamespaced ? "NAMESPACE/" : "")}NAME`");
    }

    private static PlannedChangeRead GatewayDown(string rest, string text)
    {
        if (Named(rest) is var (cluster, name))
            return Amended(cluster, new Amendment.GatewayDown(text, name));
        return rest.Length > 0 && !rest.Contains('/')
            ? Amended(rest, new Amendment.GatewayDown(text, null))
            : Error($"`{text}` names no gateway; write `gateway-down:CLUSTER` for all of it, or `gateway-down:CLUSTER/NAMESPACE/NAME`");
    }

    private static (string Cluster, NamespacedName Name)? Named(string text) =>
        text.Split('/') is [{ Length: > 0 } cluster, { Length: > 0 } ns, { Length: > 0 } name]
            ? (cluster, new NamespacedName(ns, name))
            : null;

    private static PlannedChangeRead Amended(string cluster, Amendment amendment) =>
        new(new PlannedChange.Amended(cluster, [amendment]), null);

    private static PlannedChangeRead Error(string error) => new(null, error);
}
