using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Reads a service again and again while it changes.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ServiceWatch(AwsConnection connection)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(5);

    /// <summary>Checks how often the service is to be read.</summary>
    /// <param name="interval">The time between two readings.</param>
    /// <exception cref="EcsToolsException">It is too short or too long.</exception>
    public static void CheckInterval(TimeSpan interval)
    {
        if (interval < ShortestInterval || interval > LongestInterval)
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("Interval"), $"'{interval}' is not between 1s and 5m.", "Use a value such as 2s.", "Interval", interval);
        }
    }

    /// <summary>
    /// The status of the service, first as it is now and then after each pause, whether it has changed or not. Ends when the service is
    /// steady or its deployment has failed, unless the request says to go on, and when its time is over.
    /// </summary>
    /// <param name="request">What to watch.</param>
    /// <param name="cancellationToken">Cancels the calls. The deployment continues.</param>
    /// <exception cref="EcsToolsException">The service does not exist, or the interval is too short or too long.</exception>
    public async IAsyncEnumerable<FargateServiceStatus> WatchAsync(
        ServiceWatchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CheckInterval(request.Interval);
        var start = connection.Clock.UtcNow;
        var reader = new ServiceStatusReader(connection, request);
        while (true)
        {
            var status = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            yield return status;
            var left = request.Timeout - (connection.Clock.UtcNow - start) ?? TimeSpan.MaxValue;
            if (reader.IsOver(status) || left <= TimeSpan.Zero)
            {
                yield break;
            }

            await connection.Clock.PauseAsync(left < request.Interval ? left : request.Interval, cancellationToken).ConfigureAwait(false);
        }
    }
}
