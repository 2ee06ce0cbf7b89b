using System.Text;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>The manifests of the lab's clusters. All have the same ranges, the same names, and their own versions.</summary>
internal static class LabMesh
{
    public static readonly string[] Clusters = ["east", "west", "north"];

    /// <summary>The virtual address of <c>helloworld</c>, which goes to all clusters alike.</summary>
    public const string HelloAddress = "10.96.0.50";

    /// <summary>The virtual IPv6 address of <c>helloworld</c>.</summary>
    public const string HelloAddressV6 = "fd00:10:96::50";

    /// <summary>The virtual address of <c>nearby</c>, the same pods, of which the nearest are preferred.</summary>
    public const string NearbyAddress = "10.96.0.51";

    /// <summary>The virtual address of <c>clock</c>, which every cluster keeps for itself.</summary>
    public const string ClockAddress = "10.96.0.52";

    /// <summary>The virtual address of <c>mirror</c>, whose pods have the address of those that call it.</summary>
    public const string MirrorAddress = "10.96.0.53";

    /// <summary>The name of <c>bulk</c>, which one cluster serves and all may call.</summary>
    public const string BulkName = "bulk.sample";

    /// <summary>The cluster that serves <c>bulk</c>.</summary>
    public const string BulkCluster = "west";

    /// <summary>Where iperf3 listens, in a pod of <c>bulk</c> in which a test starts it.</summary>
    public const int BulkPort = 5201;

    /// <summary>Where the pods' programs speak HTTP.</summary>
    public const int HttpPort = 5000;

    /// <summary>Where the pods' programs say how many bytes they got, and their hash, when the caller has ended its direction.</summary>
    public const int DigestPort = 7000;

    /// <summary>
    /// What runs in every pod, for Node: a server that says who it is and whom it sees, at `/ticks` something every tenth of a
    /// second forever, at `/much` as much as is read, and one that digests what it is sent.
    /// </summary>
    public const string Program = """
        const http = require('http'), net = require('net'), crypto = require('crypto')
        const [name] = process.argv.slice(1)
        const much = Buffer.alloc(1 << 20)
        http.createServer((request, response) => {
          if (request.url === '/much') {
            const more = () => { while (response.write(much)); response.once('drain', more) }
            return more()
          }
          if (request.url !== '/ticks') return response.end(`${name} sees ${request.socket.remoteAddress.replace('::ffff:', '')}\n`)
          const ticks = setInterval(() => response.write('tick\n'), 100)
          request.on('close', () => clearInterval(ticks))
        }).listen(5000, '::')
        net.createServer({ allowHalfOpen: true }, socket => {
          const hash = crypto.createHash('sha256')
          let count = 0
          socket.on('data', data => { hash.update(data); count += data.length })
          socket.on('end', () => socket.end(`${count} ${hash.digest('hex')}\n`))
          socket.on('error', () => {})
        }).listen(7000, '::')
        """;

    /// <summary>The pods of a cluster, given its place from 1.</summary>
    public static IEnumerable<LabPod> PodsOf(int cluster) =>
    [
        new(cluster, 0, 10, "curl-0"),
        new(cluster, 1, 20, "hello-0"),
        .. cluster == 1 ? (LabPod[])[new(cluster, 0, 11, "guest-0"), new(cluster, 1, 30, "outsider-0")] : [],
        .. LabVault.PodsOf(cluster),
    ];

    /// <summary>Whether a pod is part of the mesh.</summary>
    public static bool IsMeshed(LabPod pod) => AccountOf(pod) != "outsider" && !LabVault.IsBare(pod);

    /// <summary>The service account of a pod.</summary>
    public static string AccountOf(LabPod pod) => pod.Name.Split('-')[0];

    /// <summary>The Node of a pod.</summary>
    public static string NodeOf(LabPod pod) => $"{Clusters[pod.Cluster - 1]}-{pod.Node}";

