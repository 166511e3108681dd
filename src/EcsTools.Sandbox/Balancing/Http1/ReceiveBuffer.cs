using System;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>What was received and is not used yet: the bytes from <see cref="Start"/> to <see cref="End"/>.</summary>
internal sealed class ReceiveBuffer
{
    private const int InitialSize = 16 * 1024;
    private const int LargeSize = 64 * 1024;
    private bool _wasFilled;

#if NETSTANDARD2_0
    public byte[] Bytes { get; private set; } = new byte[InitialSize];
#else
    public byte[] Bytes { get; private set; } = GC.AllocateUninitializedArray<byte>(InitialSize);
#endif

    public int Start { get; set; }

    public int End { get; private set; }

    public int Available => End - Start;

    /// <summary>Reads more, after what is there. Enlarges the buffer if it is full, so the caller limits what it keeps.</summary>
    public ValueTask<int> ReadAsync(Transport transport)
    {
        MakeRoom();
        return transport.ReadAsync(Bytes, End, Bytes.Length - End);
    }

    /// <summary>Notes what <see cref="ReadAsync"/> has read.</summary>
    public void Received(int count)
    {
        End += count;
        _wasFilled = End == Bytes.Length;
    }

    private void MakeRoom()
    {
        if (Start == End)
        {
            Start = End = 0;

            // Whoever fills a buffer has more: fewer and larger reads.
            if (_wasFilled && Bytes.Length < LargeSize)
            {
                Bytes = new byte[Bytes.Length * 2];
            }
        }
        else if (End == Bytes.Length)
        {
            var target = Available > Bytes.Length / 2 ? new byte[Bytes.Length * 2] : Bytes;
            Buffer.BlockCopy(Bytes, Start, target, 0, Available);
            End = Available;
            Start = 0;
            Bytes = target;
        }
    }
}
