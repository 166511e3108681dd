using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>Random identifiers and secrets in the forms IAM gives them.</summary>
internal static class IamIds
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>A unique id such as AIDA… (user), AROA… (role), ANPA… (policy), AKIA… (access key), ASIA… (temporary key).</summary>
    public static string New(string prefix) => prefix + Random(Base32, 16);

    public static string Secret() => Random(SecretLetters, 40);

    /// <summary>Sixteen letters that depend only on the name.</summary>
    public static string FromName(string name)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(name));
        var text = new StringBuilder(16);
        for (var i = 0; i < 16; i++)
        {
            text.Append(Base32[hash[i] % 32]);
        }

        return text.ToString();
    }

    public static string SessionToken() => "FwoGZXIvYXdzE" + Random(SecretLetters, 343);

    private static string Random(string letters, int length)
    {
        var bytes = new byte[length];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }

        var text = new StringBuilder(length);
        foreach (var value in bytes)
        {
            text.Append(letters[value % letters.Length]);
        }

        return text.ToString();
    }
}
