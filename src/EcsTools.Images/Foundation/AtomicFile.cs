using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>
/// A small private file that other programs also read and write, such as <c>~/.aws/credentials</c> or Docker's config.json. An edit reads the file,
/// changes the content and replaces the file, under a lock file. Other programs do not know the lock, so the edit starts again if the file changed in the
/// meantime.
/// </summary>
public sealed class AtomicFile
{
    /// <summary>An edit takes milliseconds. If a lock file is this old, the process that created it has died.</summary>
    private static readonly TimeSpan StaleLock = TimeSpan.FromSeconds(10);

    /// <summary>.NET reports the year 1601 as the time of a file that does not exist.</summary>
    private static readonly TimeSpan MissingFileAge = TimeSpan.FromDays(365 * 100);

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly IClock _clock;
    private readonly bool _ownerOnly;

    /// <param name="path">Full path. A link is followed and stays a link.</param>
    /// <param name="clock">The clock that waits for the lock.</param>
    /// <param name="ownerOnly">Whether an existing file becomes readable by its owner only. A new file always is.</param>
    public AtomicFile(string path, IClock clock, bool ownerOnly)
    {
        Path = path;
        _clock = clock;
        _ownerOnly = ownerOnly;
    }

    /// <summary>The path that was given to the constructor.</summary>
    public string Path { get; }

    /// <summary>Whether an edit survives a power failure once it has returned. Use false for content that may be lost.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>The content of the file; null if the file does not exist.</summary>
    public byte[]? Read()
    {
        try
        {
            return ReadAll(Path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EcsToolsException(
                ErrorCodes.FileNotReadable, $"{Path} cannot be read: {problem.Message}",
                "Give this account read access to the file.", target: Path, inner: problem);
        }
    }

    /// <summary>Edits the file.</summary>
    /// <param name="edit">
    /// Returns the new content for the current content. The current content is null if there is no file; return null to leave the file as it is. It is
    /// called again if the file changed in the meantime.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for the lock.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="EcsToolsException"><c>FileLocked</c>, <c>FileNotWritable</c>.</exception>
    public async Task<bool> EditAsync(Func<byte[]?, byte[]?> edit, CancellationToken cancellationToken)
    {
        try
        {
            var target = FilePlatform.ResolveLink(Path);
            FilePlatform.CreatePrivateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!);
            while (true)
            {
                if (await TryEditAsync(target, edit, cancellationToken).ConfigureAwait(false) is { } written)
                {
                    return written;
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EcsToolsException(
                ErrorCodes.FileNotWritable with { Kind = problem is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.Failed },
                $"{Path} cannot be written: {problem.Message}",
                "Give this account write access to the file and its folder, and check that the disk is not full.",
                target: Path,
                inner: problem);
        }
    }

    /// <summary>Makes one attempt. Returns null if another program wrote to the file in the meantime.</summary>
    private async Task<bool?> TryEditAsync(string target, Func<byte[]?, byte[]?> edit, CancellationToken cancellationToken)
    {
        var lockPath = target + ".lock";
        var stream = await LockAsync(lockPath, cancellationToken).ConfigureAwait(false);
        var held = true;
        try
        {
            byte[]? before;
            byte[]? after;
            using (stream)
            {
                before = await ReadSettledAsync(target, cancellationToken).ConfigureAwait(false);
                after = edit(before);
                if (after is null || Same(before, after))
                {
                    return false;
                }

                stream.Write(after, 0, after.Length);
                stream.Flush(flushToDisk: IsDurable);
            }

            if (!Same(before, ReadAll(target)))
            {
                return null;
            }

            // The lock file becomes the file. From now on, a lock file of that name belongs to another process.
            held = !await ReplaceAsync(lockPath, target, cancellationToken).ConfigureAwait(false);
            if (held)
            {
                Overwrite(target, after);
            }

            return true;
        }
        finally
        {
            if (held)
            {
                File.Delete(lockPath);
            }
        }
    }

    private async Task<FileStream> LockAsync(string lockPath, CancellationToken cancellationToken)
    {
        var deadline = _clock.UtcNow + LockWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FilePlatform.CreateNewPrivate(lockPath);
            }
            catch (IOException held) when (FilePlatform.IsAlreadyThere(held))
            {
                DiscardStale(lockPath);
                if (_clock.UtcNow >= deadline)
                {
                    throw Locked(lockPath, held);
                }
            }
            catch (UnauthorizedAccessException) when (attempt < 5)
            {
                // Windows gives this answer for a moment after a file was deleted.
            }

            await _clock.DelayAsync(TimeSpan.FromMilliseconds(10 + (40 * _clock.NextRandom())), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void DiscardStale(string lockPath)
    {
        if (DateTime.UtcNow - File.GetLastWriteTimeUtc(lockPath) is var age && age > StaleLock && age < MissingFileAge)
        {
            File.Delete(lockPath);
        }
    }

    private EcsToolsException Locked(string lockPath, Exception held) => new(
        ErrorCodes.FileLocked,
        $"{Path} is being written by another process: {lockPath} has existed for {LockWait.TotalSeconds} seconds.",
        $"Run the command again; if no such process runs, delete {lockPath}.",
        target: Path,
        inner: held);

    /// <summary>
    /// The AWS CLI truncates the file and then writes it. If the file is empty or ends in the middle of a line and changed just now, it is read again.
    /// Otherwise the profiles that the CLI is about to write would be lost.
    /// </summary>
    private async Task<byte[]?> ReadSettledAsync(string target, CancellationToken cancellationToken)
    {
        var content = ReadAll(target);
        for (var look = 0; look < 5 && content is not null && IsHalfWritten(content, target); look++)
        {
            await _clock.DelayAsync(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
            content = ReadAll(target);
        }

        return content;
    }

    private static bool IsHalfWritten(byte[] content, string target)
        => (content.Length == 0 || content[content.Length - 1] is not ((byte)'\n' or (byte)'}'))
            && DateTime.UtcNow - File.GetLastWriteTimeUtc(target) < Settling;

    /// <returns>False if the target can be written but not replaced.</returns>
    private async Task<bool> ReplaceAsync(string newFile, string target, CancellationToken cancellationToken)
    {
        FilePlatform.TakeAfter(newFile, target, _ownerOnly);
        for (var attempt = 1; !FilePlatform.IsOpaqueLink(target); attempt++)
        {
            try
            {
                FilePlatform.Replace(newFile, target);
                return true;
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException && File.Exists(target) && attempt < 5)
            {
                // On Windows, a virus scanner may keep the file open for a moment.
                await _clock.DelayAsync(TimeSpan.FromMilliseconds(40), cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (File.Exists(target))
            {
                // The file itself is a mount point, as containers have for a single file.
                return false;
            }
        }

        return false;
    }

    private static void Overwrite(string target, byte[] content)
    {
        using var stream = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read);
        stream.Write(content, 0, content.Length);
        stream.SetLength(content.Length);
        stream.Flush(flushToDisk: true);
    }

    private static byte[]? ReadAll(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static bool Same(byte[]? left, byte[]? right)
        => left is null || right is null ? left is null && right is null : left.AsSpan().SequenceEqual(right);
}
