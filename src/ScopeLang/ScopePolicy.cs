using System.Text;
using System.Text.Unicode;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Explaining;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang;

/// <summary>What a text gave.</summary>
/// <param name="Policy">The policy, or null if and only if there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Everything that was found, in the order of the text.</param>
public sealed record ScopeParse(ScopePolicy? Policy, ValueList<Diagnostic> Diagnostics);

/// <summary>
/// A valid policy: decides for every Service whether it is global or local. Two policies are equal when they have the
/// same items; where and with which comments they were written does not count.
/// </summary>
public sealed class ScopePolicy : IEquatable<ScopePolicy>
{
    private readonly ScopeMatcher _matcher;

    // INVARIANT: the items passed all checks, or were made of an imported list whose parts did.
    internal ScopePolicy(ValueList<ScopeItem> items, ValueList<Comment> comments)
    {
        Items = items;
        Comments = comments;
        _matcher = ScopeMatcher.Compile(items);
    }

    /// <summary>The policy without rules: every Service is local.</summary>
    public static ScopePolicy Empty { get; } = new([], []);

    /// <summary>The items in file order.</summary>
    public ValueList<ScopeItem> Items { get; }

    /// <summary>The comments of the text, in its order.</summary>
    public ValueList<Comment> Comments { get; }

    /// <summary>The rules in file order.</summary>
    public IEnumerable<RuleItem> Rules => Items.OfType<RuleItem>();

    /// <summary>Parses a policy text. Never throws; all that is wrong is reported at once.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">How diagnostics call its file.</param>
    public static ScopeParse Parse(string text, string file = "")
    {
        var parsed = ScopeParser.Parse(text, file);
        var isValid = parsed.Diagnostics.All(d => d.Severity != Severity.Error);
        return new ScopeParse(isValid ? new ScopePolicy(parsed.Items, parsed.Comments) : null, parsed.Diagnostics);
    }

    /// <summary>Parses a policy as it lies in a file. Bytes that are not UTF-8 are one error, at the first of them.</summary>
    /// <param name="utf8">The bytes, with or without a byte order mark.</param>
    /// <param name="file">How diagnostics call the file.</param>
    public static ScopeParse Parse(ReadOnlySpan<byte> utf8, string file = "") =>
        Decoded(utf8, file, out var text) is { } diagnostic ? new ScopeParse(null, [diagnostic]) : Parse(text, file);

    /// <summary>
    /// Reads a policy in whatever form its file has it: a <c>.scope</c> text, or for a name that ends in <c>.yaml</c>,
    /// <c>.yml</c> or <c>.json</c> anything that <see cref="ServiceScopeConfigs.Import"/> reads. Never throws.
    /// </summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">The name of the file, which tells its form and stands in diagnostics.</param>
    /// <param name="lenient">Whether YAML that Istio would partly ignore is read as Istio does, with warnings.</param>
    public static ScopeParse Load(ReadOnlySpan<byte> content, string file, bool lenient = false)
    {
        if (!ServiceScopeConfigs.IsYaml(file))
            return Parse(content, file);
        if (Decoded(content, file, out var text) is { } diagnostic)
            return new ScopeParse(null, [diagnostic]);
        var import = ServiceScopeConfigs.Import(text, file, lenient);
        return new ScopeParse(import.Policy, import.Diagnostics);
    }

    /// <summary>The scope of a Service, and the first determining rule. Allocates nothing.</summary>
    /// <param name="facts">What is known of the Service.</param>
    public ScopeDecision Decide(in ScopeFacts facts) => _matcher.Decide(in facts);

    /// <summary>
    /// The names of all determining rules in file order: the local ones that match if any does, else the global ones.
    /// </summary>
    /// <param name="facts">What is known of the Service.</param>
    public ValueList<string> Matches(in ScopeFacts facts) => _matcher.Matches(in facts);

    /// <summary>
    /// Why a Service has its scope: the truth of every part of every rule, the labels that made it so, and what would make
    /// the Service global.
    /// </summary>
    /// <param name="facts">What is known of the Service.</param>
    /// <param name="limits">The bounds of the search for the nearest change; the default ones where none are given.</param>
    public ScopeExplanation Explain(in ScopeFacts facts, AnalysisLimits? limits = null) =>
        ScopeExplainer.Explain(this, in facts, limits ?? AnalysisLimits.Default);

    /// <inheritdoc/>
    public bool Equals(ScopePolicy? other) => other is not null && (ReferenceEquals(this, other) || Items == other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScopePolicy);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.GetHashCode();

    private static Diagnostic? Decoded(ReadOnlySpan<byte> utf8, string file, out string text)
    {
        text = "";
        if (utf8.Length > ScopeLimits.TextBytes)
            return ScopeParser.TooLong(file);
        var decoded = new char[utf8.Length];
        Utf8.ToUtf16(utf8, decoded, out var read, out var written, replaceInvalidSequences: false);
        if (read < utf8.Length)
            return InvalidUtf8(Encoding.UTF8.GetString(utf8[..read]), utf8[read], file);
        text = new string(decoded, 0, written);
        return null;
    }

    private static Diagnostic InvalidUtf8(string before, byte found, string file)
    {
        var lineStart = before.LastIndexOfAny(['\n', '\r']) + 1;
        var line = 1 + before.AsSpan().Count('\n') + before.Replace("\r\n", "\n").AsSpan().Count('\r');
        var span = new SourceSpan(file, line, before.Length - lineStart + 1, before.Length);
        return new Diagnostic(ScopeCodes.InvalidUtf8, Severity.Error, span, $"byte 0x{found:X2} is not UTF-8",
            "save the file as UTF-8");
    }
}
