using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>
/// A small private file that other programs also read and write, such as <c>~/.aws/credentials</c> or Docker's config.json. An edit takes a
/// <see cref="FileLock"/>, reads the file, writes the new content beside it and renames that to the file. Other programs do not know the lock, so the edit
/// starts again if the file changed in the meantime.
/// </summary>
public sealed class AtomicFile
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a file that another program has open is tried on Windows.</summary>
    private const int MostAttempts = 25;

    private const string NewFileSuffix = ".new";

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

    /// <summary>Called at each step of an edit. Tests stop the writer there.</summary>
    internal Action<EditStep>? Reached { get; init; }

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
    /// <exception cref="EcsToolsException"><c>FileLocked</c>, <c>FileNotWritable</c>, <c>DiskFull</c>.</exception>
    public async Task<bool> EditAsync(Func<byte[]?, byte[]?> edit, CancellationToken cancellationToken)
    {
        try
        {
            var target = PlatformFileSystem.ResolveLink(Path);
            PlatformFileSystem.CreatePrivateDirectory(FolderOf(target));
            using var right = await FileLock.TakeAsync(target, _clock, cancellationToken).ConfigureAwait(false);
            Reached?.Invoke(EditStep.Locked);
            DeleteRemains(target);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await TryEditAsync(target, edit, cancellationToken).ConfigureAwait(false) is { } written)
                {
                    return written;
                }
            }
        }
        catch (IOException full) when (DiskSpace.IsFull(full))
        {
            throw new EcsToolsException(
                ErrorCodes.DiskFull with { Kind = ErrorKind.NotWritten },
                $"{Path} cannot be written, because its disk is full: {full.Message.TrimEnd('.')}.",
                "Free some space on that disk, then run the command again. The file is as it was before.",
                target: Path,
                inner: full);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EcsToolsException(
                ErrorCodes.FileNotWritable with { Kind = problem is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.Failed },
                $"{Path} cannot be written: {problem.Message}",
                "Give this account write access to the file and its folder.",
                target: Path,
                inner: problem);
        }
    }

    /// <summary>Makes one attempt. Returns null if another program wrote to the file in the meantime.</summary>
    private async Task<bool?> TryEditAsync(string target, Func<byte[]?, byte[]?> edit, CancellationToken cancellationToken)
    {
        var before = await ReadSettledAsync(target, cancellationToken).ConfigureAwait(false);
        Reached?.Invoke(EditStep.Read);
        var after = edit(before);
        if (after is null || Same(before, after))
        {
            return false;
        }

        var newFile = System.IO.Path.Combine(FolderOf(target), NewFilePrefix(target) + Guid.NewGuid().ToString("N") + NewFileSuffix);
        try
        {
            WriteNew(newFile, after);
            PlatformFileSystem.TakeAfter(newFile, target, _ownerOnly);
            Reached?.Invoke(EditStep.Written);
            if (!Same(before, ReadAll(target)))
            {
                return null;
            }

            Reached?.Invoke(EditStep.Compared);
            await ReplaceAsync(newFile, target, after, cancellationToken).ConfigureAwait(false);
            Reached?.Invoke(EditStep.Replaced);
            return true;
        }
        finally
        {
            File.Delete(newFile);
        }
    }

    private void WriteNew(string newFile, byte[] content)
    {
        using var stream = PlatformFileSystem.CreateNewPrivate(newFile);
        stream.Write(content, 0, content.Length);
        stream.Flush(flushToDisk: IsDurable);
    }

    private static string FolderOf(string target) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!;

    private static string NewFilePrefix(string target) => $".{System.IO.Path.GetFileName(target)}.";

    /// <summary>Deletes what a process that was killed during an edit left. It needs the lock: no other process is in an edit then.</summary>
    private static void DeleteRemains(string target)
    {
        var prefix = NewFilePrefix(target);
        foreach (var file in Directory.GetFiles(FolderOf(target)))
        {
            var name = System.IO.Path.GetFileName(file);
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(NewFileSuffix, StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>
    /// The AWS CLI truncates the file and then writes it. If the file is empty or ends in the middle of a line and changed just now, it is read again.
    /// Otherwise the profiles that the CLI is about to write would be lost. The looks are counted, because a clock that is behind says "just now" for long.
    /// </summary>
    private async Task<byte[]?> ReadSettledAsync(string target, CancellationToken cancellationToken)
    {
        var content = ReadAll(target);
        for (var look = 0; look < Settling.Ticks / BetweenLooks.Ticks && content is not null && IsHalfWritten(content, target); look++)
        {
            await _clock.DelayAsync(BetweenLooks, cancellationToken).ConfigureAwait(false);
            content = ReadAll(target);
        }

        return content;
    }

    private static bool IsHalfWritten(byte[] content, string target)
        => (content.Length == 0 || content[content.Length - 1] is not ((byte)'\n' or (byte)'}'))
            && DateTime.UtcNow - File.GetLastWriteTimeUtc(target) < Settling;

    private async Task ReplaceAsync(string newFile, string target, byte[] content, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !PlatformFileSystem.IsOpaqueLink(target); attempt++)
        {
            try
            {
                PlatformFileSystem.Replace(newFile, target, IsDurable, _ownerOnly);
                return;
            }
            catch (IOException problem) when (PlatformFileSystem.IsMountPoint(problem))
            {
                // Containers mount a single file like this. It can be written but not replaced.
                break;
            }
            catch (Exception problem) when (PlatformFileSystem.IsOpenElsewhere(problem) && attempt < MostAttempts)
            {
                // On Windows, a virus scanner or another reader may keep the file open for a moment.
                await _clock.DelayAsync(TimeSpan.FromMilliseconds(40), cancellationToken).ConfigureAwait(false);
            }
        }

        Overwrite(target, content);
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
