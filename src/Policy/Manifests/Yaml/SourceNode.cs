using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>A value of a YAML document with its place; aliases are what they stand for.</summary>
internal abstract record SourceNode(SourceSpan Span)
{
    public sealed record Scalar(string Text, ScalarKind Kind, SourceSpan Span) : SourceNode(Span);

    public sealed record Sequence(ValueList<SourceNode> Items, SourceSpan Span) : SourceNode(Span);

    public sealed record Mapping(ValueList<MappingEntry> Entries, SourceSpan Span) : SourceNode(Span)
    {
        public MappingEntry? Find(string key)
        {
            foreach (var entry in Entries)
                if (string.Equals(entry.Key, key, StringComparison.Ordinal))
                    return entry;
            return null;
        }
    }
}

/// <summary>A key of a mapping with its value.</summary>
internal sealed record MappingEntry(string Key, SourceSpan KeySpan, SourceNode Value);

/// <summary>What a scalar is once it is JSON.</summary>
internal enum ScalarKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Null,
}
