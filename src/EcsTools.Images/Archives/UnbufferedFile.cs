using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// A file of an image, read where it is asked for. What is read next is nearly always in the system's cache: a thread of its own for every piece, as the
/// framework's asynchronous reading of files takes, costs more than the reading.
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
