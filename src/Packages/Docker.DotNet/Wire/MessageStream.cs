using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Docker.DotNet.Wire;

/// <summary>The engine's progress form: one JSON object a line.</summary>
internal static class MessageStream
{
    public static async Task ReadAsync<T>(Stream stream, IProgress<T> progress, CancellationToken cancellationToken)
    {
        // Reader.ReadLineAsync takes no token on netstandard2.0: ending the connection is what ends the read.
        using var abort = cancellationToken.Register(stream.Dispose);
        using var reader = new StreamReader(stream, new UTF8Encoding(false));
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    progress.Report(DockerJson.Deserialize<T>(line));
                }
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is IOException or ObjectDisposedException)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
