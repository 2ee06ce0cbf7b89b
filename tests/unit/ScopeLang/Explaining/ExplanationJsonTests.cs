using System.Text.Json;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Explaining;

namespace ScopeMesh.Tests.Unit.ScopeLang.Explaining;

public sealed class ExplanationJsonTests
{
    [Fact]
    public void Everything_that_an_explanation_says() => Assert.Equal(
        """
        {
          "facts": {"cluster":"c","namespace":{"name":"n"},"service":{"name":"s","labels":{"b":"1"}}},
          "scope": "local",
          "reason": "no-rule-matched",
          "determining": [],
          "rules": [
            {
              "name": "#1",
              "scope": "global",
              "matches": false,
              "determines": false,
              "line": 2,
              "column": 1,
              "condition": {
                "text": "not",
                "holds": false,
                "line": 2,
                "column": 13,
                "parts": [
                  {
                    "text": "l",
                    "holds": true,
                    "let": "l",
                    "line": 2,
                    "column": 17
                  }
                ]
              }
            }
          ],
          "lets": [
            {
              "name": "l",
              "value": {
                "text": "service(b)",
                "holds": true,
                "because": "the label `b` of the service is `1`",
                "line": 1,
                "column": 9
              }
            }
          ],
          "nearest": {
            "reach": "by-labels",
            "changes": [
              {
                "subject": "service",
                "key": "b",
                "from": "1",
                "to": null
              }
            ]
          }
        }

        """,
        Render("let l = service(b)\nglobal when not l", LabelSet.Create([new("b", "1")])));

    [Fact]
    public void The_deepest_expression_that_parses_can_be_rendered()
    {
        var depth = ScopeLimits.NestingLevels - 1;
        var text = $"global when {string.Concat(Enumerable.Repeat("not ", depth))}service(a)";
        Assert.Equal(depth + 1, Render(text).Split("\"holds\"").Length - 1);
        Assert.NotNull(JsonDocument.Parse(Render(text), new JsonDocumentOptions { MaxDepth = 1000 }));
    }

    private static string Render(string policy, LabelSet? labels = null) => ExplanationJson.Render(
        ScopePolicy.Parse(policy).Policy!.Explain(
            new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", labels ?? LabelSet.Empty)));
}
