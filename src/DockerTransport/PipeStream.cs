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

        using var done = new ManualResetEvent(false);
        var overlapped = new NativeOverlapped { EventHandle = done.SafeWaitHandle.DangerousGetHandle() };
        const int ioPending = 997;
        if (!WriteFile(_pipe.SafePipeHandle, Array.Empty<byte>(), 0, IntPtr.Zero, ref overlapped))
        {
            var error = Marshal.GetLastWin32Error();
            if (error != ioPending)
            {
                throw new IOException("The named pipe could not be half-closed.", new Win32Exception(error));
            }

            done.WaitOne();
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
#pragma warning restore SYSLIB1054, CA5392
}
