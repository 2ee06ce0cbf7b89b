using System.Buffers;
using System.Text;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>
/// What one side says of its workload, for logs and metrics alone: nobody decides anything by it. Istio's form: pairs
/// joined by commas without spaces, in a fixed order, with nothing escaped.
/// </summary>
public sealed record Baggage
{
    private static readonly SearchValues<char> InValues = SearchValues.Create([.. HeaderText.Ascii.Where(character => character is not (',' or '='))]);

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
        var said = default(Said);
        foreach (var line in lines)
        {
            if (!said.TryAdd(line))
                return Empty;
        }
        return said.ToBaggage();
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
        if (string.IsNullOrEmpty(value) || value.AsSpan().ContainsAnyExcept(InValues) || value[0] == ' ' || value[^1] == ' ')
            return;
        if (text.Length > 0)
            text.Append(',');
        text.Append(key).Append('=').Append(value);
    }

    /// <summary>What was read so far.</summary>
    private record struct Said
    {
        private WorkloadKind _kind;
        private string? _cluster;
        private string? _namespace;
        private string? _workload;
        private string? _serviceName;
        private string? _serviceVersion;
        private string? _region;
        private string? _zone;

        /// <summary>Reads a line; false where it makes all of it void.</summary>
        public bool TryAdd(ReadOnlySpan<char> line)
        {
            if (line.ContainsAnyExcept(HeaderText.Printable))
                return false;
            foreach (var pair in line.Split(','))
                Add(line[pair]);
            return true;
        }

        public readonly Baggage ToBaggage() => new()
        {
            Cluster = _cluster,
            Namespace = _namespace,
            Kind = _kind,
            Workload = _workload,
            ServiceName = _serviceName,
            ServiceVersion = _serviceVersion,
            Region = _region,
            Zone = _zone,
        };

        private void Add(ReadOnlySpan<char> pair)
        {
            if (pair.IndexOf('=') is not (>= 0 and var end))
                return;
            var key = pair[..end];
            var rest = pair[(end + 1)..];
            var value = rest.IndexOf('=') is >= 0 and var second ? rest[..second] : rest;
            switch (key)
            {
                case "k8s.cluster.name": _cluster = Text(value); break;
                case "k8s.namespace.name": _namespace = Text(value); break;
                case "k8s.deployment.name": (_kind, _workload) = (WorkloadKind.Deployment, Text(value)); break;
                case "k8s.cronjob.name": (_kind, _workload) = (WorkloadKind.CronJob, Text(value)); break;
                case "k8s.pod.name": (_kind, _workload) = (WorkloadKind.Pod, Text(value)); break;
                case "k8s.job.name": (_kind, _workload) = (WorkloadKind.Job, Text(value)); break;
                case "service.name": _serviceName = Text(value); break;
                case "service.version": _serviceVersion = Text(value); break;
                case "cloud.region": _region = Text(value); break;
                case "cloud.availability_zone": _zone = Text(value); break;
            }
        }

        private static string? Text(ReadOnlySpan<char> value) => value.IsEmpty ? null : value.ToString();
    }
}

/// <summary>
/// What was last read from a connection's peer: it says the same of itself in each tunnel, and where HPACK's table has it, in the
/// very same string.
/// </summary>
internal sealed class LastBaggage
{
    private string? _line;
    private Baggage _read = Baggage.Empty;

    /// <summary>Reads a line of the header.</summary>
    /// <param name="line">The header's value.</param>
    public Baggage Read(string line)
    {
        if (!ReferenceEquals(line, _line))
            (_line, _read) = (line, Baggage.Parse([line]));
        return _read;
    }
}
