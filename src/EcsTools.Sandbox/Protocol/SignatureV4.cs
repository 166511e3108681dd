using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Protocol;

/// <summary>A request's AWS Signature Version 4, from its Authorization header or, presigned, from its query.</summary>
internal sealed class SignatureV4
{
    /// <summary>The message of AWS for a signature that does not match.</summary>
    public const string Mismatch =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>How far the time of a signature may be from the time of the server.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(15);

    /// <summary>How long a presigned request may be valid: a week.</summary>
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(7);

    private readonly string[] _scope;
    private readonly string[] _signedHeaders;
    private readonly string _signature;
    private readonly bool _presigned;

    private SignatureV4(string credential, string signedHeaders, string signature, bool presigned)
    {
        var parts = credential.Split('/');
        AccessKeyId = string.Join("/", parts.Take(Math.Max(0, parts.Length - 4)));
        _scope = parts.Skip(Math.Max(0, parts.Length - 4)).ToArray();
        _signedHeaders = signedHeaders.Split(';');
        _signature = signature;
        _presigned = presigned;
    }

    public string AccessKeyId { get; }

    public string Region => _scope.Length == 4 ? _scope[1] : "";

    /// <summary>The service the request is signed for, such as <c>ecs</c>.</summary>
    public string Service => _scope.Length == 4 ? _scope[2] : "";

    /// <summary>The signature of a request, or null if it has none.</summary>
    public static SignatureV4? Find(ApiRequest request)
    {
        if (request.Header("Authorization") is { } header && header.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            var fields = header.Substring(Algorithm.Length).Split(',')
                .Select(field => field.Trim().Split(new[] { '=' }, 2))
                .Where(field => field.Length == 2)
                .ToLookup(field => field[0], field => field[1], StringComparer.Ordinal);
            return new SignatureV4(
                fields["Credential"].FirstOrDefault() ?? "",
                fields["SignedHeaders"].FirstOrDefault() ?? "",
                fields["Signature"].FirstOrDefault() ?? "",
                presigned: false);
        }

        var query = HttpForm.Parse(request.RawQuery).ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return query["X-Amz-Credential"].FirstOrDefault() is { } credential
            ? new SignatureV4(
                credential,
                query["X-Amz-SignedHeaders"].FirstOrDefault() ?? "",
                query["X-Amz-Signature"].FirstOrDefault() ?? "",
                presigned: true)
            : null;
    }

    /// <summary>The session token sent along with temporary credentials, or null.</summary>
    public static string? SessionToken(ApiRequest request)
        => request.Header("X-Amz-Security-Token")
            ?? QueryValue(request, "X-Amz-Security-Token");

    /// <summary>Whether the signature was made of this request with this secret.</summary>
    public bool IsOf(ApiRequest request, string secret)
    {
        if (_scope.Length != 4 || _scope[3] != "aws4_request")
        {
            return false;
        }

        var time = TimeOf(request);
        var canonical = string.Join(
            "\n",
            request.Method,
            CanonicalPath(request.RawPath),
            CanonicalQuery(request),
            CanonicalHeaders(request),
            string.Join(";", _signedHeaders),
            PayloadHash(request));
        var text = string.Join("\n", Algorithm, time, string.Join("/", _scope), Hex(Hash(Encoding.UTF8.GetBytes(canonical))));
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in _scope)
        {
            key = Hmac(key, part);
        }

        return SameText(Hex(Hmac(key, text)), _signature);
    }

    /// <summary>
    /// What is wrong with the time of the signature, in the words of AWS; null if nothing is. A request that somebody recorded must not be accepted later.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The machine's time, by which clients sign.</param>
    public string? TimeProblem(ApiRequest request, DateTimeOffset now)
    {
        var text = TimeOf(request);
        if (!DateTimeOffset.TryParseExact(
            text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return "Date in X-Amz-Date is not in the form YYYYMMDD'T'HHMMSS'Z'.";
        }

        if (_scope[0] != text.Substring(0, 8))
        {
            return "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{_scope[0]}' != '{text.Substring(0, 8)}', from '{text}'.";
        }

        var validity = Leeway;
        if (_presigned)
        {
            if (!int.TryParse(QueryValue(request, "X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || seconds < 1 || seconds > LongestValidity.TotalSeconds)
            {
                return "X-Amz-Expires must be a number of seconds from 1 to 604800.";
            }

            validity = TimeSpan.FromSeconds(seconds);
        }

        return time + validity < now
            ? $"Signature expired: {text} is now earlier than {Shown(now - validity)} ({Shown(now)} - {validity.TotalMinutes:0.#} min.)"
            : time - Leeway > now ? $"Signature not yet current: {text} is still later than {Shown(now + Leeway)} ({Shown(now)} + 15 min.)"
            : null;
    }

    private string TimeOf(ApiRequest request) => (_presigned ? QueryValue(request, "X-Amz-Date") : request.Header("X-Amz-Date")) ?? "";

    private static string Shown(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    private static string? QueryValue(ApiRequest request, string name)
        => HttpForm.Parse(request.RawQuery).Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();

    // Every service but S3 encodes the path, encoded already as it was sent, once more.
    private static string CanonicalPath(string rawPath)
        => rawPath.Length == 0 ? "/" : string.Join("/", rawPath.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(ApiRequest request)
        => string.Join("&", HttpForm.Parse(request.RawQuery)
            .Where(pair => pair.Key != "X-Amz-Signature")
            .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => pair.Name + "=" + pair.Value));

    private static string PayloadHash(ApiRequest request)
    {
        var stated = request.Header("X-Amz-Content-SHA256");
        return stated == "UNSIGNED-PAYLOAD" ? stated : Hex(Hash(request.Body));
    }

    private static byte[] Hash(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(bytes);
    }

    private static byte[] Hmac(byte[] key, string text)
    {
        using var hmac = new HMACSHA256(key);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(text));
    }

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var value in bytes)
        {
            text.Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        }

        return text.ToString();
    }

    private static bool SameText(string one, string other)
    {
        var difference = one.Length ^ other.Length;
        for (var i = 0; i < one.Length && i < other.Length; i++)
        {
            difference |= one[i] ^ other[i];
        }

        return difference == 0;
    }

    private string CanonicalHeaders(ApiRequest request)
        => string.Concat(_signedHeaders.Select(name => name + ":" + OneSpace(request.Header(name) ?? "") + "\n"));

    private static string OneSpace(string value)
        => string.Join(" ", value.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries));
}
