using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using Xunit;

namespace EcsTools.Tests.Images.Archives;

public sealed class ArchiveReaderTests
{
    [Fact]
    public void An_engine_that_falls_silent_has_lost_the_archive()
    {
        using var archive = new ArchiveReader(new Silent(new byte[10]), CancellationToken.None, TimeSpan.FromMilliseconds(20));
        Assert.Equal(10, archive.Read(new byte[100], 0, 100));
        var lost = Assert.Throws<MalformedContentException>(() => archive.Read(new byte[100], 0, 100));
        Assert.Contains("sent nothing of the archive for 0.02 seconds", lost.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_read_is_not_a_fault_of_the_archive()
    {
        using var stop = new CancellationTokenSource();
        using var archive = new ArchiveReader(new Silent([]), stop.Token);
        stop.CancelAfter(20);
        Assert.ThrowsAny<OperationCanceledException>(() => archive.Read(new byte[100], 0, 100));
    }

    /// <summary>Sends some bytes, and then nothing.</summary>
    private sealed class Silent(byte[] bytes) : ForwardStream
    {
        private bool _isSent = bytes.Length == 0;

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (_isSent)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            _isSent = true;
            bytes.CopyTo(buffer, offset);
            return bytes.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
