using System.Globalization;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests;

/// <summary>Reads <c>expect.yaml</c>: what somebody expects of calls in a mesh.</summary>
public static class ExpectationReader
{
    private static readonly FieldType<ExpectedWay> Way =
        FieldTypes.Choice(("local", ExpectedWay.Local), ("gateway", ExpectedWay.Gateway));

    private static readonly FieldType<WorkloadName> Workload =
        FieldTypes.Text.Then<WorkloadName>("a workload as `CLUSTER/NAMESPACE/NAME`", ReadWorkload);

    private static readonly FieldType<(string Host, int Port)> Target =
        FieldTypes.Text.Then<(string Host, int Port)>("a host and port as `HOST:PORT`", ReadTarget);

    /// <summary>
    /// Reads every expectation. Never fails: one with an error is a diagnostic, and the others are read all the same.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="limits">How large it may be; <see cref="ManifestLimits.Default"/> where null.</param>
    public static ExpectationRead Read(SourceText source, ManifestLimits? limits = null)
    {
        var bounds = limits ?? ManifestLimits.Default;
        var sink = new DiagnosticSink(source.File, bounds.FileDiagnostics);
        var expectations = new List<Expectation>();
        foreach (var document in SourceDocuments.Read(source, bounds, sink))
            expectations.AddRange(ReadDocument(document, sink));
        return new ExpectationRead(expectations.ToValueList(), sink.InOrder());
    }

    private static ValueList<Expectation> ReadDocument(SourceDocument document, DiagnosticSink sink)
    {
        if (document.Root is SourceNode.Sequence list)
            return list.Items
                .Select((item, index) => ReadItem(item, index, document.HasErrors, sink))
                .OfType<Expectation>()
                .ToValueList();
        if (document.Root is not SourceNode.Scalar { Kind: ScalarKind.Null })
            TypeErrors.Report(document.Root, "", "a list of expectations", sink);
        return [];
    }

    private static Expectation? ReadItem(SourceNode item, int index, bool hasErrors, DiagnosticSink sink)
    {
        var path = $"[{index}]";
        if (item is not SourceNode.Mapping mapping)
        {
            TypeErrors.Report(item, path, "a mapping", sink);
            return null;
        }

        var errors = sink.Errors;
        var fields = new ObjectReader(mapping, path, sink);
        fields.AllowOnly("from", "to", "answers", "refused", "via");
        var to = fields.Required("to", Target, (Host: "", Port: 0));
        var expectation = new Expectation(
            fields.Required("from", Workload, new WorkloadName("", "", "")),
            new Located<string>(to.Value.Host, to.Span),
            to.Value.Port,
            ReadOutcome(fields),
            fields.Value("via", Way),
            fields.Span);
        return sink.Errors == errors && !hasErrors ? expectation : null;
    }

    private static ExpectedOutcome ReadOutcome(ObjectReader fields)
    {
        if (!fields.Has("answers") && !fields.Has("refused"))
            fields.Sink.Error(
                ManifestCodes.InvalidExpectation,
                fields.Span,
                $"`{fields.Path}` has neither `answers` nor `refused`",
                "write one of them, or both where it depends on chance");
        if (!fields.Has("answers"))
            return new ExpectedOutcome.Refused(ReadReason(fields));
        var answers = fields.Values("answers", Workload);
        if (fields.IsEmptyList("answers"))
            fields.Sink.Error(
                ManifestCodes.InvalidExpectation,
                fields.KeySpan("answers") ?? fields.Span,
                $"`{fields.PathOf("answers")}` is empty",
                "name who answers, or write `refused` with the reason");
        return fields.Has("refused")
            ? new ExpectedOutcome.Partly(answers, ReadReason(fields))
            : new ExpectedOutcome.Answers(answers);
    }

    private static Located<string> ReadReason(ObjectReader fields) =>
        fields.Has("refused") ? fields.Required("refused", FieldTypes.NonEmpty, "") : new Located<string>("", fields.Span);

    private static Parsed<WorkloadName> ReadWorkload(string text) =>
        text.Split('/') is [{ Length: > 0 } cluster, var ns, var name]
            && LabelSyntax.IsDnsLabel(ns)
            && LabelSyntax.IsDnsSubdomain(name)
            ? new WorkloadName(cluster, ns, name)
            : new WrongValue(
                ManifestCodes.InvalidExpectation,
                $"is {UserText.Quote(text)}, which names no workload",
                "write `CLUSTER/NAMESPACE/NAME`, such as `east/sample/curl`");

    private static Parsed<(string Host, int Port)> ReadTarget(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon > 0
            && IsHost(text[..colon])
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, null, out var port)
            && port is >= 1 and <= 65535)
            return (text[..colon].Trim('[', ']'), port);
        return new WrongValue(
            ManifestCodes.InvalidExpectation,
            $"is {UserText.Quote(text)}, which is no host and port",
            "write `HOST:PORT`, such as `helloworld.sample:5000`");
    }

    private static bool IsHost(string host) => host is ['[', .. var bracketed, ']']
        ? bracketed.Contains(':') && AddressText.TryParse(bracketed, out _)
        : LabelSyntax.IsDnsSubdomain(host);
}
