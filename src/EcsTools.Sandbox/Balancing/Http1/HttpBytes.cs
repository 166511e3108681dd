using System;
using System.Text;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>Which bytes RFC 9112 allows where.</summary>
internal static class HttpBytes
{
    private const byte Token = 1;
    private const byte Field = 2;
    private const byte Target = 4;
    private const byte HostName = 8;
    private const byte Plain = 16;
    private static readonly byte[] Classes = Classify();

    public static bool IsToken(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && Are(bytes, Token);

    /// <summary>The value of a header: no control characters but tab.</summary>
    public static bool IsField(ReadOnlySpan<byte> bytes) => Are(bytes, Field);

    public static bool IsTarget(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && Are(bytes, Target);

    public static bool IsHost(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && Are(bytes, HostName);

    /// <summary>Letters, digits and hyphens alone, as a header name that every server takes.</summary>
    public static bool IsPlainName(ReadOnlySpan<byte> bytes) => Are(bytes, Plain);

    public static byte Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;

    /// <summary>Without the spaces and tabs around.</summary>
    public static (int Start, int End) Trim(byte[] bytes, int start, int end)
    {
        while (start < end && bytes[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && bytes[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return (start, end);
    }

    /// <summary>As text in which each byte is one character, so that it can be written again as it was.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            return "";
        }

        var letters = new StringBuilder(bytes.Length);
        foreach (var letter in bytes)
        {
            letters.Append((char)letter);
        }

        return letters.ToString();
    }

    /// <summary>The number that decimal digits are, or -1 if they are not one of at most 18 digits.</summary>
    public static long Number(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > 18)
        {
            return -1;
        }

        long number = 0;
        foreach (var digit in bytes)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static bool Are(ReadOnlySpan<byte> bytes, byte kind)
    {
        var classes = Classes;
        foreach (var letter in bytes)
        {
            if ((classes[letter] & kind) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Classify()
    {
        var classes = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            var letter = (char)i;
            var isAlphanumeric = letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
            classes[i] = (byte)(
                (isAlphanumeric || "!#$%&'*+-.^_`|~".IndexOf(letter) >= 0 ? Token : 0)
                | (i is (>= 0x20 and not 0x7f) or '\t' ? Field : 0)
                | (i is > 0x20 and < 0x7f && letter != '#' ? Target : 0)
                | (isAlphanumeric || "-._~!$&'()*+,;=:[]%".IndexOf(letter) >= 0 ? HostName : 0)
                | (isAlphanumeric || letter == '-' ? Plain : 0));
        }

        return classes;
    }
}
