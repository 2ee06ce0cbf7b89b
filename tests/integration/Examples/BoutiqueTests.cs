using System.Text.RegularExpressions;
using ScopeMesh.Hosts.Cli;
using ScopeMesh.Hosts.Cli.Repl;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Examples;

/// <summary>The ten faults of the boutique: what each does, and that its own mended file takes it away.</summary>
public sealed partial class BoutiqueTests : IDisposable
{
    private const string Checkouts = "lyon/boutique/checkoutservice-0, paris/boutique/checkoutservice-0, paris/boutique/checkoutservice-1";
    private const string Advertisements = "oregon/boutique/adservice-0, oregon/boutique/adservice-1";

    private readonly string _mesh = RunningMesh.CopyOfExample("boutique");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Theory]
    [InlineData("lyon/emailservice.yaml", "paris/boutique/checkoutservice", "emailservice:5000", "unknown-host", "lyon/boutique/emailservice-0")]
    [InlineData("lyon/policies/email-callers.yaml", "lyon/boutique/frontend", "emailservice:5000", "lyon/boutique/emailservice-0", "policy-denied")]
    [InlineData("lyon/policies/redis-callers.yaml", "lyon/boutique/cartservice", "redis-cart:6379", "policy-denied", "lyon/boutique/redis-cart-0")]
    [InlineData("oregon/currencyservice.yaml", "oregon/boutique/frontend", "currencyservice:7000", "unknown-port", "oregon/boutique/currencyservice-0")]
    [InlineData("oregon/gateway.yaml", "paris/boutique/frontend", "adservice:9555", "no-healthy-endpoint", Advertisements)]
    [InlineData("oregon/gateway.yaml", "lyon/boutique/frontend", "adservice:9555", "no-healthy-endpoint", Advertisements)]
    [InlineData("lyon/recommendation-waypoint.yaml", "lyon/boutique/frontend", "recommendationservice:8080", "unknown-waypoint", "lyon/boutique/recommendation-waypoint-0")]
    [InlineData("lyon/shippingservice.yaml", "lyon/boutique/checkoutservice", "10.96.20.21:50051", "", "lyon/boutique/shippingservice-0")]
    [InlineData("oregon/mesh.scope", "oregon/boutique/frontend", "checkoutservice:5050", "unknown-host", Checkouts)]
    [InlineData("paris/policies/payment-quarantine.yaml", "paris/boutique/checkoutservice", "paymentservice:50051", "policy-denied", "paris/boutique/paymentservice-0")]
    [InlineData("paris/policies/payment-quarantine.yaml", "lyon/boutique/checkoutservice", "paymentservice:50051", "policy-denied", "paris/boutique/paymentservice-0")]
    public void A_fault_lasts_until_its_file_is_mended(string file, string from, string to, string asItIs, string mended)
    {
        Assert.Equal(asItIs, Outcome(from, to));

        Mend(Path.Combine("clusters", file));

        Assert.Equal(mended, Outcome(from, to));
    }

    [Fact]
    public void What_calls_shipping_by_its_address_finds_checkout()
    {
        var service = Assert.Single(Compile().Mesh.Find("lyon")!.Services, service => service.Name.Name == "shippingservice");

        Assert.Equal("unknown-port", Outcome("lyon/boutique/checkoutservice", $"{service.Addresses[0]}:50051"));
        Assert.Equal(Checkouts, Outcome("lyon/boutique/frontend", $"{service.Addresses[0]}:5050"));
    }

    [Fact]
    public void Nothing_keeps_it_from_starting_and_mended_it_warns_of_the_dry_run_alone()
    {
        Assert.False(Compile().HasErrors);

        foreach (var file in MendedFiles())
            Mend(file);

        var warnings = Compile().Diagnostics.Where(finding => finding.Severity != Severity.Note).Select(finding => finding.Code);
        Assert.Equal(["AZ001"], warnings.Distinct());
    }

    [Fact]
    public void There_is_a_mended_file_for_each_of_the_ten() =>
        Assert.Equal(
            BoutiqueFault.All.Select(fault => Path.Combine("clusters", fault.Mended)).Order(StringComparer.Ordinal),
            MendedFiles().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Each_verb_that_the_README_names_finds_a_fault_until_it_is_mended(int number)
    {
        var fault = BoutiqueFault.All[number - 1];
        Assert.Equal(number, fault.Number);
        Assert.Equal(VerbsInReadme(number), fault.Finds.Select(find => find.Question.Split(' ')[0]).ToHashSet());
        Assert.All(fault.Finds, find => Assert.Contains(find.Mentions, Answer(find.Question), StringComparison.Ordinal));

        Mend(Path.Combine("clusters", fault.Mended));

        Assert.All(fault.Finds, find => Assert.DoesNotContain(find.Mentions, Answer(find.Question), StringComparison.Ordinal));
    }

    [Fact]
    public void The_questions_find_each_fault_by_the_same_verbs()
    {
        var found = new HashSet<(int Fault, string Verb)>();
        foreach (var question in File.ReadAllText(Path.Combine(Repository.Root, "docs", "questions.md")).Split("\n### ").Skip(1))
        {
            var verb = Command().Match(question).Groups["verb"].Value;
            var reading = question[question.LastIndexOf("```", StringComparison.Ordinal)..];
            found.UnionWith(FaultNumber().Matches(reading).Select(number =>
                (int.Parse(number.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture), verb)));
        }

        Assert.Equal(BoutiqueFault.All.SelectMany(fault => VerbsInReadme(fault.Number).Select(verb => (fault.Number, verb))).ToHashSet(), found);
    }

    [GeneratedRegex(@"^\$ scopemesh (?<verb>\w+)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\[(?<number>\d+)\]")]
    private static partial Regex FaultNumber();

    /// <summary>What a verb answers, as a line of a session.</summary>
    private string Answer(string question)
    {
        var answer = new MeshSession(new HeldMesh(_mesh, TextWriter.Null), OutputFormat.Text).Answer(question);
        Assert.True(answer.IsOk, answer.Messages);
        return answer.Text;
    }

    /// <summary>The verbs in the column "found by" of a fault.</summary>
    private HashSet<string> VerbsInReadme(int number)
    {
        var row = Assert.Single(File.ReadLines(Path.Combine(_mesh, "README.md")), line => line.StartsWith($"| {number} |", StringComparison.Ordinal));
        return [.. row.Split('|')[5].Split(',').Select(verb => verb.Trim(' ', '`').Split(' ')[0])];
    }

    private string[] MendedFiles()
    {
        var mended = Path.Combine(_mesh, "mended");
        return [.. Directory.EnumerateFiles(Path.Combine(mended, "clusters"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(mended, file))];
    }

    private void Mend(string file) => File.Copy(Path.Combine(_mesh, "mended", file), Path.Combine(_mesh, file), overwrite: true);

    private MeshCompilation Compile() => MeshCompiler.Compile(new MeshFolder(_mesh, MeshFolderLimits.Default).Read());

    /// <summary>Who answers a caller's connections, or why they are refused.</summary>
    private string Outcome(string from, string to)
    {
        var view = MeshView.Of(Compile().Mesh);
        var names = from.Split('/');
        var caller = view.Mesh.Find(names[0])!.Pods
            .Select(pod => pod.Workload)
            .First(workload => workload.Namespace == names[1] && workload.Owner == names[2]);
        var colon = to.LastIndexOf(':');
        var port = int.Parse(to.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        var journey = Journeys.Of(view, caller, Destination.Of(to[..colon], port));
        return string.Join(", ", journey.Ends
            .Select(end => end.End.Arrival.Match(
                delivered => delivered.At.Display,
                _ => "",
                unread => unread.Through.Display,
                stopped => stopped.Reason))
            .Distinct()
            .Order(StringComparer.Ordinal));
    }
}
