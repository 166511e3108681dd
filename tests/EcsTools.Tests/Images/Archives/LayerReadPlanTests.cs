using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Archives;
using Xunit;

namespace EcsTools.Tests.Images.Archives;

/// <summary>Which archives of an engine are read for a layer whose files are in another order than the engine's.</summary>
public sealed class LayerReadPlanTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void A_layer_in_the_order_of_the_engine_is_read_from_one_archive()
        => Assert.Null(Plan("a/b/1 100", "a/b/2 100", "a/b.c 100", "d 100"));

    [Fact]
    public void Little_that_comes_early_is_kept()
        => Assert.Null(Plan("react-dom/index 1", "react/index 1", "zone/index 100"));

    [Fact]
    public void Folders_in_another_order_are_read_from_an_archive_each()
    {
        var plan = Plan("usr/share/dotnet/host 150", "usr/share/dotnet/sdk 150", "usr/lib/libc 60", "noise 40")!;

        // The second one is closed after usr/lib.
        Assert.Equal(["usr/share", "usr"], plan.Folders);
    }

    [Fact]
    public void The_first_archive_gives_what_no_other_one_begins_with()
    {
        var plan = Plan("usr/share/dotnet/host 150", "usr/share/dotnet/sdk 150", "usr/lib/libc 60", "noise 40")!;

        Assert.Equal([1, 1, 2, 0], new[] { "usr/share/dotnet/host", "usr/share/dotnet/sdk", "usr/lib/libc", "noise" }.Select(name => plan.ArchiveOf(name)!.Value));
    }

    [Fact]
    public void A_small_folder_does_not_let_a_large_one_be_kept()
        => Assert.Equal(["dotnet/sdk-manifests"], Plan("dotnet/host 1", "dotnet/sdk-manifests/a 1", "dotnet/sdk-manifests/b 1", "dotnet/sdk/10/x 180", "dotnet/shared 1")!.Folders);

    [Fact]
    public void A_single_file_can_be_an_archive()
        => Assert.Equal(["z"], Plan("z 1", "a/large 100", "b/large 100")!.Folders);

    [Fact]
    public void There_are_never_more_archives_than_an_engine_is_asked_for()
    {
        var plan = LayerReadPlan.Create(Enumerable.Range(0, 40).Select(number => new LayerFile($"f{40 - number:D2}/x", 100 * Megabyte)).ToList());

        Assert.Equal(LayerReadPlan.MostArchives, plan!.Folders.Count + 1);
    }

    [Fact]
    public void What_is_no_file_of_the_layer_has_no_archive()
        => Assert.Null(Plan("z 1", "a/large 100", "b/large 100")!.ArchiveOf("b"));

    [Fact]
    public void Every_file_of_any_order_is_in_its_archive_at_or_after_the_place_that_the_archive_has_reached()
    {
        var plans = 0;
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            string Part() => $"{"ab-."[random.Next(4)]}{random.Next(3)}";
            var names = Enumerable.Range(0, 30).Select(number => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Part()).Append($"f{number}")));
            var files = names.Distinct().Select(name => new LayerFile(name, random.Next(1, 300) * Megabyte)).OrderBy(file => file.Name.Length % 3 + random.Next(2)).ToList();
            if (LayerReadPlan.Create(files) is { } plan)
            {
                plans++;
                Follow(files, plan);
            }
        }

        Assert.InRange(plans, 20, 2000);
    }

    /// <summary>Reads as an engine sends: each archive forward only, everything of its folder, in the order of the folders.</summary>
    private static void Follow(IReadOnlyList<LayerFile> files, LayerReadPlan plan)
    {
        var archives = new[] { "" }.Concat(plan.Folders)
            .Select(folder => new Queue<string>(files.Select(file => file.Name)
                .Where(name => folder.Length == 0 || name == folder || name.StartsWith(folder + "/", StringComparison.Ordinal))
                .OrderBy(name => name.Split('/'), Comparer<string[]>.Create(ByParts))))
            .ToArray();
        var kept = new HashSet<string>();
        foreach (var file in files.Where(file => !kept.Remove(file.Name)))
        {
            var number = plan.ArchiveOf(file.Name)!.Value;
            while (archives[number].Dequeue() is var sent && sent != file.Name)
            {
                if (plan.ArchiveOf(sent) == number)
                {
                    kept.Add(sent);
                }
            }
        }
    }

    private static int ByParts(string[] one, string[] other)
    {
        var different = one.Zip(other, string.CompareOrdinal).FirstOrDefault(order => order != 0);
        return different != 0 ? different : one.Length.CompareTo(other.Length);
    }

    /// <summary>A plan for files, each a name and its megabytes.</summary>
    private static LayerReadPlan? Plan(params string[] files)
        => LayerReadPlan.Create(files.Select(file => file.Split(' ')).Select(parts => new LayerFile(parts[0], int.Parse(parts[1]) * Megabyte)).ToList());
}
