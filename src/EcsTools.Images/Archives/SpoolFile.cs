using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// A temporary file for an archive whose source can be read only once. If the operating system allows it, the open file has no name, so that even a
/// process that is killed leaves no file.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    /// <summary>Other programs need the disk too. So much of it is left free.</summary>
    private const long Reserve = 256 << 20;

    /// <summary>Bytes between two looks at the free space.</summary>
    private const long LookEvery = 64 << 20;

    private readonly FileStream _file;
    private readonly string _folder;
    private readonly string _path;
    private long _nextLook = LookEvery;

    private SpoolFile(string folder)
    {
        _folder = folder;
        _path = Path.Combine(folder, "ecstools-" + Guid.NewGuid().ToString("N") + ".spool");
        var options = FileOptions.Asynchronous | FileOptions.DeleteOnClose;
        _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1, options);
#if NET
        if (!OperatingSystem.IsWindows())
        {
            // Windows deletes the file itself when the last handle is closed. On other systems a file without a name ends in the same way.
            File.Delete(_path);
        }
#endif
    }

    /// <summary>The number of bytes written. These bytes can be read.</summary>
    public long Length { get; private set; }

    /// <summary>Creates an empty file to append to.</summary>
    /// <param name="folder">The folder of the file; null for the user's temporary folder.</param>
    public static SpoolFile Create(string? folder = null) => new(folder ?? Path.GetTempPath());

    /// <summary>Writes a stream to a new temporary file. If this fails, no file remains.</summary>
    /// <param name="source">The stream, which is read to its end and not closed.</param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <param name="folder">The folder of the file; null for the user's temporary folder.</param>
    /// <exception cref="EcsToolsException">DiskFull.</exception>
    public static async Task<SpoolFile> WriteAsync(Stream source, Action<long>? progress, CancellationToken cancellationToken, string? folder = null)
    {
        var spool = Create(folder);
        try
        {
            var buffer = new byte[1 << 17];
            int read;
            while ((read = await source.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await spool.AppendAsync(buffer, read, cancellationToken).ConfigureAwait(false);
                progress?.Invoke(spool.Length);
            }

            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Appends bytes. There must be only one writer at a time.</summary>
    /// <exception cref="EcsToolsException">DiskFull.</exception>
    public async Task AppendAsync(byte[] buffer, int count, CancellationToken cancellationToken)
    {
        if (Length >= _nextLook)
        {
            _nextLook = Length + LookEvery;
            if (FreeSpace() < Reserve)
            {
                throw Full(_folder, Length, null);
            }
        }

        try
        {
            // This is not buffered, so that other readers see the bytes at once.
            await _file.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
            Length += count;
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw Full(_folder, Length, e);
        }
    }

    /// <summary>Opens the file again. Each stream has its own position.</summary>
    public Stream Open()
#if NET
        => new SharedHandleStream(_file.SafeFileHandle);
#else
        => new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
#endif

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // Bytes that could not be flushed to a full disk are discarded anyway.
        }
    }

    private long FreeSpace()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(_folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // A folder on the network of Windows has no drive. A full disk is noticed when it is full.
            return long.MaxValue;
        }
    }

    private static EcsToolsException Full(string folder, long written, Exception? cause)
        => new(
            ErrorCodes.DiskFull,
            $"The disk of {folder} is {(cause is null ? $"nearly full ({ByteSize.Format(Reserve)} left)" : "full")} after "
                + $"{ByteSize.Format(written)} of the image, which is kept there while it is pushed.",
            "Free some space, or set another folder in the environment variable " + (Path.DirectorySeparatorChar == '\\' ? "TEMP." : "TMPDIR."),
            target: folder,
            inner: cause);
}
