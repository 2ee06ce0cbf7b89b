using System.Text;

namespace ScopeMesh.Hosts.Admin;

/// <summary>A page with what an admin address serves.</summary>
internal static class Dashboard
{
    private static readonly (string Path, string Meaning)[] Paths =
    [
        ("quitquitquit", "stops the host, which drains first (POST)"),
        ("config_dump", "what the host knows and runs by"),
        ("logging", "which levels are logged; POST changes them"),
        ("healthz/ready", "whether the host is ready"),
        ("metrics", "what the host counts"),
        ("table", "the route table, for programs"),
    ];

    /// <summary>The page.</summary>
    /// <param name="title">What the host is; not from outside.</param>
    public static string Html(string title)
    {
        var rows = new StringBuilder();
        foreach (var (path, meaning) in Paths)
            rows.Append($"<tr><td><a href=\"{path}\">{path}</a></td><td>{meaning}</td></tr>\n");
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{title}</title></head>
            <body>
            <h1>{title}</h1>
            <table>
            {rows}</table>
            </body>
            </html>

            """;
    }
}
