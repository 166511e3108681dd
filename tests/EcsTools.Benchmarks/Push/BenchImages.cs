using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Images.Oci;

namespace EcsTools.Benchmarks.Push;

/// <summary>The images that are pushed, in each form a client reads: made once, of this machine's own files, and kept below out/ for the next run.</summary>
internal sealed class BenchImages
{
    /// <summary>The application that is built from a folder: see <see cref="BenchApp"/>.</summary>
    public const string App = "app";

    private const int Megabyte = 1_000_000;

    private readonly string _folder;

    public BenchImages(string folder) => _folder = folder;

    public static string Reference(string image) => $"localhost/ecstools-bench-{image}:1";

    public string Archive(string image) => Path.Combine(_folder, image + ".tar");

    public string Layout(string image) => Path.Combine(_folder, image + "-oci");

    public string Folder(string name) => Path.Combine(_folder, name);

    /// <summary>The libraries of the application.</summary>
    public static IEnumerable<BenchFile> Libraries() => Files("/usr/lib/python3", 5 * Megabyte);

    /// <summary>Makes an image where it is not there: archive, engine image, OCI layout, podman image.</summary>
    public async Task MakeAsync(string image)
    {
        if (image == App)
        {
            // Its base image. Each contender builds the rest.
            await MakeAsync(BenchApp.Base);
            return;
        }

        MakeArchive(image);
        if (!Directory.Exists(Layout(image)))
        {
            await Tool.RunAsync("skopeo", ["--insecure-policy", "copy", "-q", $"docker-archive:{Archive(image)}", $"oci:{Layout(image)}"]);
        }

        await LoadAsync("docker", image);
        if (Tool.IsInstalled("podman"))
        {
            await LoadAsync("podman", image);
        }
    }

    public void MakeArchive(string image)
    {
        Directory.CreateDirectory(_folder);
        if (!File.Exists(Archive(image)))
        {
            Console.Error.WriteLine($"Making the image {image}");
            BenchArchive.Write(Archive(image), Reference(image), Layers(image));
        }
    }

    public async Task RemoveAsync()
    {
        foreach (var image in new[] { "a", "b", "c", "d", "d0", "f" }.Concat(BenchApp.Images))
        {
            foreach (var tool in new[] { "docker", "podman" }.Where(Tool.IsInstalled))
            {
                try
                {
                    await Tool.RunAsync(tool, ["rmi", Reference(image)]);
                }
                catch (InvalidOperationException)
                {
                    // It was not there.
                }
            }
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task LoadAsync(string tool, string image)
    {
        try
        {
            await Tool.RunAsync(tool, ["image", "inspect", Reference(image)]);
        }
        catch (InvalidOperationException)
        {
            await Tool.RunAsync(tool, ["load", "-i", Archive(image)]);
        }
    }

    private static IReadOnlyList<IEnumerable<BenchFile>> Layers(string image) => image switch
    {
        "a" => [Files("/usr/lib/x86_64-linux-gnu", 5 * Megabyte)],
        "b" => SixLayers(),
        "c" => [Files("/usr/share/dotnet", 300 * Megabyte).Concat(Files("/usr/lib", 60 * Megabyte)).Append(BenchFile.Noise("noise", 40 * Megabyte, 3))],

        // Of b, with another megabyte on top: d0 is what was pushed before, d what is pushed now.
        "d0" => [.. SixLayers(), [BenchFile.Noise("app/top", Megabyte / 2, 10), .. Files("/usr/share/doc", Megabyte / 2)]],
        "d" => [.. SixLayers(), [BenchFile.Noise("app/top", Megabyte / 2, 11), .. Files("/usr/share/perl", Megabyte / 2)]],
        "f" => Enumerable.Range(0, 60).Select(i => Small(i)).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(image), image, "There is no such image."),
    };

    private static IReadOnlyList<IEnumerable<BenchFile>> SixLayers() =>
    [
        Files("/usr/bin", 40 * Megabyte),
        Files("/usr/lib/x86_64-linux-gnu", 40 * Megabyte),
        Files("/usr/share/dotnet/shared", 40 * Megabyte),
        Files("/usr/lib/gcc", 40 * Megabyte),
        Files("/usr/share/dotnet/sdk", 40 * Megabyte),
        Files("/usr/share", 20 * Megabyte).Append(BenchFile.Noise("srv/pictures", 20 * Megabyte, 1)),
    ];

    private static IEnumerable<BenchFile> Small(int i) => [BenchFile.Text($"etc/part-{i}", 60_000, i), BenchFile.Noise($"srv/part-{i}", 40_000, 100 + i)];

    /// <summary>Files below a folder, in the order of their names, until there are enough bytes.</summary>
    private static IEnumerable<BenchFile> Files(string folder, long bytes)
    {
        if (!Directory.Exists(folder))
        {
            return [BenchFile.Text(folder.TrimStart('/') + "/text", (int)bytes, folder.Length)];
        }

        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var files = new DirectoryInfo(folder).EnumerateFiles("*", all).Where(file => file.Length > 0);
        return Enough(files.OrderBy(file => file.FullName, StringComparer.Ordinal), bytes);
    }

    private static IEnumerable<BenchFile> Enough(IEnumerable<FileInfo> files, long bytes)
    {
        foreach (var file in files)
        {
            if (bytes <= 0)
            {
                yield break;
            }

            if (file.Length < bytes * 2)
            {
                bytes -= file.Length;
                yield return BenchFile.Of(file);
            }
        }
    }
}
