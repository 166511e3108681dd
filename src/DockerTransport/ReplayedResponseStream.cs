using System.IO;

namespace EcsTools.DockerTransport;

/// <summary>A connection whose answer has already arrived. Everything that is sent is discarded.</summary>
internal sealed class ReplayedResponseStream : MemoryStream
{
    public ReplayedResponseStream(byte[] answer)
        : base(answer, writable: false)
    {
    }

    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override System.Threading.Tasks.Task WriteAsync(byte[] buffer, int offset, int count, System.Threading.CancellationToken cancellationToken)
        => System.Threading.Tasks.Task.CompletedTask;
}
