using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry;

/// <summary>What a check of a password found.</summary>
internal enum TokenState
{
    Valid,

    /// <summary>Not in the form that GetAuthorizationToken returns: cut off, or with an added line break or encoding.</summary>
    Malformed,

    /// <summary>Expired, or issued by another registry.</summary>
    Refused,
}

/// <summary>
/// Authorization tokens, with the form and size of ECR's (a base64 document of some 2,000 characters, a token of some 2,700).
/// A token contains its expiry and the access key of the caller with a signature, so the sandbox does not need to remember it.
/// </summary>
internal sealed class RegistryTokens
{
    public const string User = "AWS";

    /// <summary>An ECR token is valid for 12 hours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // Base64 is written unchanged, without \u002B for its plus signs.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int PayloadBytes = 888;
    private const int DataKeyBytes = 184;
    private const int SealBytes = 32;

    /// <summary>Key of the signature.</summary>
    public byte[] Key { get; set; } = Random(SealBytes);

    /// <summary>The password of a token.</summary>
    /// <param name="expiry">When it expires.</param>
    /// <param name="accessKeyId">The access key of the caller whom it is issued to; empty for the root of the account.</param>
    public string Issue(DateTimeOffset expiry, string accessKeyId = "")
    {
        var bytes = Random(PayloadBytes);
        bytes[0] = (byte)accessKeyId.Length;
        Encoding.ASCII.GetBytes(accessKeyId, 0, accessKeyId.Length, bytes, 1);
        var payload = Convert.ToBase64String(bytes);
        var expiration = expiry.ToUnixTimeSeconds();
        var dataKey = Random(DataKeyBytes);
        Seal(payload, expiration).CopyTo(dataKey, 0);
        var document = new JsonObject
        {
            ["payload"] = payload,
            ["datakey"] = Convert.ToBase64String(dataKey),
            ["version"] = "2",
            ["type"] = "DATA_KEY",
            ["expiration"] = expiration,
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(document.ToJsonString(Unescaped)));
    }

    /// <summary>Checks a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="now">The machine's time.</param>
    /// <param name="accessKeyId">The access key that the token was issued to; empty for the root of the account, or if the token is not valid.</param>
    public TokenState Check(string password, DateTimeOffset now, out string accessKeyId)
    {
        accessKeyId = "";
        try
        {
            // The decoder would skip white space, but the password must not contain any.
            if (password.Trim() == password
                && JsonText.Parse(Convert.FromBase64String(password)) is JsonObject document
                && document["payload"] is JsonValue payload
                && document["datakey"] is JsonValue dataKey
                && document["expiration"] is JsonValue expiration)
            {
                var expires = expiration.GetValue<long>();
                var isOurs = Begins(Convert.FromBase64String(dataKey.GetValue<string>()), Seal(payload.GetValue<string>(), expires));
                if (!isOurs || now.ToUnixTimeSeconds() >= expires)
                {
                    return TokenState.Refused;
                }

                var bytes = Convert.FromBase64String(payload.GetValue<string>());
                accessKeyId = Encoding.ASCII.GetString(bytes, 1, bytes[0]);
                return TokenState.Valid;
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            // It is not a token of this registry.
        }

        return TokenState.Malformed;
    }

    /// <summary>A signature for a link to <paramref name="content"/> that expires.</summary>
    public string Sign(string content, long expiration) => Convert.ToBase64String(Seal(content, expiration));

    private byte[] Seal(string payload, long expiration)
    {
        using var hmac = new HMACSHA256(Key);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{expiration}:{payload}")));
    }

    private static bool Begins(byte[] text, byte[] start)
    {
        var difference = text.Length == DataKeyBytes ? 0 : 1;
        for (var i = 0; i < start.Length && i < text.Length; i++)
        {
            difference |= text[i] ^ start[i];
        }

        return difference == 0;
    }

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
