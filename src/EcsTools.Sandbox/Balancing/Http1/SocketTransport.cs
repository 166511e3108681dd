using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>A plain connection, over the socket itself: a stream between would cost a call and an object for each read.</summary>
internal sealed class SocketTransport : Transport
{
    public SocketTransport(Socket socket)
        : base(socket)
    {
    }

#if NETSTANDARD2_0
    public override ValueTask<int> ReadAsync(byte[] bytes, int offset, int count)
        => new(Socket.ReceiveAsync(new ArraySegment<byte>(bytes, offset, count), SocketFlags.None));

    public override async ValueTask WriteAsync(byte[] bytes, int offset, int count)
    {
        while (count > 0)
        {
            var sent = await Socket.SendAsync(new ArraySegment<byte>(bytes, offset, count), SocketFlags.None).ConfigureAwait(false);
            offset += sent;
            count -= sent;
        }
    }
#else
    public override ValueTask<int> ReadAsync(byte[] bytes, int offset, int count)
        => Socket.ReceiveAsync(new Memory<byte>(bytes, offset, count), SocketFlags.None);

    public override ValueTask WriteAsync(byte[] bytes, int offset, int count)
    {
        var sending = Socket.SendAsync(new ReadOnlyMemory<byte>(bytes, offset, count), SocketFlags.None);
        if (!sending.IsCompletedSuccessfully)
        {
            return WriteRestAsync(sending, bytes, offset, count);
        }

        var sent = sending.Result;
        return sent == count ? default : WriteRestAsync(new ValueTask<int>(sent), bytes, offset, count);
    }

    private async ValueTask WriteRestAsync(ValueTask<int> first, byte[] bytes, int offset, int count)
    {
        var sent = await first.ConfigureAwait(false);
        while (sent < count)
        {
            sent += await Socket.SendAsync(new ReadOnlyMemory<byte>(bytes, offset + sent, count - sent), SocketFlags.None).ConfigureAwait(false);
        }
    }
#endif
}
