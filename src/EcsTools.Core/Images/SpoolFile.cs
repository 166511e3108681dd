using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images;

/// <summary>A temporary file that an archive is read from where its source can be read only once. Gone when disposed.</summary>
internal sealed class SpoolFile : IDisposable
{
    private SpoolFile(string path)
    {
        Path = path;
    }

    public string Path { get; }

    /// <summary>Writes a stream to a new temporary file. A failure leaves no file.</summary>
    /// <param name="source">Read to its end; not closed.</param>
    /// <param name="progress">Told the bytes written so far.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<SpoolFile> WriteAsync(Stream source, Action<long>? progress, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "ecstools-" + Guid.NewGuid().ToString("N") + ".tar");
        var spool = new SpoolFile(path);
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 17, useAsync: true);
            var buffer = new byte[1 << 17];
            long total = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await file.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
                progress?.Invoke(total += read);
            }

            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Delete(Path);
}
