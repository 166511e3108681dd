using System.IO;
using System.Text;

namespace EcsTools.Images.Build;

/// <summary>
/// File names of Linux as text. A name is a sequence of bytes that need not be UTF-8. A byte that is not part of UTF-8 is kept as a character of the range
/// U+DC80 to U+DCFF, which valid text never has alone. Python does the same (PEP 383).
/// </summary>
internal static class RawName
{
    private const int Escape = 0xDC00;

#if NET
    /// <summary>The text for a name.</summary>
    public static string Decode(System.ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                for (var i = 0; i < length; i++)
                {
                    text.Append((char)(Escape + name[i]));
                }
            }

            name = name[length..];
        }

        return text.ToString();
    }
#endif

    /// <summary>The bytes of a name.</summary>
    public static byte[] Encode(string name)
    {
        if (!HasEscapes(name))
        {
            return Encoding.UTF8.GetBytes(name);
        }

        using var bytes = new MemoryStream();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && !IsEscape(name, i))
            {
                continue;
            }

            var before = Encoding.UTF8.GetBytes(name.Substring(start, i - start));
            bytes.Write(before, 0, before.Length);
            if (i < name.Length)
            {
                bytes.WriteByte((byte)(name[i] - Escape));
            }

            start = i + 1;
        }

        return bytes.ToArray();
    }

    /// <summary>Whether a name has bytes that are not UTF-8.</summary>
    public static bool HasEscapes(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (IsEscape(name, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEscape(string name, int at)
        => name[at] is >= '\uDC80' and <= '\uDCFF' && (at == 0 || !char.IsHighSurrogate(name[at - 1]));
}
