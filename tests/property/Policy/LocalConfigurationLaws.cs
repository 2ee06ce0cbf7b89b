using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Manifests;

namespace ScopeMesh.Tests.Property.Policy;

public sealed partial class LocalConfigurationLaws
{
    private const int Cases = 300;
    private const string Unknown = "notAKey";

    private static readonly Gen<RouteTable> Tables = RouteTableGen.Tables.Select(AsWritten);

    [Fact]
    public void A_table_that_is_written_reads_back_equal() =>
        Law.Holds(Tables, table => Assert.Equal(table, Read(LocalConfigurationText.Write(table)).ToTable(table.Viewpoint)), Cases);

    [Fact]
    public void Neither_the_order_of_items_nor_that_of_keys_means_anything() =>
        Law.Holds(
            from table in Tables
            from seed in Gen.Choose(0, int.MaxValue)
            select (table, seed),
            pair =>
            {
                var form = Shuffled(LocalConfigurationForm.Of(pair.table), new Random(pair.seed));
                foreach (var list in new[] { "workloads", "services", "policies" })
                    form[list] = new JsonArray([.. form[list]!.AsArray().Select(item => item!.DeepClone()).OrderBy(_ => pair.seed)]);
                Assert.Equal(pair.table, Read(form.ToJsonString()).ToTable(pair.table.Viewpoint));
            },
            Cases);

    [Fact]
    public void Any_text_is_read_or_refused_and_every_finding_lies_inside_it() =>
        Law.Holds(Gen.OneOf(ManifestTexts.Noise, Broken), text =>
        {
            var read = LocalConfigurationReader.Read(new SourceText("local.yaml", text));
            Assert.All(read.Diagnostics, finding => Assert.InRange(finding.Span.Offset + finding.Span.Length, 0, text.Length));
            if (!read.HasErrors)
            {
                var table = read.ToTable(RouteTableGen.Viewpoint);
                Assert.Equal(table, Read(LocalConfigurationText.Write(table)).ToTable(RouteTableGen.Viewpoint));
            }
            else
            {
                Assert.Equal((0, 0, 0), (read.Services.Count, read.Workloads.Count, read.Policies.Count));
                Assert.All(read.Diagnostics, finding => Assert.NotNull(finding.Remedy));
            }
        });

    [Fact]
    public void A_key_that_is_not_known_is_told_with_its_line_wherever_it_stands() =>
        Law.Holds(
            from table in Tables
            let lines = LocalConfigurationText.Write(table).Split('\n')
            let places = Enumerable.Range(0, lines.Length).Where(at => KeyWithValue().IsMatch(lines[at])).ToArray()
            where places.Length > 0
            from place in Gen.Elements(places)
            select (lines, place),
            pair =>
            {
                var indent = KeyWithValue().Match(pair.lines[pair.place]).Groups[1].Length;
                string[] lines = [.. pair.lines[..(pair.place + 1)], $"{new string(' ', indent)}{Unknown}: []", .. pair.lines[(pair.place + 1)..]];
                var findings = LocalConfigurationReader.Read(new SourceText("local.yaml", string.Join('\n', lines))).Diagnostics;
                Assert.Contains(findings, finding => finding.Span.Line == pair.place + 2 && finding.Message.Contains(Unknown, StringComparison.Ordinal));
            },
            Cases);

    /// <summary>Texts that were written and then had some of their characters exchanged, lost or doubled.</summary>
    private static Gen<string> Broken =>
        from table in Tables
        from edits in (from place in Gen.Choose(0, int.MaxValue) from kind in Gen.Choose(0, 4) select (place, kind)).ListOf(2)
        select edits.Aggregate(LocalConfigurationText.Write(table), (text, edit) => Edit(text, edit.place % text.Length, edit.kind));

    private static string Edit(string text, int at, int kind) => kind switch
    {
        0 => text.Remove(at, 1),
        1 => text.Insert(at, "-"),
        2 => text.Insert(at, "\n"),
        3 => text[..at],
        _ => text.Insert(at, text[at..Math.Min(text.Length, at + 40)]),
    };

    private static LocalConfigurationRead Read(string text)
    {
        var read = LocalConfigurationReader.Read(new SourceText("local.yaml", text));
        Assert.False(read.HasErrors, string.Join('\n', read.Diagnostics));
        return read;
    }

    private static JsonObject Shuffled(JsonObject node, Random random)
    {
        var fields = node.ToArray();
        random.Shuffle(fields);
        var shuffled = new JsonObject();
        foreach (var (key, value) in fields)
            shuffled[key] = value switch
            {
                JsonObject fieldsOfIt => Shuffled(fieldsOfIt, random),
                JsonArray items => new JsonArray([.. items.Select(item => item is JsonObject one ? Shuffled(one, random) : item!.DeepClone())]),
                _ => value!.DeepClone(),
            };
        return shuffled;
    }

    /// <summary>The table without what the form has no words for, and in the order that its parts say they have.</summary>
    private static RouteTable AsWritten(RouteTable table) => RouteTable.Create(
        table.Viewpoint,
        table.Services.Select(service => service with
        {
            Addresses = AddressOrder.Sort(service.Addresses),
            Ports = WithoutProtocols(service.Ports),
            SubjectAltNames = service.SubjectAltNames.OrderBy(identity => $"{identity}", StringComparer.Ordinal).ToValueList(),
            Federation = [],
        }),
        table.Workloads.Select(workload => workload with
        {
            AuthorizationPolicies = workload.AuthorizationPolicies
                .Where(policy => table.FindAuthorization(policy) is not null)
                .Distinct()
                .Order()
                .ToValueList(),
            Services = workload.Services.Select(part => part with { Ports = WithoutProtocols(part.Ports) }).ToValueList(),
        }),
        table.Authorizations);

    private static ValueList<PortMapping> WithoutProtocols(ValueList<PortMapping> ports) =>
        ports.Select(port => port with { AppProtocol = AppProtocol.Unknown }).OrderBy(port => port.ServicePort).ToValueList();

    /// <summary>A line of a key with its value behind it; the group is what stands before the key.</summary>
    [GeneratedRegex("""^((?: |- )*)["\w./-]+: \S""")]
    private static partial Regex KeyWithValue();
}
