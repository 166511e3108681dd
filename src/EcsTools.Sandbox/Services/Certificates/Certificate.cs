using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Services.Certificates;

/// <summary>
/// A requested certificate. It has no key: whoever serves TLS with it makes a certificate for its names. On AWS somebody proves to
/// own the domain before it is issued; here that happens by itself after a moment.
/// </summary>
internal sealed class Certificate
{
    private const int ValidDays = 395;

    public required string Arn { get; init; }

    /// <summary>The subject first, then the other names, without repetition.</summary>
    public required IReadOnlyList<string> DomainNames { get; init; }

    /// <summary>DNS, EMAIL or HTTP.</summary>
    public required string ValidationMethod { get; init; }

    public string KeyAlgorithm { get; init; } = "RSA_2048";

    /// <summary>Repeating a request with the same token gives the same certificate.</summary>
    public string? Token { get; init; }

    /// <summary>Real time.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is issued, by the clock that may be sped up.</summary>
    public DateTimeOffset IssuedFrom { get; init; }

    public SortedDictionary<string, string?> Tags { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset NotBefore => new(CreatedAt.UtcDateTime.Date, TimeSpan.Zero);

    public DateTimeOffset NotAfter => NotBefore.AddDays(ValidDays);

    /// <summary>A serial number made of the id: 16 bytes in hexadecimal.</summary>
    public string Serial => string.Join(
        ":", Arn.Split('/').Last().Replace("-", "").Select((digit, index) => (digit, index)).GroupBy(pair => pair.index / 2, pair => pair.digit)
            .Select(pair => string.Concat(pair).ToLower(CultureInfo.InvariantCulture)));

    public bool IsIssued(DateTimeOffset now) => now >= IssuedFrom;
}
