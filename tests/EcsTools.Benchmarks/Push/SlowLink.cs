using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>A push over an uplink of 20 Mbit/s: how small Auto compresses, and how long it takes.</summary>
internal static class SlowLink
{
    private const int BytesPerSecond = 20_000_000 / 8;
    private const string Image = "b";

    public static async Task MeasureAsync(BenchImages images, string scratch, PushTable table)
    {
        await images.MakeAsync(Image);
        var docker = await TimeAsync(images, scratch, target => Peers.Docker.PushAsync(target));
        var sent = 0L;
        var ours = await TimeAsync(images, scratch, async target =>
        {
            var request = Ours.Request(images.Archive(Image));
            var watch = Stopwatch.StartNew();
            sent = (await Ours.PushAsync(target, token => EcsTools.Registry.ImageSources.OpenAsync(request, null, token), request)).BytesSent;
            return watch.Elapsed;
        });
        var gzip = await GzipSizeAsync(images.Archive(Image));
        table.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Over an uplink of 20 Mbit/s, b from an archive: docker push {docker.TotalSeconds:F1} s, ours {ours.TotalSeconds:F1} s; ours sends {(double)sent / gzip:F3} times what gzip -6 makes of the layers (mark: at most 1.08, and no slower)."));
    }

    private static async Task<TimeSpan> TimeAsync(BenchImages images, string scratch, Func<PushTarget, Task<TimeSpan>> push)
    {
        using var registry = await BenchRegistry.StartAsync(scratch);
        using var link = new Uplink(registry.Host, BytesPerSecond);
        return await push(new PushTarget(images, Image, link.Host, "1", Path.Combine(scratch, "memory-" + Guid.NewGuid().ToString("N"))));
    }

    private static async Task<long> GzipSizeAsync(string archive)
    {
        var start = new ProcessStartInfo("bash", ["-c", "for i in 0 1 2 3 4 5; do tar -xOf \"$1\" $i/layer.tar | gzip -6 -n | wc -c; done", "bash", archive]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line.Trim(), CultureInfo.InvariantCulture));
    }

    /// <summary>Stands before a registry and takes in so many bytes a second over all its connections, as an uplink does.</summary>
    private sealed class Uplink : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly string _backend;
        private readonly int _rate;
        private readonly Lock _gate = new();
        private TimeSpan _free;
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public Uplink(string backend, int bytesPerSecond)
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
                    _free = (_free > now ? _free : now) + TimeSpan.FromSeconds((double)read / _rate);
                    wait = _free - now;
                }

                await Task.Delay(wait, _stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
    }
}
