using System;
using System.ComponentModel;
using System.IO;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace EcsTools.DockerTransport;

/// <summary>
/// A Windows named pipe to an engine. These pipes transfer messages, and the engine reads an empty message as the end of input. .NET never writes an
/// empty message, so that one write calls Windows directly.
/// </summary>
internal sealed class PipeStream : Stream, IHalfClosable
{
    private readonly NamedPipeClientStream _pipe;

    private PipeStream(NamedPipeClientStream pipe) => _pipe = pipe;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<PipeStream> ConnectAsync(string server, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(server, name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync((int)timeout.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
            return new PipeStream(pipe);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    public void CloseWrite()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            throw new PlatformNotSupportedException("Half-closing a named pipe needs Windows.");
        }

        // .NET has bound the pipe to its completion port. Without the low bit of the event, Windows would queue the end of this write there. .NET did not
        // start the write: it would read memory that does not belong to it, and the process would end.
        using var done = new ManualResetEvent(false);
        var overlapped = new NativeOverlapped { EventHandle = new IntPtr(done.SafeWaitHandle.DangerousGetHandle().ToInt64() | 1) };
        const int ioPending = 997;
        if (!WriteFile(_pipe.SafePipeHandle, Array.Empty<byte>(), 0, IntPtr.Zero, ref overlapped)
            && (Marshal.GetLastWin32Error() != ioPending || !GetOverlappedResult(_pipe.SafePipeHandle, ref overlapped, out _, wait: true)))
        {
            throw new IOException("The named pipe could not be half-closed.", new Win32Exception(Marshal.GetLastWin32Error()));
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => _pipe.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _pipe.ReadAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _pipe.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _pipe.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => _pipe.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipe.Dispose();
        }

        base.Dispose(disposing);
    }

#pragma warning disable SYSLIB1054, CA5392 // Source-generated imports are not in netstandard2.0; kernel32 is always the system's.
    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool WriteFile(
        SafePipeHandle handle, byte[] buffer, int count, IntPtr written, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetOverlappedResult(
        SafePipeHandle handle, ref NativeOverlapped overlapped, out uint transferred, [MarshalAs(UnmanagedType.Bool)] bool wait);
#pragma warning restore SYSLIB1054, CA5392
}
