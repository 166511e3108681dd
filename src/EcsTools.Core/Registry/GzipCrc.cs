namespace EcsTools.Registry;

/// <summary>
/// Joins CRC-32 values of two pieces into the value of the whole, without the bytes: appending n zero bytes is a linear map over GF(2),
/// raised to n by squaring. Source: RFC 1952 for the polynomial.
/// </summary>
internal static class GzipCrc
{
    private const uint Polynomial = 0xedb88320;

    /// <param name="first">Value of the first piece.</param>
    /// <param name="second">Value of the second piece.</param>
    /// <param name="secondLength">Length of the second piece in bytes.</param>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        if (secondLength <= 0)
        {
            return first;
        }

        var power = OneZeroByte();
        for (var left = secondLength; ; power = Multiply(power, power))
        {
            if ((left & 1) != 0)
            {
                first = Apply(power, first);
            }

            left >>= 1;
            if (left == 0)
            {
                return first ^ second;
            }
        }
    }

    private static uint[] OneZeroByte()
    {
        var oneBit = new uint[32];
        oneBit[0] = Polynomial;
        for (var i = 1; i < 32; i++)
        {
            oneBit[i] = 1u << (i - 1);
        }

        var twoBits = Multiply(oneBit, oneBit);
        var fourBits = Multiply(twoBits, twoBits);
        return Multiply(fourBits, fourBits);
    }

    private static uint Apply(uint[] matrix, uint vector)
    {
        uint sum = 0;
        for (var i = 0; vector != 0; i++, vector >>= 1)
        {
            sum ^= (vector & 1) != 0 ? matrix[i] : 0;
        }

        return sum;
    }

    private static uint[] Multiply(uint[] left, uint[] right)
    {
        var product = new uint[32];
        for (var i = 0; i < 32; i++)
        {
            product[i] = Apply(left, right[i]);
        }

        return product;
    }
}
