namespace ScopeMesh.Tests.Golden;

/// <summary>
/// A case is a folder: a mesh as users write it, steps that change it, questions, and the answers that are expected.
/// README.md says how to write one.
/// </summary>
public sealed class GoldenTests
{
    private static bool Rewrites => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    public static TheoryData<string> Cases => [.. GoldenCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answers_as_expected(string name)
    {
        var golden = new GoldenCase(name);
        var answers = golden.Answer();
        if (Rewrites)
            File.WriteAllText(golden.ExpectedFile, answers);
        Assert.Equal(File.ReadAllText(golden.ExpectedFile), answers);
    }
}
