using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// A temporary file that an archive is read from where its source can be read only once. It has no name once it is open, where the system allows
/// that, so that not even a process that is killed leaves it behind.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    // ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] NoSpace = { 28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027) };

    private readonly FileStream _file;
    private readonly string _folder;
    private readonly string _path;

    private SpoolFile(string folder)
    {
        _folder = folder;
        _path = Path.Combine(folder, "ecstools-" + Guid.NewGuid().ToString("N") + ".spool");
        var options = FileOptions.Asynchronous | FileOptions.DeleteOnClose;
        _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1, options);
#if NET
        if (!OperatingSystem.IsWindows())
        {
            // Windows itself deletes the file with its last handle; elsewhere a file without a name lives as long.
            File.Delete(_path);
        }
#endif
    }

    /// <summary>How much has been written. What is below can be read.</summary>
    public long Length { get; private set; }

    /// <summary>An empty file, to be appended to.</summary>
    /// <param name="folder">Where the file is; null for the user's temporary folder.</param>
    public static SpoolFile Create(string? folder = null) => new(folder ?? Path.GetTempPath());

    /// <summary>Writes a stream to a new temporary file. A failure leaves no file.</summary>
    /// <param name="source">Read to its end; not closed.</param>
    /// <param name="progress">Told the bytes written so far.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <param name="folder">Where the file is; null for the user's temporary folder.</param>
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

    /// <summary>Writes on, by one writer at a time.</summary>
    /// <exception cref="EcsToolsException">DiskFull.</exception>
    public async Task AppendAsync(byte[] buffer, int count, CancellationToken cancellationToken)
    {
        try
        {
            // Not buffered here: whoever reads beside sees it at once.
            await _file.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
            Length += count;
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full(_folder, Length, e);
        }
    }

    /// <summary>Opens the file once more. Each stream has a position of its own.</summary>
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
            // What could not be flushed to a full disk is thrown away anyhow.
        }
    }

    private static bool IsFull(IOException problem) => Array.IndexOf(NoSpace, problem.HResult) >= 0;

    private static EcsToolsException Full(string folder, long written, Exception cause)
        => new(
            ErrorCodes.DiskFull,
            $"The disk of {folder} is full after {ByteSize.Format(written)} of the image, which is kept there while it is pushed.",
            "Free some space, or name another folder in the environment variable " + (Path.DirectorySeparatorChar == '\\' ? "TEMP." : "TMPDIR."),
            target: folder,
            inner: cause);
}
