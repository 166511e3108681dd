using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using Xunit;

namespace EcsTools.Tests.Images.Archives;

public sealed class ReadAheadStreamTests
{
    private const int Length = 9_000_001;

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(100_003)]
    public async Task It_has_the_bytes_of_its_source(int most)
    {
        var bytes = new byte[Length];
        new Random(1).NextBytes(bytes);
        using var ahead = new ReadAheadStream(new Source(bytes, most), new CancellationTokenSource());
        using var read = new MemoryStream();
        await ahead.CopyToAsync(read, 77_777);
        Assert.Equal(bytes, read.ToArray());
        Assert.Equal(0, await ahead.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task An_error_comes_after_the_bytes_before_it()
    {
        using var ahead = new ReadAheadStream(
            new Source(new byte[Length], 1 << 20, () => throw new MalformedContentException("it is broken")), new CancellationTokenSource());
        var read = 0L;
        var failed = await Assert.ThrowsAsync<MalformedContentException>(async () =>
        {
            while (true)
            {
                read += await ahead.ReadAsync(new byte[1 << 17]);
            }
        });
        Assert.Equal((Length, "it is broken"), (read, failed.Problem));
    }

    [Fact]
    public void A_source_that_waits_is_stopped_and_disposed()
    {
        var stop = new CancellationTokenSource();
        var source = new Source(new byte[1], 1, () =>
        {
            stop.Token.WaitHandle.WaitOne();
            stop.Token.ThrowIfCancellationRequested();
        });
        new ReadAheadStream(source, stop).Dispose();
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task It_does_not_read_everything_before_its_reader()
    {
        var source = new Source(new byte[Length], 1 << 20);
        using var ahead = new ReadAheadStream(source, new CancellationTokenSource());
        Assert.True(await ahead.ReadAsync(new byte[10]) > 0);
        Assert.InRange(source.Position, 1, Length - 1);
    }

    private sealed class Source(byte[] bytes, int most, Action? atEnd = null) : ForwardStream
    {
        private int _at;

        public bool IsDisposed { get; private set; }

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == bytes.Length)
            {
                atEnd?.Invoke();
            }

            var read = Math.Min(Math.Min(count, most), bytes.Length - _at);
            Array.Copy(bytes, _at, buffer, offset, read);
            _at += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
