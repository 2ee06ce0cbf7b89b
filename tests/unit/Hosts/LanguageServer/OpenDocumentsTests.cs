using ScopeMesh.Hosts.LanguageServer;
using ScopeMesh.ScopeLang.Editing;

namespace ScopeMesh.Tests.Unit.Hosts.LanguageServer;

public sealed class OpenDocumentsTests
{
    [Fact]
    public void Texts_beyond_the_limit_are_not_taken_and_edits_of_others_are()
    {
        var documents = new OpenDocuments(new LanguageServerLimits { OpenDocuments = 2 });
        Assert.True(documents.Put("a", 1, ""));
        Assert.True(documents.Put("b", 1, ""));
        Assert.False(documents.Put("c", 1, ""));
        Assert.True(documents.Put("a", 2, "global when true"));
        Assert.Equal(2, documents.Find("a")?.Version);
        Assert.Null(documents.Find("c"));
        Assert.True(documents.Remove("b"));
        Assert.True(documents.Put("c", 1, ""));
    }

    [Fact]
    public async Task What_is_told_is_of_the_newest_version_within_its_limit_and_nothing_of_what_was_closed()
    {
        var limits = new LanguageServerLimits { Findings = 2 };
        var documents = new OpenDocuments(limits);
        var told = new List<Lsp.PublishDiagnosticsParams>();
        using var enough = new CancellationTokenSource();
        var publisher = new DiagnosticsPublisher(documents, limits, findings =>
        {
            told.Add(findings);
            if (told.Count == 2)
                enough.Cancel();
            return Task.CompletedTask;
        });
        documents.Put("a", 1, "broken");
        publisher.Changed("a");
        documents.Put("a", 2, "global when\nglobal when\nglobal when");
        publisher.Changed("a");
        publisher.Changed("closed");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.RunAsync(enough.Token));
        Assert.Equal([("a", 2, 2), ("closed", null, 0)], told.OrderBy(found => found.Uri)
            .Select(found => (found.Uri, found.Version, found.Diagnostics.Length)));
    }

    [Fact]
    public void Of_more_than_a_client_takes_it_is_offered_what_begins_as_is_written()
    {
        var names = string.Join(" or ", Enumerable.Range(0, 5).Select(i => $"ns named n{i}"));
        var document = ScopeDocument.Open($"let a = {names} or ns named m\nglobal when ns named n");
        var offset = document.Text.Length;
        var list = ScopeCompletion.At(document, offset, KnownServices.None);
        var all = Wording.CompletionOf(document, offset, list, new LanguageServerLimits { Offers = 6 });
        Assert.Equal((false, 6), (all.IsIncomplete, all.Items.Length));
        var few = Wording.CompletionOf(document, offset, list, new LanguageServerLimits { Offers = 2 });
        Assert.True(few.IsIncomplete);
        Assert.Equal(["n0", "n1"], few.Items.Select(item => item.Label));
    }
}
