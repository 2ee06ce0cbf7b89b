namespace ScopeMesh.Tests.Golden;

// What YAML is read into: names and defaults are those of ztunnel's local configuration.

internal sealed class LocalConfiguration
{
    public List<LocalWorkload> Workloads { get; set; } = [];

    public List<LocalService> Services { get; set; } = [];
}

internal sealed class LocalWorkload
{
    public string Uid { get; set; } = "";

    public List<string> WorkloadIps { get; set; } = [];

    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";

    public string ServiceAccount { get; set; } = "";

    public string TrustDomain { get; set; } = "cluster.local";

    public string Network { get; set; } = "";

    public string Protocol { get; set; } = "TCP";

    public string NetworkMode { get; set; } = "Standard";

    public string Node { get; set; } = "";

    public string Hostname { get; set; } = "";

    public string ClusterId { get; set; } = "";

    public string Status { get; set; } = "Healthy";

    public uint Capacity { get; set; } = 1;

    public LocalLocality Locality { get; set; } = new();

    public LocalTunnel? ApplicationTunnel { get; set; }

    public LocalGateway? Waypoint { get; set; }

    public LocalGateway? NetworkGateway { get; set; }

    public Dictionary<string, Dictionary<int, int>> Services { get; set; } = [];
}

internal sealed class LocalService
{
    public string Name { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Hostname { get; set; } = "";

    public List<string> Vips { get; set; } = [];

    public List<LocalBlock> CidrVips { get; set; } = [];

    public Dictionary<int, int> Ports { get; set; } = [];

    public List<string> SubjectAltNames { get; set; } = [];

    public LocalGateway? Waypoint { get; set; }

    public List<LocalWeighted> WeightedWaypoints { get; set; } = [];

    public LocalBalancer? LoadBalancer { get; set; }

    public string IpFamilies { get; set; } = "";

    public bool Canonical { get; set; }

    public string Visibility { get; set; } = "Public";

    public Dictionary<string, uint> ClusterWeights { get; set; } = [];

    public bool ClientAffinity { get; set; }

    public bool IngressUseWaypoint { get; set; }
}

internal sealed class LocalLocality
{
    public string Region { get; set; } = "";

    public string Zone { get; set; } = "";

    public string Subzone { get; set; } = "";
}

internal sealed class LocalTunnel
{
    public string Protocol { get; set; } = "NONE";

    public int Port { get; set; }
}

internal sealed class LocalGateway
{
    public string Destination { get; set; } = "";

    public int HboneMtlsPort { get; set; } = 15008;
}

internal sealed class LocalWeighted
{
    public LocalGateway Destination { get; set; } = new();

    public uint Weight { get; set; }
}

internal sealed class LocalBlock
{
    public string Network { get; set; } = "";

    public string Cidr { get; set; } = "";
}

internal sealed class LocalBalancer
{
    public List<string> RoutingPreferences { get; set; } = [];

    public string Mode { get; set; } = "Standard";

    public string HealthPolicy { get; set; } = "OnlyHealthy";
}
