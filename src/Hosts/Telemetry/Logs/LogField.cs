namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>How the value of a field is written.</summary>
internal enum LogFieldKind
{
    /// <summary>As text: in quotes.</summary>
    Quoted,

    /// <summary>As an address: without quotes in a line of text, and as a string in JSON.</summary>
    Bare,

    /// <summary>As a number: without quotes everywhere.</summary>
    Number,
}

/// <summary>A field of a log line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Text">The value of what is no number.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct LogField(string Name, LogFieldKind Kind, string Text, long Value)
{
    /// <summary>A text.</summary>
    public static LogField Quoted(string name, string text) => new(name, LogFieldKind.Quoted, text, 0);

    /// <summary>An address.</summary>
    public static LogField Bare(string name, string text) => new(name, LogFieldKind.Bare, text, 0);

    /// <summary>A number.</summary>
    public static LogField Number(string name, long value) => new(name, LogFieldKind.Number, "", value);
}

/// <summary>What is logged where it has fields: immutable, and turned into text where the line is written.</summary>
internal interface IFieldedLine
{
    /// <summary>What has happened.</summary>
    string Message { get; }

    /// <summary>The rest, in its order.</summary>
    IEnumerable<LogField> Fields();
}
