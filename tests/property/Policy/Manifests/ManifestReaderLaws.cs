using System.Text.RegularExpressions;
using FsCheck.Fluent;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Manifests;

namespace ScopeMesh.Tests.Property.Policy.Manifests;

public sealed partial class ManifestReaderLaws
{
    private const string File = "f.yaml";

    [Fact]
    public void Any_text_is_read_and_every_finding_lies_inside_it() =>
        Law.Holds(ManifestTexts.Noise, text =>
        {
            AssertInside(text, ManifestReader.Read(new SourceText(File, text)).Diagnostics);
            AssertInside(text, ExpectationReader.Read(new SourceText(File, text)).Diagnostics);
        });

    [Fact]
    public void The_order_of_documents_changes_the_order_of_objects_alone() =>
        Law.Holds(
            from documents in ManifestTexts.Documents
            from shuffled in Gen.Shuffle(documents)
            select (documents, shuffled),
            both =>
            {
                var (one, other) = (Read(ManifestTexts.Join(both.documents)), Read(ManifestTexts.Join(both.shuffled)));
                Assert.Equal(WithoutPlaces(one.Manifests), WithoutPlaces(other.Manifests));
                Assert.Equal(WithoutPlaces(one.Rejected), WithoutPlaces(other.Rejected));
                Assert.Equal(WithoutPlaces(one.Diagnostics), WithoutPlaces(other.Diagnostics));
                Assert.Equal(one.Ignored, other.Ignored);
            });

    [Fact]
    public void Two_files_in_one_give_what_each_gives() =>
        Law.Holds(ManifestTexts.Documents.Two(), files =>
        {
            var (first, second) = (ManifestTexts.Join(files.Item1), ManifestTexts.Join(files.Item2));
            var joined = Read($"{first}---\n{second}");
            var (left, right) = (Read(first), Read($"{AsComments(first)}---\n{second}"));
            Assert.Equal(left.Manifests.AddRange(right.Manifests), joined.Manifests);
            Assert.Equal(left.Diagnostics.AddRange(right.Diagnostics), joined.Diagnostics);
            Assert.Equal(left.Rejected.AddRange(right.Rejected), joined.Rejected);
        });

    [Fact]
    public void Every_object_is_read_or_rejected_with_an_error_or_ignored() =>
        Law.Holds(ManifestTexts.Documents, documents =>
        {
            var read = Read(ManifestTexts.Join(documents));
            Assert.Equal(documents.Length, read.Manifests.Count + read.Rejected.Count + read.Ignored.Sum(kind => kind.Count));
            Assert.Equal(read.Rejected.IsEmpty, read.Diagnostics.IsEmpty);
        });

    [Fact]
    public void A_broken_document_takes_no_other_with_it() =>
        Law.Holds(
            from documents in ManifestTexts.Documents
            from at in Gen.Choose(0, documents.Length)
            select (documents, at),
            both =>
            {
                string[] withBroken = [.. both.documents[..both.at], "a: [\n", .. both.documents[both.at..]];
                var (sound, broken) = (Read(ManifestTexts.Join(both.documents)), Read(ManifestTexts.Join(withBroken)));
                Assert.Equal(WithoutPlaces(sound.Manifests), WithoutPlaces(broken.Manifests));
                Assert.Equal(sound.Diagnostics.Count + 1, broken.Diagnostics.Count);
            });

    private static ManifestRead Read(string text) => ManifestReader.Read(new SourceText(File, text));

    private static void AssertInside(string text, ValueList<Diagnostic> diagnostics)
    {
        foreach (var span in diagnostics.Select(diagnostic => diagnostic.Span).Where(span => span.Line > 0))
        {
            Assert.InRange(span.Offset, 0, text.Length);
            Assert.InRange(span.Offset + span.Length, span.Offset, text.Length);
            var lines = text[..span.Offset].Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
            Assert.Equal(lines.Length, span.Line);
            Assert.Equal(lines[^1].Length + 1, span.Column);
        }
    }

    /// <summary>As many lines of as many characters, which say nothing.</summary>
    private static string AsComments(string text) => LineContent().Replace(text, line => new string('#', line.Length));

    private static IEnumerable<string> WithoutPlaces<T>(ValueList<T> values) =>
        values.Select(value => Place().Replace($"{value}", "")).Order(StringComparer.Ordinal);

    [GeneratedRegex("[^\n]+")]
    private static partial Regex LineContent();

    [GeneratedRegex("f\\.yaml:[0-9]+:[0-9]+")]
    private static partial Regex Place();
}
