using System.CommandLine;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope</c>: the verbs of the scope language.</summary>
internal static class ScopeCommand
{
    public static Command Create() => new("scope", "Works with scope policies: which services are global, and why.")
    {
        CheckCommand.Create(),
        TestCommand.Create(),
        EvalCommand.Create(),
        DiffCommand.Create(),
        QuestionCommand.Equivalent(),
        QuestionCommand.Implies(),
        QuestionCommand.Disjoint(),
        QuestionCommand.Satisfiable(),
        ImportCommand.Create(),
        ReplCommand.Create(),
    };
}
