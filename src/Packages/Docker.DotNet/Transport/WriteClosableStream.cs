using System.IO;

namespace Microsoft.Net.Http.Client;

/// <summary>A two-way stream whose writing side can end while the reading side goes on.</summary>
public abstract class WriteClosableStream : Stream
{
    /// <summary>True where <see cref="CloseWrite"/> works.</summary>
    public abstract bool CanCloseWrite { get; }

    /// <summary>Tells the other end that nothing more is coming.</summary>
    public abstract void CloseWrite();
}
