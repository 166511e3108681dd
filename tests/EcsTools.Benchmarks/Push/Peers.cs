using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;

namespace EcsTools.Benchmarks.Push;

/// <summary>Those that EcsTools is measured against: whole processes, and the limit that a registry on this machine sets.</summary>
internal static class Peers
{
    public static readonly Contender Docker = new("docker push", async target =>
    {
        await Tool.RunAsync("docker", ["tag", BenchImages.Reference(target.Image), target.Destination]);
        try
        {
            return await Tool.RunAsync("docker", ["push", "-q", target.Destination]);
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", target.Destination]);
        }
    })
    { Tool = "docker" };

    public static readonly Contender SkopeoDaemon = Skopeo("docker-daemon", target => BenchImages.Reference(target.Image));

    public static readonly Contender SkopeoArchive = Skopeo("docker-archive", target => target.Images.Archive(target.Image));

    public static readonly Contender SkopeoLayout = Skopeo("oci", target => target.Images.Layout(target.Image));

    public static readonly Contender Podman = new(
        "podman push", target => Tool.RunAsync("podman", ["push", "-q", "--tls-verify=false", BenchImages.Reference(target.Image), target.Destination]))
    { Tool = "podman" };

    /// <summary>The compressed blobs of the OCI layout, each in one PUT, side by side: nothing looked for, hashed or compressed.</summary>
    public static readonly Contender Limit = new("limit", async target =>
    {
        var layout = target.Images.Layout(target.Image);
        var blobs = new DirectoryInfo(Path.Combine(layout, "blobs", "sha256")).GetFiles().OrderByDescending(file => file.Length).ToList();
        using var http = new HttpClient { BaseAddress = new Uri($"http://{target.Host}/") };
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(blobs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (file, token) =>
        {
            using var opened = await http.PostAsync(new Uri("v2/bench/blobs/uploads/", UriKind.Relative), null, token);
            using var content = new StreamContent(file.OpenRead(), 1 << 17);
            var location = new Uri(http.BaseAddress, opened.Headers.Location!);
            using var put = await http.PutAsync(new Uri(location.AbsoluteUri + "&digest=sha256:" + file.Name), content, token);
            put.EnsureSuccessStatusCode();
        });
        return watch.Elapsed;
    });

    private static Contender Skopeo(string transport, Func<PushTarget, string> source) => new(
        "skopeo " + transport,
        target => Tool.RunAsync(
            "skopeo", ["--insecure-policy", "copy", "-q", "--dest-tls-verify=false", $"{transport}:{source(target)}", $"docker://{target.Destination}"]))
    { Tool = "skopeo" };
}
