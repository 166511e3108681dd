using System;
using System.Linq;
using System.Text;

namespace EcsTools.Campaigns.Mutations;

/// <summary>Changes of bytes, whatever they mean.</summary>
internal static class ByteMutations
{
    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        for (var left = random.Next(1, 4); left > 0 && bytes.Length > 0; left--)
        {
            bytes = random.Next(6) switch
            {
                0 => Flip(bytes, random),
                1 => bytes[..random.Next(bytes.Length)],
                2 => Splice(bytes, other, random),
                3 => Repeat(bytes, random),
                4 => Cut(bytes, random),
                _ => Number(bytes, random),
            };
        }

        return bytes;
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var changed = (byte[])bytes.Clone();
        for (var left = random.Next(1, 9); left > 0; left--)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private static byte[] Splice(byte[] bytes, byte[] other, Random random)
        => [.. bytes[..random.Next(bytes.Length)], .. other[random.Next(other.Length)..]];

    private static byte[] Repeat(byte[] bytes, Random random)
    {
        var (start, length) = Piece(bytes, random);
        return [.. bytes[..(start + length)], .. bytes[start..]];
    }

    private static byte[] Cut(byte[] bytes, Random random)
    {
        var (start, length) = Piece(bytes, random);
        return [.. bytes[..start], .. bytes[(start + length)..]];
    }

    /// <summary>Another number in place of one in the text.</summary>
    private static byte[] Number(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length);
        while (start < bytes.Length && !char.IsAsciiDigit((char)bytes[start]))
        {
            start++;
        }

        var end = start;
        while (end < bytes.Length && char.IsAsciiDigit((char)bytes[end]))
        {
            end++;
        }

        string[] numbers = ["0", "-1", "1", "9", "2147483648", "9223372036854775807", "99999999999999999999", "1e9", "0.5", new string('7', 11)];
        return start == end ? Flip(bytes, random) : [.. bytes[..start], .. Encoding.ASCII.GetBytes(numbers[random.Next(numbers.Length)]), .. bytes[end..]];
    }

    private static (int Start, int Length) Piece(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length);
        return (start, random.Next(1, Math.Min(bytes.Length - start, 1024) + 1));
    }
}
