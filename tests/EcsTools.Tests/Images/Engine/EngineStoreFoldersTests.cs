using System;
using System.Collections.Generic;
using System.Linq;
using Docker.DotNet.Models;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using Xunit;

namespace EcsTools.Tests.Images.Engine;

public sealed class EngineStoreFoldersTests
{
    private const string Root = "/data/docker";

    private static readonly string Image = Sha256Digest.Compute([1]);
    private static readonly string[] DiffIds = [.. Enumerable.Range(0, 3).Select(i => Sha256Digest.Compute([(byte)i, 2]))];

    [Fact]
    public void Small_layers_are_with_the_config_and_a_large_one_is_alone()
    {
        var folders = EngineStoreFolders.Find(Inspected(), [1000, 50_000_000, 2000], _ => true)!;
        var chains = LayerChain.Of(DiffIds);
        string Record(int i) => $"{Root}/image/overlay2/layerdb/sha256/{Sha256Digest.Hex(chains[i])}";
        Assert.Equal(("together/0", "1", "together/2"), (folders.PlaceOf(0), folders.PlaceOf(1), folders.PlaceOf(2)));
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["together/config"] = $"{Root}/image/overlay2/imagedb/content/sha256/{Sha256Digest.Hex(Image)}",
                ["together/0/entries"] = Record(0),
                ["together/0/files"] = Root + "/overlay2/one/diff",
                ["1/entries"] = Record(1),
                ["1/files"] = Root + "/overlay2/two/diff",
                ["together/2/entries"] = Record(2),
                ["together/2/files"] = Root + "/overlay2/three/diff",
            },
            new SortedDictionary<string, string>(folders.Sources.ToDictionary(), StringComparer.Ordinal));
    }

    [Fact]
    public void A_layer_that_is_not_read_is_not_mounted()
    {
        var folders = EngineStoreFolders.Find(Inspected(), [1, 1, 1], diffId => diffId == DiffIds[1])!;
        Assert.Equal((null, "together/1", null), (folders.PlaceOf(0), folders.PlaceOf(1), folders.PlaceOf(2)));
        Assert.Equal(3, folders.Sources.Count);
    }

    [Fact]
    public void Many_small_layers_are_not_all_together()
    {
        var inspected = Inspected();
        var folders = EngineStoreFolders.Find(inspected, [4 << 20, 4 << 20, (4 << 20) + 1], _ => true)!;
        Assert.Equal(["together/0", "together/1", "2"], Enumerable.Range(0, 3).Select(folders.PlaceOf));

        inspected.RootFS.Layers = [.. Enumerable.Range(0, 20).Select(i => Sha256Digest.Compute([(byte)i]))];
        inspected.GraphDriver.Data["LowerDir"] = string.Join(":", Enumerable.Range(0, 19).Select(i => $"{Root}/overlay2/l{i}/diff"));
        folders = EngineStoreFolders.Find(inspected, [.. Enumerable.Repeat(4L << 20, 20)], _ => true)!;
        Assert.Equal(8, Enumerable.Range(0, 20).Count(i => folders.PlaceOf(i)!.StartsWith("together/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UpperDir", "/data/docker/zfs/three/diff")]
    [InlineData("UpperDir", "/other/overlay2/three/diff")]
    [InlineData("LowerDir", "/data/docker/overlay2/two/diff")]
    [InlineData("LowerDir", "/data/docker/overlay2/two/diff:../one/diff")]
    [InlineData("LowerDir", "")]
    public void Other_folders_are_not_read(string key, string value)
    {
        var inspected = Inspected();
        inspected.GraphDriver.Data[key] = value;
        Assert.Null(EngineStoreFolders.Find(inspected, [1, 1, 1], _ => true));
    }

    private static ImageInspectResponse Inspected() => new()
    {
        ID = Image,
        RootFS = new RootFS { Layers = [.. DiffIds] },
        GraphDriver = new GraphDriverData
        {
            Data = new Dictionary<string, string>
            {
                ["UpperDir"] = Root + "/overlay2/three/diff",
                ["LowerDir"] = $"{Root}/overlay2/two/diff:{Root}/overlay2/one/diff",
            },
        },
    };
}
