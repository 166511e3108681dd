using System;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsTools.Aws;

/// <summary>
/// Lets calls go at the rate AWS takes them. One that is throttled all the same, because others draw on the same bucket, is made again,
/// for minutes: nobody who lists a large account is to be told to slow down.
/// </summary>
internal sealed class RateLimitingHandler : PipelineHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.05);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<IClientConfig, AwsConnection> Connections = new();

    /// <summary>Has the calls of a client go at the pace of a connection.</summary>
    public static void Pace(IClientConfig client, AwsConnection connection) => Connections.Add(client, connection);

    /// <summary>Whether a client is one of a connection.</summary>
    public static bool Knows(IClientConfig client) => Connections.TryGetValue(client, out _);

    /// <summary>Whether throttling of a call is waited out here.</summary>
    public static bool Paces(IRequestContext call)
        => Connections.TryGetValue(call.ClientConfig, out _) && ApiRates.From(call.OriginalRequest.GetType()).Count > 0;

    /// <summary>Gives every client made from now on this handler; it does nothing for those of no connection.</summary>
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

            // Signed anew: a signature is good for a few minutes only.
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

        // After the retries, so that each of them takes a token, too.
        public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandlerAfter<RetryHandler>(new RateLimitingHandler());
    }
}
