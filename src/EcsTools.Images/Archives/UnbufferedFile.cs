using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// A file of an image that is read synchronously. The next bytes are nearly always in the system's cache. The framework's asynchronous file reads use
/// another thread for every piece, which costs more than the read itself.
/// </summary>
internal sealed class UnbufferedFile : FileStream
{
    public UnbufferedFile(string path)
        : base(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16)
    {
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? Task.FromCanceled<int>(cancellationToken) : Task.FromResult(Read(buffer, offset, count));
}
