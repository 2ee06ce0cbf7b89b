using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Hosts.Cli;

/// <summary>In which language a policy is written.</summary>
internal enum PolicyLanguage
{
    Scope,
    Yaml,
}

/// <summary>How policies are to be read.</summary>
/// <param name="Language">The language where the user says it, else null: the file's extension says.</param>
/// <param name="Lenient">Whether YAML is read as Istio does.</param>
/// <param name="Otherwise">The language where nothing says it.</param>
internal sealed record PolicyReading(PolicyLanguage? Language, bool Lenient, PolicyLanguage Otherwise = PolicyLanguage.Scope)
{
    public PolicyLanguage LanguageOf(string path) => Language
        ?? (ServiceScopeConfigs.IsYaml(path) ? PolicyLanguage.Yaml
            : path.EndsWith(".scope", StringComparison.OrdinalIgnoreCase) ? PolicyLanguage.Scope
            : Otherwise);
}

/// <summary>A policy as it lies in a file.</summary>
/// <param name="Checked">The text and what parsing it found.</param>
/// <param name="Language">In which language it is written.</param>
/// <param name="Policy">The policy, or null where the text has errors.</param>
/// <param name="CarriesRules">False of a mesh configuration that leaves the scope to somebody else.</param>
internal sealed record PolicyFile(CheckedText Checked, PolicyLanguage Language, ScopePolicy? Policy, bool CarriesRules = true)
{
    private const string MeshScope = "mesh.scope";
    private const string MeshConfig = "mesh.yaml";

    /// <summary>Reads a <c>.scope</c> file, a YAML file, or what a mesh folder holds of the two.</summary>
    /// <exception cref="InputException">There is nothing to read.</exception>
    public static PolicyFile Read(string path, PolicyReading reading)
    {
        var file = Directory.Exists(path) ? InFolder(path, reading) : path;
        var input = InputBytes.Read(file, ScopeLimits.TextBytes);
        return reading.LanguageOf(file) == PolicyLanguage.Scope ? Parse(input) : Import(input, reading.Lenient);
    }

    /// <summary>Reads a policy that must be valid, and tells on standard error what was found.</summary>
    /// <exception cref="InputException">There is nothing to read, or it has errors.</exception>
    public static ScopePolicy Require(string path, PolicyReading reading) => Read(path, reading).Require();

    /// <summary>Reads two policies that must be valid; one of them may be standard input.</summary>
    /// <exception cref="InputException">There is nothing to read, or one has errors.</exception>
    public static (ScopePolicy First, ScopePolicy Second) RequireTwo(string first, string second, PolicyReading reading) =>
        first == InputBytes.StandardInput && second == first
            ? throw new InputException(ExitCode.Usage, "two policies cannot both be standard input")
            : (Require(first, reading), Require(second, reading));

    /// <summary>The policy, which must be valid; what was found is told on standard error.</summary>
    /// <exception cref="InputException">It has errors.</exception>
    public ScopePolicy Require()
    {
        foreach (var shown in DiagnosticText.Render(Checked.Diagnostics, Checked.Text, Colour.OfErrors))
            Console.Error.Write(shown);
        return Policy ?? throw new InputException(ExitCode.Invalid, $"`{Checked.File}` is no valid policy");
    }

    /// <summary>Parses what was read as a <c>.scope</c> text.</summary>
    public static PolicyFile Parse(InputBytes input)
    {
        var parsed = ScopePolicy.Parse(input.Bytes.AsSpan(), input.Name);
        return new PolicyFile(new CheckedText(input.Name, Shown(input), parsed.Diagnostics), PolicyLanguage.Scope, parsed.Policy);
    }

    private static PolicyFile Import(InputBytes input, bool lenient)
    {
        // What is no text is told of alike in both languages.
        if (input.Text is not { } text || input.Bytes.Length > ScopeLimits.TextBytes)
            return Parse(input);
        var imported = ServiceScopeConfigs.Import(text, input.Name, lenient);
        return new PolicyFile(
            new CheckedText(input.Name, text, imported.Diagnostics), PolicyLanguage.Yaml, imported.Policy, imported.CarriesRules);
    }

    // For showing lines alone: what is no UTF-8 may be replaced.
    private static string Shown(InputBytes input) => Encoding.UTF8.GetString(input.Bytes);

    // As in a running mesh: rules stand in one of the two files.
    private static string InFolder(string folder, PolicyReading reading)
    {
        var (scope, config) = (Path.Combine(folder, MeshScope), Path.Combine(folder, MeshConfig));
        if (!File.Exists(config))
            return File.Exists(scope) ? scope : throw new InputException(
                ExitCode.Unavailable, $"`{folder}` holds neither `{MeshScope}` nor `{MeshConfig}`; name a policy");
        if (!File.Exists(scope))
            return config;
        if (Import(InputBytes.Read(config, ScopeLimits.TextBytes), reading.Lenient).CarriesRules)
            throw new InputException(ExitCode.Invalid, $"scope rules stand both in `{scope}` and in `{config}`; name one of the two");
        return scope;
    }
}
