using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>A connection as bytes in both directions. One reader and one writer at a time; closing it ends both.</summary>
internal abstract class Transport : IDisposable
{
    protected Transport(Socket socket)
    {
        Socket = socket;
    }

    /// <summary>Whether the other side has ended its sending, and everything that it sent has been read.</summary>
    public bool IsEnded => HasInput && Available == 0;

    /// <summary>Whether a read would return at once, with bytes or with the end. It asks the system, which knows of bytes before any read is told.</summary>
    public bool HasInput
    {
        get
        {
            try
            {
                return Socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    protected Socket Socket { get; }

    private int Available
    {
        get
        {
            try
            {
                return Socket.Available;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Reads what is there; 0 if the other side has ended its sending.</summary>
    public abstract ValueTask<int> ReadAsync(byte[] bytes, int offset, int count);

    public abstract ValueTask WriteAsync(byte[] bytes, int offset, int count);

    /// <summary>Ends the sending side.</summary>
    public virtual Task EndSendingAsync()
    {
        Socket.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Ends both directions in order. A read that waits ends too, and whoever made it closes the connection: closing under a read would reset it.
    /// </summary>
    public void End()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Ended already.
        }
    }

    /// <summary>Resets the connection, so that the other side does not take what it has for the whole.</summary>
    public void Reset()
    {
        try
        {
            Socket.LingerState = new LingerOption(true, 0);
            Socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Socket.Dispose();
}
