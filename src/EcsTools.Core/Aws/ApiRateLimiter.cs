using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace EcsTools.Aws;

/// <summary>
/// The token buckets of one caller in one region. All connections of the caller in this process share them, so a command can use what the
/// previous one left.
/// </summary>
internal sealed class ApiRateLimiter
{
    private static readonly ConditionalWeakTable<IClock, ConcurrentDictionary<string, ApiRateLimiter>> Known = new();

    private readonly ConcurrentDictionary<ApiRate, TokenBucket> _buckets = new();
    private readonly IClock _clock;

    private ApiRateLimiter(IClock clock) => _clock = clock;

    /// <summary>The buckets of a caller.</summary>
    /// <param name="clock">The clock that refills them.</param>
    /// <param name="caller">
    /// Endpoint, region and access key. Together they identify the account as far as is possible without a call.
    /// </param>
    public static ApiRateLimiter From(IClock clock, string caller)
        => Known.GetValue(clock, _ => new ConcurrentDictionary<string, ApiRateLimiter>(StringComparer.Ordinal))
            .GetOrAdd(caller, _ => new ApiRateLimiter(clock));

    /// <summary>The buckets from which a call takes a token.</summary>
    /// <param name="request">Type of the request.</param>
    public IReadOnlyList<TokenBucket> Buckets(Type request)
        => ApiRates.From(request).Select(rate => _buckets.GetOrAdd(rate, _ => new TokenBucket(rate, _clock))).ToList();
}
