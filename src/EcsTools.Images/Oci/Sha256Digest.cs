using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Images.Oci;

/// <summary>Digests as registries write them: <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
internal static class Sha256Digest
{
    internal static string Compute(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return FromHash(sha.ComputeHash(bytes));
    }

    internal static string FromHash(byte[] hash)
    {
        var text = new StringBuilder("sha256:", 7 + (hash.Length * 2));
        foreach (var value in hash)
        {
            text.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>The hexadecimal digits of a digest, without the name of the algorithm.</summary>
    internal static string Hex(string digest) => digest.Substring(digest.IndexOf(':') + 1);

    /// <summary>Whether a text is a SHA-256 digest.</summary>
    /// <param name="text">The text, or null.</param>
    public static bool Is(string? text) => text is { Length: 71 }
        && text.StartsWith("sha256:", StringComparison.Ordinal)
        && text.Skip(7).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>The first twelve digits, as people abbreviate digests.</summary>
    internal static string Short(string digest)
    {
        var start = digest.IndexOf(':') + 1;
        return digest.Substring(start, Math.Min(12, digest.Length - start));
    }
}
