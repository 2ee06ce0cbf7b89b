namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>The verbs that a session has from the command line.</summary>
internal static class SessionVerbs
{
    public static IReadOnlyList<SessionVerb> All { get; } =
    [
        new("explain", ExplainConnectionCommand.Create(),
        [
            new SessionWord("FROM", "--from", WordKind.Caller, IsRequired: true),
            new SessionWord("TO", "--to", WordKind.Destination, IsRequired: true),
        ]),
        new("reach", ReachCommand.Create(),
        [
            new SessionWord("FROM", "--from", WordKind.Caller),
            new SessionWord("TO", "--to", WordKind.Destination),
        ]),
        new("plan", PlanCommand.Create(), [new SessionWord("CHANGE", "--with", WordKind.Change, MayRepeat: true)]),
        new("drift", DriftCommand.Create(), [new SessionWord("SERVICE", "--service", WordKind.ServiceName)]),
        new("lint", LintCommand.Create(), []),
        new("routes", RoutesCommand.Create(),
        [
            new SessionWord("CLUSTER", "--cluster", WordKind.Cluster, IsRequired: true),
            new SessionWord("gateway", "--role", WordKind.Choice),
        ]),
        new("scope", ExplainCommand.Create(),
        [
            new SessionWord("SERVICE", "--name", WordKind.Service, IsRequired: true),
        ], meshOption: "--mesh"),
        new("services", SessionLists.Services(), [new SessionWord("PATTERN", SessionLists.Matching, WordKind.Service)]),
        new("pods", SessionLists.Pods(), [new SessionWord("PATTERN", SessionLists.Matching, WordKind.Caller)]),
    ];

    /// <summary>The verb of a name, or null.</summary>
    public static SessionVerb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}
