using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Up;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh request</c>: a request as a pod of a running mesh.</summary>
internal static class RequestCommand
{
    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "what to get, by any name that the pod may use" };
        var caller = new Option<string>("--as") { Description = "the pod that calls: CLUSTER/NAMESPACE/NAME", Required = true };
        var trace = new Option<bool>("--trace") { Description = "print the decision, and each hop with its identity" };
        var count = new Option<int>("--count") { Description = "how many requests to send", DefaultValueFactory = _ => 1 };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--count takes a number from 1");
        });
        var admin = new Option<string?>("--admin")
        {
            Description = "the admin address of the pod's node proxy; by default what the last `up` in this folder wrote down",
        };
        admin.Validators.Add(result =>
        {
            if (!IPEndPoint.TryParse(result.GetValueOrDefault<string?>() ?? "", out var end) || end.Port == 0)
                result.AddError("--admin takes ADDRESS:PORT, such as 127.0.0.1:15102");
        });
        var format = Output.FormatOption();
        var command = new Command("request", "Sends an HTTP request as a pod, through its node proxy.")
        {
            url, caller, trace, count, admin, format,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(url),
            parsed.GetRequiredValue(caller),
            parsed.GetRequiredValue(trace),
            parsed.GetRequiredValue(count),
            parsed.GetValue(admin),
            parsed.GetRequiredValue(format),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string text, string caller, bool trace, int count, string? admin, OutputFormat format, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "http")
            return Output.Fail(ExitCode.Usage, $"`{text}` is no http:// URL");
        if (caller.Split('/') is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            return Output.Fail(ExitCode.Usage, $"`{caller}` is no CLUSTER/NAMESPACE/NAME");
        string[] admins = admin is null ? UpState.Read()?.Nodes ?? [] : [admin];
        if (admins.Length == 0)
            return Output.Fail(ExitCode.Unavailable, "no `up` runs in this folder; start one, or name a node proxy with --admin");
        var client = await FindAsync(admins, caller, cancellationToken);
        if (client is null)
            return Output.Fail(ExitCode.Unavailable, $"no pod `{caller}` runs; `up` lists those that do");
        var ok = true;
        for (var number = 0; number < count; number++)
        {
            var response = await client.GetAsync(url, cancellationToken);
            Write(response, trace, format);
            ok &= response.Error is null;
        }

        return ok ? ExitCode.Ok : ExitCode.No;
    }

    private static async Task<PodClient?> FindAsync(string[] admins, string caller, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var admin in admins)
        {
            try
            {
                var pods = await http.GetFromJsonAsync<PodDump[]>($"http://{admin}/pods", cancellationToken) ?? [];
                var pod = Array.Find(pods, pod => pod.Name == caller || Owner(pod) == caller);
                if (pod?.Socks is { } socks)
                    return new PodClient(IPEndPoint.Parse(socks), IPEndPoint.Parse(admin));
            }
            catch (Exception error) when (error is HttpRequestException or JsonException)
            {
                Console.Error.WriteLine($"scopemesh: the node proxy at {admin} does not answer: {error.Message}");
            }
        }

        return null;
    }

    private static string Owner(PodDump pod) => $"{pod.Name[..pod.Name.LastIndexOf('/')]}/{pod.Owner}";

    private static void Write(PodResponse response, bool trace, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Output.WriteJson(new { response.Status, response.Body, response.Error, Trace = trace ? Dump(response.Trace) : null });
            return;
        }

        if (trace && response.Trace is not null)
            WriteTrace(response.Trace);
        if (response.Error is null)
            Console.Out.Write(response.Body);
        else
            Console.Error.WriteLine($"refused ({response.Trace?.Refused ?? "no answer"}): {response.Error}");
    }

    private static void WriteTrace(ConnectionTrace trace)
    {
        Console.Out.WriteLine($"from      {trace.From} as {trace.FromIdentity}");
        Console.Out.WriteLine($"to        {trace.To}{(trace.Service is null ? "" : $", service {trace.Service}")}");
        Console.Out.WriteLine($"decision  {trace.Decision}{(trace.Via is null ? "" : $", via {trace.Via}")} (route table {trace.RouteTable?[..12]})");
        foreach (var hop in trace.Hops)
        {
            Console.Out.WriteLine(
                $"hop       {hop.Layer} to {hop.Address}{(hop.Identity is null ? "" : $", which is {hop.Identity}")}"
                + (hop.Authority is null ? "" : $", CONNECT {hop.Authority}"));
        }

        if (trace.Endpoint is not null)
            Console.Out.WriteLine($"endpoint  {trace.Endpoint}");
    }

    private static object? Dump(ConnectionTrace? trace) => trace is null ? null : new
    {
        trace.From,
        trace.FromIdentity,
        trace.To,
        trace.Decision,
        trace.Service,
        trace.Via,
        trace.RouteTable,
        Hops = trace.Hops.Items,
        trace.Endpoint,
        trace.Refused,
    };
}
