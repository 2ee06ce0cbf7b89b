using System.Security.Cryptography;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>Two pods in network namespaces, each with a node proxy of its own that a file runs, and ordinary programs.</summary>
public sealed class LocalPodTests : IDisposable
{
    private const string Caller = "10.77.0.1";
    private const string Shop = "10.77.0.2";
    private const string Service = "192.0.2.7";

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-local-pods-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NetnsFact]
    public async Task An_ordinary_program_is_answered_for_whom_it_is_until_the_file_says_otherwise()
    {
        MeshRoot.Create(DateTimeOffset.UtcNow, CertificateLimits.Default, RandomNumberGenerator.Fill)
            .CreateIntermediate("local", "cluster.local", DateTimeOffset.UtcNow).Files.Write(Path.Combine(_folder, "ca"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "hello"), "hello from the shop\n");
        await AllowAsync("caller");
        await using var caller = await NetworkNamespaces.AddAsync("caller");
        await using var shop = await NetworkNamespaces.AddAsync("shop");
        await JoinAsync(caller, shop);
        await using var ofCaller = await RunAsync(caller, "caller");
        await using var ofShop = await RunAsync(shop, "shop");
        using var application = shop.Start("/usr/bin/python3", "-m", "http.server", "8080", "--bind", Shop, "--directory", _folder);

        try
        {
            await RunningMesh.Until(
                async () => await CurlAsync(caller) is (0, "hello from the shop\n"), $"an answer; {ofCaller.Errors}{ofShop.Errors}");
            Assert.Equal((0, $"{Service}\n", ""), await caller.RunAsync("dig", "+short", $"@{Shop}", "shop.example.com"));

            await AllowAsync("another");
            await RunningMesh.Until(async () => (await CurlAsync(caller)).Code != 0, $"no answer; {ofCaller.Errors}{ofShop.Errors}");
            await ofShop.ShowsAsync("spiffe://cluster.local/ns/default/sa/caller");
        }
        finally
        {
            application.Kill(entireProcessTree: true);
            await application.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<(int Code, string Output)> CurlAsync(TestNamespace pod)
    {
        var (code, output, _) = await pod.RunAsync("curl", "-s", "-m", "10", $"http://{Service}/hello");
        return (code, output);
    }

    /// <summary>A cable between two pods, on which all is reached that is not their own.</summary>
    private static async Task JoinAsync(TestNamespace caller, TestNamespace shop)
    {
        await NetworkNamespaces.IpAsync("-n", caller.Name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", shop.Name);
        foreach (var (pod, address) in new[] { (caller, Caller), (shop, Shop) })
        {
            await NetworkNamespaces.IpAsync("-n", pod.Name, "address", "add", $"{address}/24", "dev", "eth0");
            await NetworkNamespaces.IpAsync("-n", pod.Name, "link", "set", "eth0", "up");
            await NetworkNamespaces.IpAsync("-n", pod.Name, "route", "add", "default", "dev", "eth0");
        }
    }

    /// <summary>Captures the traffic of a pod, and runs its node proxy.</summary>
    private async Task<ScopemeshProcess> RunAsync(TestNamespace pod, string name)
    {
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "node", "redirect", "apply", "--netns", pod.Name);
        Assert.True(exitCode == 0, errors);
        return ScopemeshProcess.StartIn(
            pod.Name, _folder, "node", "--local-config", "local.yaml", "--local-ca", "ca", "--pod", $"default/{name}/{name}");
    }

    /// <summary>Writes the file, by which one identity may call the shop.</summary>
    private async Task AllowAsync(string account)
    {
        var next = Path.Combine(_folder, "next");
        await File.WriteAllTextAsync(
            next,
            $$$"""
            workloads:
            - {uid: caller, name: caller, namespace: default, serviceAccount: caller, workloadIps: [{{{Caller}}}], protocol: HBONE}
            - uid: shop
              name: shop
              namespace: default
              serviceAccount: shop
              workloadIps: [{{{Shop}}}]
              protocol: HBONE
              services: {default/shop.example.com: {80: 8080}}
            services:
            - {name: shop, namespace: default, hostname: shop.example.com, vips: [/{{{Service}}}], ports: {80: 8080}, canonical: true}
            policies:
            - name: callers-of-the-shop
              namespace: default
              scope: Namespace
              action: Allow
              rules: [[[{principals: [{Exact: cluster.local/ns/default/sa/{{{account}}}}]}]]]
            """);
        File.Move(next, Path.Combine(_folder, "local.yaml"), overwrite: true);
    }
}
