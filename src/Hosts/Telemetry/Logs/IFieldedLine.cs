namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>What is logged where it has fields: immutable, and turned into text where the line is written.</summary>
internal interface IFieldedLine
{
    /// <summary>What has happened.</summary>
    string Message { get; }

    /// <summary>Tells of the rest, in its order.</summary>
    /// <param name="fields">What is told.</param>
    void Tell(ILogFields fields);
}

/// <summary>Takes the fields of a line, one by one.</summary>
internal interface ILogFields
{
    /// <summary>A text: in quotes.</summary>
    void Quoted(string name, string text);

    /// <summary>An address: without quotes in a line of text, and as a string in JSON.</summary>
    void Bare(string name, string text);

    /// <summary>A number: without quotes everywhere.</summary>
    void Number(string name, long value);
}
