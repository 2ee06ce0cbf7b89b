using ScopeMesh.Hosts.LanguageServer;

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
    public async Task What_is_told_is_of_the_newest_version_and_nothing_is_of_what_was_closed()
    {
        var documents = new OpenDocuments(LanguageServerLimits.Default);
        var told = new List<Lsp.PublishDiagnosticsParams>();
        using var enough = new CancellationTokenSource();
        var publisher = new DiagnosticsPublisher(documents, told_ =>
        {
            told.Add(told_);
            if (told.Count == 2)
                enough.Cancel();
            return Task.CompletedTask;
        });
        documents.Put("a", 1, "broken");
        publisher.Changed("a");
        documents.Put("a", 2, "global when");
        publisher.Changed("a");
        publisher.Changed("closed");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.RunAsync(enough.Token));
        Assert.Equal([("a", 2, 1), ("closed", null, 0)], told.OrderBy(found => found.Uri)
            .Select(found => (found.Uri, found.Version, found.Diagnostics.Length)));
    }
}
