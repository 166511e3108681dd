using System;
using System.Security.Cryptography;

namespace EcsTools.Sandbox.Registry;

/// <summary>Digests: <c>sha256:</c> and 64 lower-case hexadecimal digits, the only kind that ECR accepts.</summary>
internal static class ContentDigest
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;

    public static bool IsValid(string? digest)
    {
        if (digest is null || digest.Length != Prefix.Length + HexLength || !digest.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = Prefix.Length; i < digest.Length; i++)
        {
            if (digest[i] is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The hexadecimal digits alone. They are a safe file name if the digest passed <see cref="IsValid"/>.</summary>
    public static string Hex(string digest)
        => IsValid(digest)
            ? digest.Substring(Prefix.Length)
            : throw new ArgumentException($"'{digest}' is no sha256 digest.", nameof(digest));

    public static string FromHash(byte[] hash) => Prefix + ToHex(hash);

    public static string Of(byte[] content)
    {
#if NETSTANDARD2_0
        using var sha = SHA256.Create();
        return FromHash(sha.ComputeHash(content));
#else
        return FromHash(SHA256.HashData(content));
#endif
    }

    private static string ToHex(byte[] bytes)
    {
        const string Digits = "0123456789abcdef";
        var text = new char[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i * 2] = Digits[bytes[i] >> 4];
            text[(i * 2) + 1] = Digits[bytes[i] & 15];
        }

        return new string(text);
    }
}
