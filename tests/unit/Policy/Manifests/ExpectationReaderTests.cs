using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

public sealed class ExpectationReaderTests
{
    private static ExpectationRead Read(string text) => ExpectationReader.Read(new SourceText("expect.yaml", text));

    [Fact]
    public void Reads_expectations_with_their_places()
    {
        var read = Read(
            """
            # what must hold
            - from: east/sample/curl
              to: helloworld.sample:5000
              answers: [east/sample/helloworld-v1, west/sample/helloworld-v2]
            - {from: west/sample/curl, to: "10.96.0.1:80", refused: no-such-service}
            - {from: east/sample/curl, to: "[fd00::1]:80", answers: [west/sample/a], via: gateway}
            """);
        Assert.Empty(read.Diagnostics);
        Assert.Equal(
            [("helloworld.sample", 5000, "expect.yaml:2:3"), ("10.96.0.1", 80, "expect.yaml:5:4"), ("fd00::1", 80, "expect.yaml:6:4")],
            read.Expectations.Select(expectation => (expectation.Host.Value, expectation.Port, expectation.Span.ToString())));
        var answers = Assert.IsType<ExpectedOutcome.Answers>(read.Expectations[0].Outcome);
        Assert.Equal(
            [new WorkloadName("east", "sample", "helloworld-v1"), new WorkloadName("west", "sample", "helloworld-v2")],
            answers.By.Select(workload => workload.Value));
        Assert.Equal("no-such-service", Assert.IsType<ExpectedOutcome.Refused>(read.Expectations[1].Outcome).Reason.Value);
        Assert.Null(read.Expectations[1].Via);
        Assert.Equal(ExpectedWay.Gateway, read.Expectations[2].Via?.Value);
    }

    [Fact]
    public void Answers_and_a_refusal_are_what_depends_on_chance()
    {
        var read = Read("[{from: a/b/c, to: \"a:1\", answers: [a/b/d], refused: policy-denied}]");
        Assert.Empty(read.Diagnostics);
        var partly = Assert.IsType<ExpectedOutcome.Partly>(Assert.Single(read.Expectations).Outcome);
        Assert.Equal(
            ("a/b/d", "policy-denied"), (Assert.Single(partly.By).Value.ToString(), partly.Reason.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("[]")]
    public void A_file_may_expect_nothing(string text) =>
        Assert.Equal(new ExpectationRead([], []), Read(text));

    [Theory]
    [InlineData("«a»: b", "error MF010: the document is a mapping, not a list of expectations; write a list of expectations")]
    [InlineData("[«a»]", "error MF010: `[0]` is the text `a`, not a mapping; write a mapping")]
    [InlineData("[{«to»: a:1, answers: [a/b/c]}]", "error MF011: `[0].from` is missing; add it")]
    [InlineData("[{«from»: a/b/c, answers: [a/b/c]}]", "error MF011: `[0].to` is missing; add it")]
    [InlineData("[{from: «a/b», to: \"a:1\", answers: [a/b/c]}]", "error MF030: `[0].from` is `a/b`, which names no workload; write `CLUSTER/NAMESPACE/NAME`, such as `east/sample/curl`")]
    [InlineData("[{from: a/b/c, to: «a», answers: [a/b/c]}]", "error MF030: `[0].to` is `a`, which is no host and port; write `HOST:PORT`, such as `helloworld.sample:5000`")]
    [InlineData("[{from: a/b/c, to: «\"a:0\"», answers: [a/b/c]}]", "error MF030: `[0].to` is `a:0`, which is no host and port; write `HOST:PORT`, such as `helloworld.sample:5000`")]
    [InlineData("[{«from»: a/b/c, to: \"a:1\"}]", "error MF030: `[0]` has neither `answers` nor `refused`; write one of them, or both where it depends on chance")]
    [InlineData("[{from: a/b/c, to: \"a:1\", «answers»: []}]", "error MF030: `[0].answers` is empty; name who answers, or write `refused` with the reason")]
    [InlineData("[{from: a/b/c, to: \"a:1\", refused: «\"\"»}]", "error MF011: `[0].refused` is empty; fill it in")]
    [InlineData("[{from: a/b/c, to: \"a:1\", refused: x, via: «gatway»}]", "error MF017: `[0].via` is `gatway`, which is not known; did you mean `gateway`?")]
    [InlineData("[{from: a/b/c, to: \"a:1\", «answer»: [a/b/c], refused: x}]", "error MF021: `[0].answer` is not known here; did you mean `answers`?")]
    public void Says_what_is_wrong_with_an_expectation(string text, string finding)
    {
        Marked.Finds(finding, text, unmarked => Read(unmarked).Diagnostics);
        Assert.Empty(Read(Marked.Remove(text)).Expectations);
    }

    [Fact]
    public void An_expectation_with_an_error_leaves_the_others_alone()
    {
        var read = Read("- {from: a/b/c, to: \"a:1\", refused: x}\n- {from: a}\n- {from: a/b/d, to: \"a:1\", refused: x}\n");
        Assert.Equal(["c", "d"], read.Expectations.Select(expectation => expectation.From.Value.Name));
    }
}
