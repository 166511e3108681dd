using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>
/// A small private file that other programs read and write too, such as <c>~/.aws/credentials</c> or Docker's config.json.
/// An edit is read, change and replace under a lock file; it starts again where the file changed meanwhile, since others do not know the
/// lock.
/// </summary>
public sealed class AtomicFile
{
    /// <summary>An edit takes milliseconds: a lock this old was left by a process that died.</summary>
    private static readonly TimeSpan StaleLock = TimeSpan.FromSeconds(10);

    /// <summary>A file that is gone reads as written in 1601.</summary>
    private static readonly TimeSpan MissingFileAge = TimeSpan.FromDays(365 * 100);

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly IClock _clock;
    private readonly bool _ownerOnly;

    /// <param name="path">Full path; a link is followed and stays a link.</param>
    /// <param name="clock">Waits for the lock.</param>
    /// <param name="ownerOnly">Whether an existing file is made private to its owner too; a new one always is.</param>
    public AtomicFile(string path, IClock clock, bool ownerOnly)
    {
        Path = path;
        _clock = clock;
        _ownerOnly = ownerOnly;
    }

    /// <summary>The path as given.</summary>
    public string Path { get; }

    /// <summary>Whether an edit is on the disk, past a failure of power, when it returns. False for what may be lost.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>The content now, or null where there is no such file.</summary>
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

    /// <summary>Changes the file.</summary>
    /// <param name="edit">Content now (null: no such file) to content wanted (null: leave it). Called again where the file changed in
    /// between.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    /// <returns>Whether anything was written.</returns>
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

    /// <summary>One attempt, or null where another program wrote in between.</summary>
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

            // The lock file becomes the file: from then on a lock file of that name is another process's.
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
                // Windows answers so for a moment about a file that was just deleted.
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
    /// The AWS CLI truncates the file and then writes it. A file that is empty or stops in mid-line and was touched just now is
    /// looked at again, lest the profiles it is about to hold be lost.
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

    /// <returns>False where the target can only be written, not replaced.</returns>
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
                // On Windows a scanner may have it open for a moment.
                await _clock.DelayAsync(TimeSpan.FromMilliseconds(40), cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (File.Exists(target))
            {
                // A mount point of its own, as a container may have for one file.
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
