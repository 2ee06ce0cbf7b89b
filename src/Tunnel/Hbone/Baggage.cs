using System.Text;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>
/// What one side says of its workload, for logs and metrics alone: nobody decides anything by it. Istio's form: pairs
/// joined by commas without spaces, in a fixed order, with nothing escaped.
/// </summary>
public sealed record Baggage
{
    /// <summary>Says nothing.</summary>
    public static Baggage Empty { get; } = new();

    /// <summary><c>k8s.cluster.name</c>.</summary>
    public string? Cluster { get; init; }

    /// <summary><c>k8s.namespace.name</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>The kind in <c>k8s.KIND.name</c>.</summary>
    public WorkloadKind Kind { get; init; }

    /// <summary>The workload's name, <c>k8s.KIND.name</c>.</summary>
    public string? Workload { get; init; }

    /// <summary><c>service.name</c>: the canonical name.</summary>
    public string? ServiceName { get; init; }

    /// <summary><c>service.version</c>: the canonical revision.</summary>
    public string? ServiceVersion { get; init; }

    /// <summary><c>cloud.region</c>.</summary>
    public string? Region { get; init; }

    /// <summary><c>cloud.availability_zone</c>.</summary>
    public string? Zone { get; init; }

    /// <summary>
    /// Reads the lines of the header as one. What it does not know it passes over, the last of several wins, and
    /// one character that is not printable ASCII makes all of it void.
    /// </summary>
    /// <param name="lines">The values of the header.</param>
    public static Baggage Parse(IEnumerable<string> lines)
    {
        var baggage = Empty;
        foreach (var line in lines)
        {
            if (!line.All(IsPrintable))
                return Empty;
            foreach (var pair in line.Split(','))
            {
                if (pair.Split('=') is [var key, var value, ..])
                    baggage = baggage.With(key, value.Length == 0 ? null : value);
            }
        }
        return baggage;
    }

    /// <summary>The header's value; what is not there, or cannot be written unescaped, is left out.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "k8s.cluster.name", Cluster);
        Append(text, "k8s.namespace.name", Namespace);
        Append(text, KeyOf(Kind), Workload);
        Append(text, "service.name", ServiceName);
        Append(text, "service.version", ServiceVersion);
        Append(text, "cloud.region", Region);
        Append(text, "cloud.availability_zone", Zone);
        return text.ToString();
    }

    private static string KeyOf(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Deployment => "k8s.deployment.name",
        WorkloadKind.CronJob => "k8s.cronjob.name",
        WorkloadKind.Pod => "k8s.pod.name",
        WorkloadKind.Job => "k8s.job.name",
    };

    private static void Append(StringBuilder text, string key, string? value)
    {
        if (string.IsNullOrEmpty(value) || !value.All(c => c is >= ' ' and <= '~' and not ',' and not '=') || value[0] == ' ' || value[^1] == ' ')
            return;
        if (text.Length > 0)
            text.Append(',');
        text.Append(key).Append('=').Append(value);
    }

    private static bool IsPrintable(char c) => c is '\t' or (>= ' ' and <= '~');

    private Baggage With(string key, string? value) => key switch
    {
        "k8s.cluster.name" => this with { Cluster = value },
        "k8s.namespace.name" => this with { Namespace = value },
        "k8s.deployment.name" => this with { Kind = WorkloadKind.Deployment, Workload = value },
        "k8s.cronjob.name" => this with { Kind = WorkloadKind.CronJob, Workload = value },
        "k8s.pod.name" => this with { Kind = WorkloadKind.Pod, Workload = value },
        "k8s.job.name" => this with { Kind = WorkloadKind.Job, Workload = value },
        "service.name" => this with { ServiceName = value },
        "service.version" => this with { ServiceVersion = value },
        "cloud.region" => this with { Region = value },
        "cloud.availability_zone" => this with { Zone = value },
        _ => this,
    };
}
