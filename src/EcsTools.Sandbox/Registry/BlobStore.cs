using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Registry;

/// <summary>
/// Blobs on disk, named by their digest. A blob is either complete or does not exist: it is written in <c>uploads</c>
/// and moved in one step. So a kill, or two writers of the same content, cannot leave half a file.
/// </summary>
internal sealed class BlobStore
{
    private const string TemporaryPrefix = "ecstools-registry-";

    private readonly string _root;
    private readonly string _blobs;
    private readonly string _uploads;
    private readonly string? _temporaryRoot;

    /// <param name="dataPath">Folder whose <c>registry</c> holds the blobs, or null for a temporary one that <see cref="Close"/> deletes.</param>
    public BlobStore(string? dataPath)
    {
        _temporaryRoot = dataPath is null ? TemporaryFolder() : null;
        _root = _temporaryRoot ?? Path.Combine(Path.GetFullPath(dataPath!), "registry");
        _blobs = Path.Combine(_root, "blobs", "sha256");
        _uploads = Path.Combine(_root, "uploads");
    }

    /// <summary>Creates the folders, and deletes what unfinished uploads left there. Before this call nothing is on disk.</summary>
    public void Open()
    {
        DeleteFoldersOfDeadProcesses();
        DeleteFolder(_uploads);
        foreach (var folder in new[] { _root, Path.GetDirectoryName(_blobs)!, _blobs, _uploads })
        {
            PrivateFiles.CreateFolder(folder);
        }

        PrivateFiles.RestrictAll(_root);
    }

    /// <summary>Whether it is gone with this process, so that no state on disk ever names its blobs.</summary>
    public bool IsTemporary => _temporaryRoot is not null;

    public bool Exists(string digest) => File.Exists(PathOf(digest));

    /// <summary>Length in bytes, or -1 if the blob does not exist.</summary>
    public long Length(string digest)
    {
        var file = new FileInfo(PathOf(digest));
        return file.Exists ? file.Length : -1;
    }

    /// <summary>Opens a blob. If it is deleted in the meantime, the reader can still read it to the end.</summary>
    public Stream OpenRead(string digest)
        => new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 81920, useAsync: true);

    /// <summary>Reads a whole blob. For manifests and configurations, which are small.</summary>
    public byte[] ReadAll(string digest) => File.ReadAllBytes(PathOf(digest));

    /// <summary>Stores a small blob and returns its digest.</summary>
    public string Write(byte[] content)
    {
        var digest = ContentDigest.Of(content);
        var path = NewUploadPath();
        using (var file = PrivateFiles.Open(path, FileMode.CreateNew))
        {
            file.Write(content, 0, content.Length);
        }

        Adopt(path, digest);
        return digest;
    }

    public string NewUploadPath() => Path.Combine(_uploads, Guid.NewGuid().ToString("N"));

    /// <summary>Stores a finished upload under its digest. If the blob already exists, the upload is deleted.</summary>
    public void Adopt(string uploadPath, string digest)
    {
        var target = PathOf(digest);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
        if (!File.Exists(target))
        {
            try
            {
                File.Move(uploadPath, target);
                return;
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another upload of the same content finished first.
            }
        }

        File.Delete(uploadPath);
    }

    public void Remove(string digest) => File.Delete(PathOf(digest));

    /// <summary>Deletes every blob that is not in <paramref name="keep"/>. A kill between upload and manifest leaves such blobs.</summary>
    public void Sweep(ISet<string> keep)
    {
        foreach (var path in Directory.EnumerateFiles(_blobs, "*", SearchOption.AllDirectories))
        {
            if (!keep.Contains("sha256:" + Path.GetFileName(path)))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Deletes unfinished uploads, and everything if the store is temporary.</summary>
    public void Close() => DeleteFolder(_temporaryRoot ?? _uploads);

    private string PathOf(string digest)
    {
        var hex = ContentDigest.Hex(digest);
        return Path.Combine(_blobs, hex.Substring(0, 2), hex);
    }

    private static string TemporaryFolder()
    {
        using var self = Process.GetCurrentProcess();
        var name = TemporaryPrefix + self.Id.ToString(CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N");
        return Path.Combine(Path.GetTempPath(), name);
    }

    private static void DeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (IOException)
        {
            // Windows refuses while a reader is open. The next start deletes it.
        }
    }

    // A killed process cannot delete its temporary store, so the next process does.
    private static void DeleteFoldersOfDeadProcesses()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), TemporaryPrefix + "*"))
        {
            var owner = Path.GetFileName(folder).Substring(TemporaryPrefix.Length).Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !IsRunning(id))
            {
                DeleteFolder(folder);
            }
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return error is System.ComponentModel.Win32Exception;
        }
    }
}
