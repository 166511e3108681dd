using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>
/// The right to edit a file: an open handle on an empty lock file beside it. Only one process or thread can have it. The operating system gives the right
/// back when the handle is closed or its process ends, however it ends. So a lock never has to be broken, and its age says nothing: a process may be
/// suspended for an hour and still own it. The lock file stays, because deleting it would let two processes lock two files of the same name.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FileStream _handle;

    private FileLock(FileStream handle)
    {
        _handle = handle;
    }

    /// <summary>The lock file of a file. Its name begins with a point, so Unix does not list it.</summary>
    public static string PathFor(string path)
        => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "." + Path.GetFileName(path) + ".lock");

    /// <summary>Waits for the right to edit a file.</summary>
    /// <param name="path">Full path of the file. Its folder must exist.</param>
    /// <param name="clock">The clock that waits.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="EcsToolsException"><c>FileLocked</c>: another process has had it for too long.</exception>
    /// <exception cref="IOException">The lock file cannot be opened.</exception>
    public static async Task<FileLock> TakeAsync(string path, IClock clock, CancellationToken cancellationToken)
    {
        var lockPath = PathFor(path);
        var start = clock.UtcNow;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(PlatformFileSystem.OpenLock(lockPath));
            }
            catch (IOException held) when (PlatformFileSystem.IsHeld(held))
            {
                if (clock.UtcNow - start >= Patience)
                {
                    throw new EcsToolsException(
                        ErrorCodes.FileLocked,
                        $"{path} is being written by another process, which has held the lock {lockPath} for {Patience.TotalSeconds} seconds.",
                        "Run the command again when that process has ended.",
                        target: path,
                        inner: held);
                }
            }

            await clock.DelayAsync(TimeSpan.FromMilliseconds(5 + (20 * clock.NextRandom())), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _handle.Dispose();
}
