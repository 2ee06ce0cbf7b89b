using System.CommandLine;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope</c>: the verbs of the scope language.</summary>
internal static class ScopeCommand
{
    public static Command Create() => new("scope", "Works with scope policies: which services are global, and why.")
    {
        CheckCommand.Create(),
        FormatCommand.Create(),
        TestCommand.Create(),
        GenTestsCommand.Create(),
        EvalCommand.Create(),
        ExplainCommand.Create(),
        DiffCommand.Create(),
        QuestionCommand.Equivalent(),
        QuestionCommand.Implies(),
        QuestionCommand.Disjoint(),
        QuestionCommand.Satisfiable(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        ReplCommand.Create(),
        LspCommand.Create(),
    };
}
