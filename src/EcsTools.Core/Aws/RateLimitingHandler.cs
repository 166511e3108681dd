using System;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsTools.Aws;

/// <summary>
/// Sends calls at the rate that AWS accepts. If a call is throttled anyway, because others use the same bucket, it is retried for minutes.
/// A user who lists a large account should not be told to slow down.
/// </summary>
internal sealed class RateLimitingHandler : PipelineHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.05);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<IClientConfig, AwsConnection> Connections = new();

    /// <summary>Makes the calls of a client follow the rate limits of a connection.</summary>
    public static void Pace(IClientConfig client, AwsConnection connection) => Connections.Add(client, connection);

    /// <summary>Whether a client belongs to a connection.</summary>
    public static bool Knows(IClientConfig client) => Connections.TryGetValue(client, out _);

    /// <summary>Whether this handler waits when a call is throttled.</summary>
    public static bool Paces(IRequestContext call)
        => Connections.TryGetValue(call.ClientConfig, out _) && ApiRates.From(call.OriginalRequest.GetType()).Count > 0;

    /// <summary>Adds this handler and <see cref="RedirectRefusal"/> to every client created from now on. It does nothing for clients that belong to no connection.</summary>
    public static void Install() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var call = executionContext.RequestContext;
        if (!Paces(call) || !Connections.TryGetValue(call.ClientConfig, out var connection))
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }

        var pace = await connection.GetPaceAsync(call.CancellationToken).ConfigureAwait(false);
        var buckets = pace.Buckets(call.OriginalRequest.GetType());
        var start = connection.Clock.UtcNow;
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2)))
        {
            foreach (var bucket in buckets)
            {
                await bucket.TakeAsync(call.CancellationToken).ConfigureAwait(false);
            }

            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (AmazonServiceException refused) when (IsThrottling(refused) && connection.Clock.UtcNow - start < Patience)
            {
                foreach (var bucket in buckets)
                {
                    bucket.Empty();
                }
            }

            // Sign again: a signature is valid only for a few minutes.
            call.IsSigned = false;
            await connection.Clock.PauseAsync(pause, call.CancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsThrottling(AmazonServiceException refused)
        => refused.Retryable?.Throttling == true
            || refused.ErrorCode is "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded"
            || refused.StatusCode == (HttpStatusCode)429;

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => "EcsTools.RateLimitingHandler";

        // After the retries, so that each of them also takes a token; and around the connection, before an answer is read.
        public void Customize(Type type, RuntimePipeline pipeline)
        {
            pipeline.AddHandlerAfter<RetryHandler>(new RateLimitingHandler());
            pipeline.AddHandlerAfter<Unmarshaller>(new RedirectRefusal());
        }
    }
}
