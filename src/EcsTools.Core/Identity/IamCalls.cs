using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;

namespace EcsTools.Identity;

/// <summary>
/// Makes calls to IAM: reads all pages, returns null for what does not exist, and retries while IAM is not yet consistent.
/// </summary>
internal static class IamCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All items of a paged list.</summary>
    public static async Task<List<T>> AllAsync<T>(Func<string?, Task<(List<T>? Items, bool? More, string? Marker)>> page)
    {
        var all = new List<T>();
        string? marker = null;
        do
        {
            var (items, more, next) = await page(marker).ConfigureAwait(false);
            all.AddRange(items ?? new List<T>());
            marker = more == true ? next : null;
        }
        while (marker is not null);
        return all;
    }

    /// <summary>The answer; null if IAM has no such entity.</summary>
    public static async Task<T?> OrNullAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }

    /// <summary>Removes something and returns whether it existed. It is no error if it is already gone.</summary>
    public static async Task<bool> RemoveAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return true;
        }
        catch (NoSuchEntityException)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes a call that uses something just created. IAM is eventually consistent and may not know it yet. Conflicting changes are retried
    /// too.
    /// </summary>
    /// <param name="clock">The clock to wait with.</param>
    /// <param name="justMade">
    /// Whether the entity in the call was just created. If not, and IAM does not know it, that is the answer.
    /// </param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task RetryUntilConsistentAsync(IClock clock, bool justMade, Func<Task> call, CancellationToken cancellationToken)
    {
        var deadline = clock.UtcNow + Patience;
        for (var wait = TimeSpan.FromMilliseconds(500); ; wait = Min(wait + wait, TimeSpan.FromSeconds(5)))
        {
            try
            {
                await call().ConfigureAwait(false);
                return;
            }
            catch (AmazonServiceException early) when (clock.UtcNow < deadline && IsEarly(early, justMade))
            {
                await clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A time from the SDK, in UTC.</summary>
    public static DateTimeOffset Time(DateTime? time)
        => time is { } known ? new DateTimeOffset(known.ToUniversalTime(), TimeSpan.Zero) : default;

    private static bool IsEarly(AmazonServiceException problem, bool justMade)
        => problem.ErrorCode is "ConcurrentModification" or "EntityTemporarilyUnmodifiable"
            || (justMade && problem is NoSuchEntityException);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
