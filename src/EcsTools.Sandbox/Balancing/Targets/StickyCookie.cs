using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>
/// The cookies of stickiness. What they say is signed: a client can keep its target, but cannot choose one.
/// </summary>
internal sealed class StickyCookie : IDisposable
{
    public const string Target = "AWSALB";
    public const string ApplicationTarget = "AWSALBAPP-0";
    public const string Group = "AWSALBTG";
    private const int SignatureLength = 16;

    private readonly HMACSHA256 _signing;

    public StickyCookie()
    {
        var key = new byte[32];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(key);
        _signing = new HMACSHA256(key);
    }

    /// <summary>A value for a cookie.</summary>
    /// <param name="name">The name of the cookie.</param>
    /// <param name="scope">Where it holds, such as the id of the group.</param>
    /// <param name="content">What it says.</param>
    /// <param name="expires">Until when.</param>
    public string Issue(string name, string scope, string content, DateTimeOffset expires)
    {
        var text = Encoding.UTF8.GetBytes(expires.UtcTicks.ToString(CultureInfo.InvariantCulture) + " " + content);
        var signature = Sign(name, scope, text);
        var all = new byte[SignatureLength + text.Length];
        Buffer.BlockCopy(signature, 0, all, 0, SignatureLength);
        Buffer.BlockCopy(text, 0, all, SignatureLength, text.Length);
        return Convert.ToBase64String(all);
    }

    /// <summary>What a value says, or null if it is not of this balancer, or too old.</summary>
    public string? Read(string name, string scope, string value, DateTimeOffset now)
    {
        byte[] all;
        try
        {
            all = Convert.FromBase64String(value);
        }
        catch (FormatException)
        {
            return null;
        }

        if (all.Length <= SignatureLength)
        {
            return null;
        }

        var text = new byte[all.Length - SignatureLength];
        Buffer.BlockCopy(all, SignatureLength, text, 0, text.Length);
        var difference = 0;
        var signature = Sign(name, scope, text);
        for (var i = 0; i < SignatureLength; i++)
        {
            difference |= signature[i] ^ all[i];
        }

        var words = Encoding.UTF8.GetString(text).Split(new[] { ' ' }, 2);
        return difference == 0 && words.Length == 2 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && until > now.UtcTicks
            ? words[1]
            : null;
    }

    /// <summary>The value of a cookie in the Cookie headers of a request, or null.</summary>
    public static string? Find(HeadFields fields, string name)
    {
        foreach (var field in fields.All)
        {
            if (field.Name != HeaderName.Cookie)
            {
                continue;
            }

            foreach (var pair in HttpBytes.Text(fields.Value(field)).Split(';'))
            {
                var equals = pair.IndexOf('=');
                if (equals > 0 && pair.Substring(0, equals).Trim() == name)
                {
                    return pair.Substring(equals + 1).Trim();
                }
            }
        }

        return null;
    }

    public void Dispose() => _signing.Dispose();

    private byte[] Sign(string name, string scope, byte[] text)
    {
        var prefix = Encoding.UTF8.GetBytes(name + "\n" + scope + "\n");
        var all = new byte[prefix.Length + text.Length];
        Buffer.BlockCopy(prefix, 0, all, 0, prefix.Length);
        Buffer.BlockCopy(text, 0, all, prefix.Length, text.Length);
        lock (_signing)
        {
            return _signing.ComputeHash(all);
        }
    }
}
