using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
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
            var watch = Stopwatch.StartNew();
            sent = (await Ours.PushAsync(Ours.Work(target) with { Path = images.Archive(Image) })).BytesSent;
            return watch.Elapsed;
        });
        var gzip = await GzipSizeAsync(images.Archive(Image));
        table.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Over an uplink of 20 Mbit/s, b from an archive: docker push {docker.TotalSeconds:F1} s, ours {ours.TotalSeconds:F1} s; ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"ours sends {(double)sent / gzip:F3} times what gzip -6 makes of the layers (mark: at most 1.08, and no slower)."));
    }

    private static async Task<TimeSpan> TimeAsync(BenchImages images, string scratch, Func<PushTarget, Task<TimeSpan>> push)
    {
        using var registry = await BenchRegistry.StartAsync(scratch);
        using var link = await Uplink.StartAsync(registry.Host, BytesPerSecond);
        return await push(new PushTarget(images, Image, link.Host, "1", Path.Combine(scratch, "memory-" + Guid.NewGuid().ToString("N"))));
    }

    private static async Task<long> GzipSizeAsync(string archive)
    {
        const string sizes = "for i in 0 1 2 3 4 5; do tar -xOf \"$1\" $i/layer.tar | gzip -6 -n | wc -c; done";
        var start = new ProcessStartInfo("bash", ["-c", sizes, "bash", archive]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line.Trim(), CultureInfo.InvariantCulture));
    }
}
