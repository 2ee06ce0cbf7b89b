using ScopeMesh.Policy.Manifests.Yaml;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>How a scalar becomes a value of a type.</summary>
/// <param name="expected">What is expected, as in <c>a number</c>.</param>
/// <param name="parse">Reads the scalar, or says what is wrong with it.</param>
internal sealed class FieldType<T>(string expected, Func<SourceNode.Scalar, Parsed<T>> parse)
{
    /// <summary>Reads a value, or reports what is wrong with it and returns null.</summary>
    public Located<T>? Read(SourceNode node, string path, DiagnosticSink sink)
    {
        if (node is not SourceNode.Scalar scalar)
        {
            TypeErrors.Report(node, path, expected, sink);
            return null;
        }

        var parsed = parse(scalar);
        if (parsed.Wrong is { } wrong)
        {
            sink.Error(wrong.Code, scalar.Span, $"`{path}` {wrong.Problem}", wrong.Remedy);
            return null;
        }

        return new Located<T>(parsed.Value!, scalar.Span);
    }

    /// <summary>A narrower type: what this one reads is read once more.</summary>
    public FieldType<TNarrow> Then<TNarrow>(string narrower, Func<T, Parsed<TNarrow>> narrow) =>
        new(narrower, scalar =>
        {
            var parsed = parse(scalar);
            return parsed.Wrong is { } wrong ? wrong : narrow(parsed.Value!);
        });
}

/// <summary>A value, or what is wrong with the text that should be one.</summary>
internal readonly record struct Parsed<T>(T? Value, WrongValue? Wrong)
{
    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(WrongValue wrong) => new(default, wrong);
}

/// <summary>What is wrong with a value.</summary>
/// <param name="Code">The diagnostic's code.</param>
/// <param name="Problem">What follows the field's name in the message.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record WrongValue(string Code, string Problem, string Remedy);
