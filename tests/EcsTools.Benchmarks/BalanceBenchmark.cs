using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Benchmarks;

/// <summary>
/// The load balancer of the sandbox beside nginx as a reverse proxy, to the same backend, which is another nginx. Both take turns, and wrk sends the requests.
/// The balancer runs in a process of its own.
/// </summary>
internal static partial class BalanceBenchmark
{
    private const int Connections = 64;
    private const int Rounds = 5;
    private const int Seconds = 5;

    private static readonly (string Name, string Path)[] Loads = [("100 bytes", "/small"), ("16 kB", "/large")];

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        if (Missing() is { } missing)
        {
            Console.WriteLine($"balance: left out, there is no {missing} on this machine.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("ecstools-balance-").FullName;
        using var backend = await StartNginxAsync(folder, "backend", Backend(folder, FreePort(), out var backendPort), backendPort);
        using var nginx = await StartNginxAsync(folder, "proxy", Proxy(backendPort, FreePort(), out var nginxPort), nginxPort);
        using var ours = StartOurs(backendPort);
        try
        {
            var url = await ours.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The balancer did not start.");
            await MeasureAsync($"http://127.0.0.1:{nginxPort}", url);
        }
        finally
        {
            foreach (var process in new[] { ours, nginx, backend })
            {
                process.Kill(entireProcessTree: true);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The process of the balancer: prints its URL, and ends with its input.</summary>
    public static async Task ServeAsync(int backendPort)
    {
        using var host = new LoadBalancerHost(new SandboxClock());
        var target = new BalancedTarget { Address = "127.0.0.1", Port = backendPort, Endpoint = new IPEndPoint(IPAddress.Loopback, backendPort) };
        var rule = new RoutingRule { Id = "rule", Action = new RuleAction.Forward([new WeightedGroup("group")]) };
        var listener = new BalancerListener { Id = "listener", Port = FreePort(), Rules = [rule] };
        host.Apply(new BalancingConfiguration
        {
            Balancers = [new Balancer { Id = "bench", Listeners = [listener] }],
            Groups = [new BalancedGroup { Id = "group", Targets = [target] }],
        });
        await Console.Out.WriteLineAsync(host.Endpoint("listener")!.Url.ToString().TrimEnd('/'));
        await Console.In.ReadLineAsync();
    }

    private static async Task MeasureAsync(string nginxUrl, string ourUrl)
    {
        Console.WriteLine($"balance: {Connections} connections, medians of {Rounds} rounds of {Seconds} s each");
        Console.WriteLine("| answers of | nginx, req/s | ours, req/s | against nginx | nginx, p99 ms | ours, p99 ms | against nginx | mark: 0.5×, 3× |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (name, path) in Loads)
        {
            var (theirs, own) = (new List<Load>(), new List<Load>());
            for (var round = 0; round <= Rounds; round++)
            {
                var (one, other) = (await RunWrkAsync(nginxUrl + path), await RunWrkAsync(ourUrl + path));

                // The first round warms both.
                if (round > 0)
                {
                    theirs.Add(one);
                    own.Add(other);
                }
            }

            var (nginx, ours) = (Median(theirs), Median(own));
            var (speed, latency) = (ours.PerSecond / nginx.PerSecond, ours.Percentile99 / nginx.Percentile99);
            var mark = speed >= 0.5 && latency <= 3 ? "met" : "missed";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {nginx.PerSecond:F0} | {ours.PerSecond:F0} | {speed:F2}× | {nginx.Percentile99:F1} | {ours.Percentile99:F1} | {latency:F2}× | {mark} |"));
            if (own.Concat(theirs).Any(load => load.Errors.Length > 0))
            {
                Console.WriteLine($"  errors: {string.Join("; ", own.Concat(theirs).Select(load => load.Errors).Where(error => error.Length > 0))}");
            }
        }
    }

    private static Load Median(List<Load> loads)
        => new(Middle(loads.Select(load => load.PerSecond)), Middle(loads.Select(load => load.Percentile99)), "");

    private static double Middle(IEnumerable<double> numbers) => numbers.Order().ElementAt(Rounds / 2);

    private static async Task<Load> RunWrkAsync(string url)
    {
        var output = await RunAsync("wrk", "-t2", $"-c{Connections}", $"-d{Seconds}s", "--latency", url);
        var perSecond = double.Parse(PerSecondLine().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var percentile = PercentileLine().Match(output);
        var unit = percentile.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
        return new Load(perSecond, double.Parse(percentile.Groups[1].Value, CultureInfo.InvariantCulture) * unit, ErrorLine().Match(output).Value.Trim());
    }

    private static string Backend(string folder, int port, out int chosen)
    {
        chosen = port;
        File.WriteAllText(Path.Combine(folder, "large"), new string('x', 16 * 1024));
        return $$"""
            server {
              listen 127.0.0.1:{{port}};
              location /small { return 200 "{{new string('x', 100)}}"; }
              location /large { root {{folder}}; }
              location / { return 200; }
            }
            """;
    }

    private static string Proxy(int backend, int port, out int chosen)
    {
        chosen = port;
        return $$"""
            upstream backend { server 127.0.0.1:{{backend}}; keepalive 128; keepalive_requests 1000000; }
            server {
              listen 127.0.0.1:{{port}};
              location / {
                proxy_pass http://backend;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header X-Forwarded-Port $server_port;
                proxy_set_header X-Amzn-Trace-Id "Root=1-$request_id";
              }
            }
            """;
    }

    private static async Task<Process> StartNginxAsync(string folder, string name, string server, int port)
    {
        var file = Path.Combine(folder, name + ".conf");
        await File.WriteAllTextAsync(
            file,
            $$"""
            user {{Environment.UserName}};
            daemon off;
            worker_processes auto;
            pid {{folder}}/{{name}}.pid;
            error_log {{folder}}/{{name}}.log;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 100000000;
              client_body_temp_path {{folder}}/{{name}}-body;
              proxy_temp_path {{folder}}/{{name}}-proxy;
              fastcgi_temp_path {{folder}}/{{name}}-fastcgi;
              uwsgi_temp_path {{folder}}/{{name}}-uwsgi;
              scgi_temp_path {{folder}}/{{name}}-scgi;
              {{server}}
            }
            """);
        var process = Process.Start(new ProcessStartInfo(Find("nginx")!, ["-p", folder, "-c", file]))!;
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.GetAsync(new Uri($"http://127.0.0.1:{port}/small"));
                return process;
            }
            catch (HttpRequestException) when (attempt < 100 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static Process StartOurs(int backendPort)
        => Process.Start(new ProcessStartInfo(Path.ChangeExtension(typeof(BalanceBenchmark).Assembly.Location, null), ["balancer", $"{backendPort}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string? Missing() => new[] { "nginx", "wrk" }.FirstOrDefault(program => Find(program) is null);

    /// <summary>Debian has nginx where only root looks.</summary>
    private static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecondLine();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex PercentileLine();

    [GeneratedRegex(@"(Socket errors|Non-2xx).*")]
    private static partial Regex ErrorLine();

    private sealed record Load(double PerSecond, double Percentile99, string Errors);
}
