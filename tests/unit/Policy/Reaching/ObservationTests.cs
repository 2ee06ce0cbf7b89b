using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Reaching;

namespace ScopeMesh.Tests.Unit.Policy.Reaching;

public sealed class ObservationTests
{
    [Theory]
    [InlineData("answers: [e/n/a, w/n/b]", "e/n/a,w/n/b", "", "gateway,local", null)]
    [InlineData("answers: [e/n/a, w/n/b]", "e/n/a", "", "local", "w/n/b does not answer")]
    [InlineData("answers: [e/n/a]", "e/n/a,w/n/b", "", "local", "w/n/b answered too")]
    [InlineData("answers: [e/n/a]", "e/n/a", "policy-denied", "local", "refused: policy-denied")]
    [InlineData("answers: [e/n/a], via: gateway", "e/n/a", "", "local", "went by local")]
    [InlineData("refused: policy-denied", "", "policy-denied", "local", null)]
    [InlineData("refused: policy-denied", "", "no-gateway,policy-denied", "local", "refused for another reason: no-gateway, policy-denied")]
    [InlineData("refused: policy-denied", "e/n/a", "policy-denied", "local", "e/n/a answered")]
    [InlineData("refused: unknown-host, via: local", "", "unknown-host", "", "went by no way")]
    [InlineData("answers: [e/n/a], refused: policy-denied", "e/n/a", "policy-denied", "local", null)]
    [InlineData("answers: [e/n/a], refused: policy-denied", "e/n/a", "", "local", "not refused")]
    [InlineData("answers: [e/n/a], refused: policy-denied", "", "policy-denied", "local", "e/n/a does not answer")]
    public void Says_what_differs(string expected, string answered, string refused, string via, string? why)
    {
        var read = ExpectationReader.Read(new SourceText("expect.yaml", $"- {{from: e/n/c, to: \"h:80\", {expected}}}"));
        var observation = new Observation(List(answered), List(refused), List(via));
        var expectation = Assert.Single(read.Expectations);
        Assert.Equal(why, observation.Compare(expectation, "does not answer").Why);
    }

    private static ScopeMesh.ScopeLang.ValueList<string> List(string items) =>
        [.. items.Split(',', StringSplitOptions.RemoveEmptyEntries)];
}
