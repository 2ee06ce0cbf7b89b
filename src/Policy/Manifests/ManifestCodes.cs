namespace ScopeMesh.Policy.Manifests;

/// <summary>The codes of what is found in manifests and in <c>expect.yaml</c>, each with its meaning.</summary>
public static class ManifestCodes
{
    /// <summary>The text is not YAML.</summary>
    public const string NotYaml = "MF001";

    /// <summary>A mapping has a key twice.</summary>
    public const string DuplicateKey = "MF002";

    /// <summary>A file or a document is larger than it may be, or has more findings than are given.</summary>
    public const string TooLarge = "MF003";

    /// <summary>A document nests deeper than it may.</summary>
    public const string TooDeep = "MF004";

    /// <summary>A document holds more values than it may, what aliases stand for included.</summary>
    public const string TooManyNodes = "MF005";

    /// <summary>A value has another type than its field.</summary>
    public const string WrongType = "MF010";

    /// <summary>A required field is missing or empty.</summary>
    public const string Missing = "MF011";

    /// <summary>A name breaks the rules for names of its kind.</summary>
    public const string InvalidName = "MF012";

    /// <summary>A label's or an annotation's key or value breaks the rules for them.</summary>
    public const string InvalidLabel = "MF013";

    /// <summary>A number is outside its range.</summary>
    public const string OutOfRange = "MF014";

    /// <summary>A text is not an IP address, or not one of the family that is asked for.</summary>
    public const string InvalidAddress = "MF015";

    /// <summary>A text is not a range of IP addresses.</summary>
    public const string InvalidRange = "MF016";

    /// <summary>A value is none of those that its field knows.</summary>
    public const string UnknownValue = "MF017";

    /// <summary>A selector's expression has values where its operator takes none, or none where it takes some.</summary>
    public const string InvalidSelector = "MF018";

    /// <summary>A text is not a point in time.</summary>
    public const string InvalidTime = "MF019";

    /// <summary>Two parts of an object contradict each other.</summary>
    public const string Contradiction = "MF020";

    /// <summary>A key is none of those that are known, in a place where an unknown key changes the meaning.</summary>
    public const string UnknownKey = "MF021";

    /// <summary>The object is valid, and the mesh does not use a part of it.</summary>
    public const string Unused = "MF022";

    /// <summary>An expectation names a workload or a host in another form than it should.</summary>
    public const string InvalidExpectation = "MF030";
}
