using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Linting;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh lint</c>: what is valid in a mesh folder and probably not meant. Its findings are its data.</summary>
internal static class LintCommand
{
    private enum Format
    {
        Text,
        Json,
        Sarif,
    }

    private sealed record Choice(string[] Only, string[] Except, Severity Least)
    {
        public bool Shows(Diagnostic finding) => finding.Severity >= Least
            && (Only.Length == 0 || Only.Contains(finding.Code, StringComparer.OrdinalIgnoreCase))
            && !Except.Contains(finding.Code, StringComparer.OrdinalIgnoreCase);
    }

    public static Command Create()
    {
        var folder = new Argument<string>("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var strict = new Option<bool>("--strict") { Description = "end with 1 where there is any finding, notes and hints too" };
        var severity = ChoiceOption.Create("--severity", "the least severity that is told", Severity.Hint);
        var only = Codes("--only", "tell of this code and those named besides alone");
        var except = Codes("--except", "do not tell of this code");
        var within = Within();
        var certificates = new Option<string[]>("--certificates")
        {
            Description = "a folder with further certificates, such as one that `bootstrap` wrote, or `control --ca`",
            HelpName = "DIR",
            DefaultValueFactory = _ => [],
        };
        var format = ChoiceOption.Create("--format", "text for people, json for programs, sarif for code-review tools", Format.Text);
        var verb = new Verb(
            "lint", "Says what is wrong with a mesh folder, or probably not meant.", "scopemesh lint examples/two-clusters --expires-within 14d")
        {
            folder, strict, severity, only, except, within, certificates, format,
        };
        return verb.Does(parsed =>
        {
            var choice = new Choice(parsed.GetRequiredValue(only), parsed.GetRequiredValue(except), parsed.GetRequiredValue(severity));
            var (texts, hasErrors) = Lint(
                parsed.GetRequiredValue(folder), parsed.GetRequiredValue(certificates), parsed.GetRequiredValue(within), choice);
            Write(texts, parsed.GetRequiredValue(format), parsed.InvocationConfiguration);
            return hasErrors ? ExitCode.Invalid : ExitCodeOf(texts, parsed.GetValue(strict));
        });
    }

    private static (CheckedText[] Texts, bool HasErrors) Lint(string folder, string[] certificateFolders, TimeSpan within, Choice choice)
    {
        foreach (var asked in certificateFolders.Prepend(folder).Where(asked => !Directory.Exists(asked)))
            throw new InputException(ExitCode.Unavailable, $"there is no folder `{asked}`");
        var sources = new MeshFolder(folder, MeshFolderLimits.Default).Read();
        var compilation = MeshCompiler.Compile(sources);
        var certificates = CertificateFiles.Read(
            certificateFolders.Prepend(folder), [.. compilation.Mesh.Clusters.Select(cluster => cluster.Id)]);
        var facts = new LintFacts(
            TimeProvider.System.GetUtcNow(),
            within,
            [.. certificates.SelectMany(file => file.Certificates), .. FederationRoots.Of(sources).SelectMany(CertificateFiles.Federated)]);
        var found = MeshLinter.Lint(sources, compilation, facts).Where(choice.Shows).ToLookup(finding => finding.Span.File ?? "", StringComparer.Ordinal);
        var texts = TextsOf(sources).Concat(certificates.Select(file => (file.File, file.Text)))
            .DistinctBy(text => text.File)
            .ToDictionary(text => text.File, text => text.Text, StringComparer.Ordinal);
        return (
            [.. found.Select(file => new CheckedText(file.Key, texts.GetValueOrDefault(file.Key, ""), file.ToValueList()))],
            compilation.HasErrors);
    }

    private static IEnumerable<(string File, string Text)> TextsOf(MeshSources sources) =>
        sources.Clusters
            .SelectMany(cluster => cluster.Manifests.Append(cluster.Scope).Append(cluster.Config))
            .Append(sources.Scope)
            .Append(sources.Config)
            .OfType<Policy.Manifests.SourceText>()
            .Select(source => (source.File, source.Text));

    private static void Write(CheckedText[] texts, Format format, InvocationConfiguration to)
    {
        to.Output.Write(format switch
        {
            Format.Text => string.Concat(texts.SelectMany(text => DiagnosticText.Render(text.Diagnostics, text.Text, Colour.OfOutput))),
            Format.Json => DiagnosticJson.Render(texts),
            Format.Sarif => DiagnosticSarif.Render([.. texts.Select(SarifPaths.Relative)], new SarifTool("scopemesh", ProductVersion.Text), LintCodeSummaries.Of),
        });
        var counts = Enum.GetValues<Severity>().Reverse().Select(severity => Number(Count(texts, severity), DiagnosticJson.Word(severity)));
        to.Error.WriteLine($"found {string.Join(", ", counts)}");
    }

    private static int ExitCodeOf(CheckedText[] texts, bool strict) =>
        texts.SelectMany(text => text.Diagnostics).Any(finding => strict || finding.Severity >= Severity.Warning) ? ExitCode.No : ExitCode.Ok;

    private static int Count(CheckedText[] texts, Severity severity) =>
        texts.Sum(text => text.Diagnostics.Count(finding => finding.Severity == severity));

    private static string Number(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static Option<string[]> Codes(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = "CODE",
            DefaultValueFactory = _ => [],
        };
        option.CompletionSources.Add([.. LintCodeSummaries.All]);
        option.Validators.Add(result =>
        {
            foreach (var why in result.Tokens.Select(token => DiagnosticCodes.WhyNot(token.Value)).OfType<string>())
                result.AddError($"{name}: {why}");
        });
        return option;
    }

    private static Option<TimeSpan> Within() => new("--expires-within")
    {
        Description = "how long before its end a certificate is told of, in days or hours: 30d, 12h",
        HelpName = "TIME",
        DefaultValueFactory = _ => LintFacts.DefaultExpiresWithin,
        CustomParser = ReadTime,
    };

    private static TimeSpan ReadTime(ArgumentResult result)
    {
        const int most = 100_000;
        if (result.Tokens is [{ Value: [.. var digits, ('d' or 'h') and var unit] }]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= most)
        {
            return unit == 'd' ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);
        }

        result.AddError($"--expires-within takes days or hours, such as 30d or 12h, up to {most}");
        return default;
    }
}
