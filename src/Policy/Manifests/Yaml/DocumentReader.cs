using ScopeMesh.ScopeLang;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>
/// Reads one YAML document into nodes with places. Aliases are expanded, which is cheap in memory since nodes are
/// shared, and counted, since whoever walks the nodes pays for each of them.
/// </summary>
internal sealed class DocumentReader
{
    private const string MergeKey = "<<";

    private readonly DocumentEvents _events;
    private readonly ManifestLimits _limits;
    private readonly DiagnosticSink _sink;
    private readonly Dictionary<string, (SourceNode Node, int Nodes)> _anchors = [];
    private int _nodes;

    private DocumentReader(SourceLines lines, Range range, ManifestLimits limits, DiagnosticSink sink)
    {
        _events = new DocumentEvents(lines, range);
        _limits = limits;
        _sink = sink;
    }

    /// <summary>The document's root, or null where there is none or it has an error that is reported.</summary>
    public static SourceNode? Read(SourceLines lines, Range range, ManifestLimits limits, DiagnosticSink sink)
    {
        var chars = range.End.Value - range.Start.Value;
        if (chars > limits.DocumentChars)
        {
            sink.Error(
                ManifestCodes.TooLarge,
                lines.Locate(range.Start.Value, range.Start.Value),
                $"the document has {chars} characters, and {limits.DocumentChars} are allowed",
                "split it at lines of `---`");
            return null;
        }

        return new DocumentReader(lines, range, limits, sink).ReadDocument();
    }

    private SourceNode? ReadDocument()
    {
        try
        {
            _events.Consume<StreamStart>();
            if (!_events.TryConsume<DocumentStart>(out _))
                return null;
            var root = ReadNode(1);
            // A document that the splitter did not see begins after a line break that only YAML 1.1 knows.
            if (!_events.TryConsume<DocumentEnd>(out _) || !_events.TryConsume<StreamEnd>(out _))
                throw InvalidDocument.MoreThanOneValue(_events.SpanOf(_events.Current!));
            return root;
        }
        catch (InvalidDocument invalid)
        {
            _sink.Error(invalid.Code, invalid.Span, invalid.Message, invalid.Remedy);
            return null;
        }
    }

    private SourceNode ReadNode(int level)
    {
        if (_events.TryConsume<AnchorAlias>(out var alias))
            return Expand(alias);
        // YamlDotNet leaves the value of a key out where it loses count of braces.
        if (_events.Current is not NodeEvent current)
            throw InvalidDocument.MissingValue(_events.SpanOf(_events.Current!));
        if (level > _limits.NestingLevels && current is not Scalar)
            throw InvalidDocument.TooDeep(_limits, _events.SpanOf(current));
        var before = _nodes;
        Count(1, current);
        SourceNode node = current switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(level),
            _ => ReadMapping(level),
        };
        // Only now, so that an alias inside its own anchor names nothing.
        if (!current.Anchor.IsEmpty)
            _anchors[current.Anchor.Value] = (node, _nodes - before);
        return node;
    }

    private SourceNode Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw InvalidDocument.UnknownAlias(alias.Value.Value, _events.SpanOf(alias));
        Count(target.Nodes, alias);
        return target.Node;
    }

    private SourceNode.Scalar ReadScalar()
    {
        var scalar = _events.Consume<Scalar>();
        return new SourceNode.Scalar(scalar.Value, KindOf(scalar), _events.SpanOf(scalar));
    }

    private static ScalarKind KindOf(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
            return scalar.Style == ScalarStyle.Plain ? Scalars.KindOfPlain(scalar.Value) : ScalarKind.Text;
        return scalar.Tag.IsNonSpecific || scalar.Tag.Value is "tag:yaml.org,2002:str" or "tag:yaml.org,2002:binary"
            ? ScalarKind.Text
            : Scalars.KindOfPlain(scalar.Value);
    }

    private SourceNode.Sequence ReadSequence(int level)
    {
        var start = _events.Consume<SequenceStart>();
        var items = new List<SourceNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(level + 1));
        return new SourceNode.Sequence(items.ToValueList(), items is [var first, ..] ? first.Span : _events.SpanOf(start));
    }

    private SourceNode.Mapping ReadMapping(int level)
    {
        var start = _events.Consume<MappingStart>();
        var entries = new List<MappingEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var merged = new List<SourceNode>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var keyNode = ReadNode(level + 1);
            if (keyNode is not SourceNode.Scalar key)
                throw InvalidDocument.KeyIsNoText(keyNode.Span);
            var value = ReadNode(level + 1);
            if (key is { Text: MergeKey, Kind: ScalarKind.Text })
                merged.Add(value);
            else if (keys.Add(key.Text))
                entries.Add(new MappingEntry(key.Text, key.Span, value));
            else
                ReportTwice(key);
        }

        entries.AddRange(Merge(merged).Where(entry => keys.Add(entry.Key)));
        var span = entries is [var first, ..] ? first.KeySpan : _events.SpanOf(start);
        return new SourceNode.Mapping(entries.ToValueList(), span);
    }

    /// <summary>YAML 1.1's merge: the entries of other mappings, the earlier mapping winning.</summary>
    private static IEnumerable<MappingEntry> Merge(IEnumerable<SourceNode> merged) =>
        merged.SelectMany(node => node switch
        {
            SourceNode.Mapping mapping => mapping.Entries,
            SourceNode.Sequence sequence => Merge(sequence.Items),
            _ => throw InvalidDocument.MergesNoMapping(node.Span),
        });

    private void ReportTwice(SourceNode.Scalar key) =>
        _sink.Error(ManifestCodes.DuplicateKey, key.Span, $"the key `{key.Text}` is written twice", "keep one of them");

    private void Count(int nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > _limits.DocumentNodes)
            throw InvalidDocument.TooManyNodes(_limits, _events.SpanOf(at));
    }
}