    /// <summary>Writes the mesh folder.</summary>
    public static void Write(string folder)
    {
        for (var cluster = 1; cluster <= Clusters.Length; cluster++)
        {
            var path = Path.Combine(folder, "clusters", Clusters[cluster - 1]);
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "cluster.yaml"), ClusterYaml(cluster));
            File.WriteAllText(Path.Combine(path, "services.yaml"), ServicesYaml + MoreYaml(cluster));
            File.WriteAllText(Path.Combine(path, "pods.yaml"), string.Concat(PodsOf(cluster).Select(PodYaml)));
        }
    }

    private static string ClusterYaml(int cluster)
    {
        var id = Clusters[cluster - 1];
        var region = id == "north" ? "eu" : "us";
        var text = new StringBuilder();
        for (var node = 0; node < Lab.NodesPerCluster; node++)
        {
            text.Append($$"""
                apiVersion: v1
                kind: Node
                metadata:
                  name: {{id}}-{{node}}
                  labels:
                    topology.kubernetes.io/region: {{region}}
                    topology.kubernetes.io/zone: {{region}}-{{id}}
                spec:
                  podCIDRs: ["10.244.{{node}}.0/24", "fd00:10:244:{{node}}::/64"]
                ---

                """);
        }

        return text.Append($$"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: istio-system
              labels:
                topology.istio.io/network: network-{{id}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: sample
              labels:
                istio.io/dataplane-mode: ambient
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata:
              name: eastwest
              namespace: istio-system
              labels:
                topology.istio.io/network: network-{{id}}
            spec:
              gatewayClassName: istio-east-west
              addresses:
              - type: IPAddress
                value: {{Lab.GatewayAddress(cluster)}}
              listeners:
              - name: mesh
                port: 15008
                protocol: HBONE
                tls:
                  mode: Terminate
                  options:
                    gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL

            """).ToString();
    }

    /// <summary>What some clusters have and others have not.</summary>
    private static string MoreYaml(int cluster) =>
        (LabVault.IsIn(cluster) ? LabVault.Yaml(cluster) : "") + (Clusters[cluster - 1] == BulkCluster ? BulkYaml : "");

    private static string BulkYaml { get; } = $$"""
        apiVersion: v1
        kind: Service
        metadata: {name: bulk, namespace: sample, labels: {istio.io/global: "true"} }
        spec:
          clusterIP: 10.96.0.60
          selector: {app: hello}
          ports: [{name: bulk, port: {{BulkPort}} }]
        ---

        """;

    private static string ServicesYaml { get; } =
        ServiceYaml("helloworld", $"[{HelloAddress}, \"{HelloAddressV6}\"]", "istio.io/global: \"true\"", "")
        + ServiceYaml("nearby", $"[{NearbyAddress}]", "istio.io/global: \"true\"", "trafficDistribution: PreferClose")
        + ServiceYaml("clock", $"[{ClockAddress}]", "app: clock", "")
        + ServiceYaml("mirror", $"[{MirrorAddress}]", "istio.io/global: \"true\"", "", "curl")
        + """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata:
              name: no-guests
              namespace: sample
            spec:
              action: DENY
              selector:
                matchLabels:
                  app: hello
              rules:
              - from:
                - source:
                    principals: ["cluster.local/ns/sample/sa/guest"]
            ---
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata:
              name: no-plaintext
              namespace: sample
            spec:
              selector:
                matchLabels:
                  app: guest
              mtls:
                mode: STRICT
            ---

            """;

    private static string ServiceYaml(string name, string addresses, string label, string more, string app = "hello") => $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {{name}}
          namespace: sample
          labels:
            {{label}}
        spec:
          clusterIPs: {{addresses}}
          ipFamilyPolicy: PreferDualStack
          {{more}}
          selector:
            app: {{app}}
          ports:
          - name: http
            port: {{HttpPort}}
          - name: digest
            port: {{DigestPort}}
        ---

        """;

    private static string PodYaml(LabPod pod) => $$"""
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{AccountOf(pod)}}
          namespace: sample
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{pod.Name}}
          namespace: sample
          labels: {app: {{AccountOf(pod)}}, istio.io/dataplane-mode: {{(IsMeshed(pod) ? "ambient" : "none")}}, {{LabVault.LabelsOf(pod)}}}
        spec:
          nodeName: {{NodeOf(pod)}}
          serviceAccountName: {{AccountOf(pod)}}
          containers:
          - name: program
            image: example.test/program:1
        status:
          phase: Running
          podIPs:
          - ip: {{pod.Address}}
          - ip: "{{pod.AddressV6}}"
          conditions:
          - type: Ready
            status: "True"
        ---

        """;
}
