using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Benchmarks.Push;

/// <summary>One situation that all push in, in turns.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Image">What is pushed.</param>
/// <param name="Contenders">Who pushes it.</param>
internal sealed record PushRow(string Name, string Title, string Image, IReadOnlyList<Contender> Contenders)
{
    /// <summary>What each has pushed before, or null: the registry is then empty.</summary>
    public string? Before { get; init; }

    /// <summary>Whether it was another machine that pushed that.</summary>
    public bool OnFreshMachine { get; init; }

    /// <summary>How much faster than whom ours is to be: the mark.</summary>
    public IReadOnlyDictionary<string, double> Mark { get; init; } = new Dictionary<string, double>();

    public static readonly IReadOnlyList<PushRow> All =
    [
        new("a-engine", "a, one layer of 5 MB, from the engine", "a", FromEngine) { Mark = NoSlower },
        new("a-archive", "a, from an archive", "a", FromArchive) { Mark = NoSlower },
        new("a-oci", "a, from an OCI layout", "a", FromLayout) { Mark = NoSlower },
        new("b-engine", "b, six layers of 40 MB, from the engine", "b", [.. FromEngine, EngineLimits.Archives]) { Mark = Faster(("docker", 2.4), ("skopeo", 1.5), ("podman", 1)) },
        new("b-archive", "b, from an archive", "b", FromArchive) { Mark = Faster(("skopeo", 2)) },
        new("b-oci", "b, from an OCI layout", "b", FromLayout) { Mark = Faster(("skopeo", 1.25), ("limit", 1 / 1.15)) },
        new("c-engine", "c, one layer of 400 MB, from the engine", "c", [.. FromEngine, EngineLimits.Archives]) { Mark = Faster(("docker", 4.5), ("skopeo", 1.4)) },
        new("c-archive", "c, from an archive", "c", FromArchive) { Mark = Faster(("skopeo", 2)) },
        new("d-engine", "d, b with another 1 MB on top, from the engine", "d", FromEngine) { Before = "d0", Mark = NoSlowerThanDocker },
        new("d-oci", "d, from an OCI layout", "d", FromLayoutAlone) { Before = "d0", Mark = NoSlower },
        new("d-fresh", "d, on a machine that never pushed before", "d", [Peers.Docker, Peers.SkopeoArchive, Peers.Podman, Ours.Engine, Ours.Member])
        {
            Before = "d0", OnFreshMachine = true, Mark = Faster(("docker", 10)),
        },
        new("e-engine", "e, nothing changed, from the engine", "d", FromEngine) { Before = "d", Mark = NoSlowerThanDocker },
        new("e-oci", "e, from an OCI layout", "d", FromLayoutAlone) { Before = "d", Mark = NoSlower },
        new("f-engine", "f, 60 small layers, from the engine", "f", FromEngine) { Mark = NoSlower },
        new("f-archive", "f, from an archive", "f", FromArchive) { Mark = NoSlower },
        new("f-oci", "f, from an OCI layout", "f", FromLayout) { Mark = NoSlower },
        new("build-cold", "build and push an app of 5 MB on b, cold", BenchImages.App, BenchApp.Contenders(AppChange.Cold)) { Mark = Faster(("docker", 2.5)) },
        new("build-same", "build and push it, nothing changed", BenchImages.App, BenchApp.Contenders(AppChange.None))
        {
            Before = BenchImages.App, Mark = Faster(("docker", 5)),
        },
        new("build-line", "build and push it, one line changed", BenchImages.App, BenchApp.Contenders(AppChange.Line))
        {
            Before = BenchImages.App, Mark = Faster(("docker", 1.5)),
        },
    ];

    private static IReadOnlyList<Contender> FromEngine => [Peers.Docker, Peers.SkopeoDaemon, Peers.Podman, Ours.Engine, Ours.Member];

    private static IReadOnlyList<Contender> FromArchive => [Peers.SkopeoArchive, Ours.Archive];

    private static IReadOnlyList<Contender> FromLayout => [Peers.SkopeoLayout, Peers.Limit, Ours.Layout];

    private static IReadOnlyList<Contender> FromLayoutAlone => [Peers.SkopeoLayout, Ours.Layout];

    private static Dictionary<string, double> NoSlower => Faster(("docker", 1), ("skopeo", 1), ("podman", 1));

    private static Dictionary<string, double> NoSlowerThanDocker => Faster(("docker", 1));

    private static Dictionary<string, double> Faster(params (string Peer, double Times)[] mark) => mark.ToDictionary(pair => pair.Peer, pair => pair.Times);
}
