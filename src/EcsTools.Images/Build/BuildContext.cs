using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>
/// The build context that is sent to the engine: a folder without the files that .dockerignore excludes. The tar is written while it is read.
/// </summary>
internal sealed class BuildContext
{
    // A Dockerfile from outside the folder gets a name in the tar that no COPY instruction uses.
    private const string StrayDockerfile = ".dockerfile.ecstools";
    private const string IgnoreFile = ".dockerignore";
    private const int BufferSize = 1 << 17;
    private readonly List<TarEntry> _entries;
    private string? _digest;

    private BuildContext(string folder, Dockerfile dockerfile, string dockerfileName, List<TarEntry> entries)
    {
        Folder = folder;
        Dockerfile = dockerfile;
        DockerfileName = dockerfileName;
        _entries = entries;
        Size = entries.Sum(entry => entry.Length);
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The Dockerfile, parsed and checked.</summary>
    public Dockerfile Dockerfile { get; }

    /// <summary>The Dockerfile's path within the tar.</summary>
    public string DockerfileName { get; }

    /// <summary>The number of files, folders and links in the tar.</summary>
    public IReadOnlyList<TarEntry> Entries => _entries;

    /// <summary>The total bytes of their content.</summary>
    public long Size { get; }

    /// <summary>Reads the folder, the Dockerfile and the ignore file. It sends nothing yet. Every error names the parameter and the value.</summary>
    /// <param name="folder">The build context.</param>
    /// <param name="dockerfile">Path of the Dockerfile, absolute or relative to the folder; null for the file named Dockerfile in the folder.</param>
    public static BuildContext Open(string folder, string? dockerfile)
    {
        if (File.Exists(folder))
        {
            throw BuildContextErrors.NotAFolder(folder);
        }

        if (!Directory.Exists(folder))
        {
            throw BuildContextErrors.NoFolder(folder);
        }

        var root = Path.GetFullPath(folder);
        var path = FindDockerfile(root, dockerfile);
        if (RelativePath(root, path) is { } relative)
        {
            path = DiskName.Find(root, relative);
        }

        var read = Dockerfile.Read(path);
        var inside = RelativePath(root, path);
        var ignore = ReadIgnoreFile(root, path).Keeping(inside is null ? new[] { IgnoreFile } : new[] { IgnoreFile, inside });
        var entries = new BuildContextWalker(root, ignore).Entries().ToList();
        if (inside is null)
        {
            AddStrayDockerfile(entries, root, path);
        }

        return new BuildContext(root, read, inside ?? StrayDockerfile, entries);
    }

    /// <summary>The tar. <paramref name="progress"/> receives the number of bytes read so far.</summary>
    public TarStream ToTar(Action<long>? progress = null) => new(_entries, progress);

    /// <summary>The digest of what would be sent now, without the times of the files, which do not matter to Docker's build cache either.</summary>
    /// <exception cref="EcsToolsException">A file cannot be read, or shrinks while it is read.</exception>
    public string Digest(CancellationToken cancellationToken)
    {
        if (_digest is null)
        {
            using var tar = ToTar();
            var buffer = new byte[BufferSize];
            while (tar.Read(buffer, 0, buffer.Length) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            _digest = tar.Digest;
        }

        return _digest!;
    }

    private static string FindDockerfile(string root, string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            var path = Path.GetFullPath(Path.Combine(root, named));
            return File.Exists(path) ? path : throw BuildContextErrors.NoDockerfile(path, root, named: true);
        }

        var usual = new[] { "Dockerfile", "dockerfile" }.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists);
        return usual ?? throw BuildContextErrors.NoDockerfile(Path.Combine(root, "Dockerfile"), root, named: false);
    }

    // An ignore file for this Dockerfile comes before the ignore file of the folder, as in BuildKit.
    private static DockerIgnore ReadIgnoreFile(string root, string dockerfile)
    {
        var path = new[] { dockerfile + IgnoreFile, Path.Combine(root, IgnoreFile) }.FirstOrDefault(File.Exists);
        if (path is null)
        {
            return DockerIgnore.None;
        }

        try
        {
            return DockerIgnore.Parse(BuildTextFile.ReadLines(path, ErrorCodes.DockerIgnoreInvalid), RuntimeInformation.IsOSPlatform(OSPlatform.Windows));
        }
        catch (FormatException e)
        {
            throw BuildContextErrors.BadIgnoreFile(path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw BuildContextErrors.Unreadable(path, e);
        }
    }

    // Returns null for a file that is not in the folder.
    private static string? RelativePath(string root, string path)
    {
        var prefix = root.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal) ? root : root + Path.DirectorySeparatorChar;
        var comparison = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.StartsWith(prefix, comparison) ? path.Substring(prefix.Length).Replace(Path.DirectorySeparatorChar, '/') : null;
    }

    // The engine removes ignored build files from the context after it has read them. So the Dockerfile from outside is ignored too.
    private static void AddStrayDockerfile(List<TarEntry> entries, string root, string dockerfile)
    {
        var ignore = Path.Combine(root, IgnoreFile);
        var lines = File.Exists(ignore) ? File.ReadAllText(ignore) + "\n" : IgnoreFile + "\n";
        entries.RemoveAll(entry => entry.Name == IgnoreFile);
        entries.Add(TarEntry.Create(IgnoreFile, Encoding.UTF8.GetBytes(lines + StrayDockerfile + "\n")));
        entries.Add(TarEntry.Create(StrayDockerfile, File.ReadAllBytes(dockerfile)));
    }
}
