using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>
/// Stands before a registry and takes in so many bytes a second over all its connections, as an uplink does. It is a process of its own: a link does
/// not wait for the threads of who uses it.
/// </summary>
internal sealed class Uplink : IDisposable
{
    public const string ChildVerb = "uplink-child";

    private readonly Process _process;

    private Uplink(Process process, string host)
    {
        _process = process;
        Host = host;
    }

    public string Host { get; }

    public static async Task<Uplink> StartAsync(string backend, int bytesPerSecond)
    {
        string[] arguments = ["push", ChildVerb, backend, bytesPerSecond.ToString(CultureInfo.InvariantCulture)];
        var process = Process.Start(new ProcessStartInfo(Tool.Self, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        return new Uplink(process, (await process.StandardOutput.ReadLineAsync())!);
    }

    /// <summary>The process: says where it listens, and goes on until its input ends.</summary>
    public static async Task RunChildAsync(IReadOnlyList<string> arguments)
    {
        using var link = new Link(arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
        Console.WriteLine(link.Host);
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private sealed class Link : IDisposable
    {
        /// <summary>What a late timer lost is made up for, so much of it.</summary>
        private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly Lock _gate = new();
        private readonly string _backend;
        private readonly int _rate;
        private TimeSpan _free;

        public Link(string backend, int bytesPerSecond)
        {
            _backend = backend;
            _rate = bytesPerSecond;

            // What a listener has, its connections have: a router holds little, and much here would look like a quick link at first.
            _listener.Server.ReceiveBufferSize = 1 << 16;
            _listener.Start();
            Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
            _ = AcceptAsync();
        }

        public string Host { get; }

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The link is cut.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            using (var server = new TcpClient())
            {
                try
                {
                    await server.ConnectAsync(IPEndPoint.Parse(_backend), _stop.Token);
                    await Task.WhenAny(UpAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
                {
                    // One end went.
                }
            }
        }

        private async Task UpAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[1 << 14];
            int read;
            while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                TimeSpan wait;
                lock (_gate)
                {
                    var now = _clock.Elapsed;
                    _free = (_free > now - Slack ? _free : now - Slack) + TimeSpan.FromSeconds((double)read / _rate);
                    wait = _free - now;
                }

                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _stop.Token);
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
    }
}
