using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using EcsTools.Aws.Changes;

namespace EcsTools.Aws;

/// <summary>
/// Sends the calls of one connection at the rates that AWS accepts, and sends a call that is throttled anyway again for minutes: others may
/// use the same rate, and a user who lists a large account should not be told to slow down. The SDK retries what fails for another reason.
/// (The SDK's adaptive mode learns the rate again in every client, starting at one call in two seconds. For a command that is slower.)
/// </summary>
internal sealed class ThrottlingHandler(AwsConnection connection) : PipelineHandler
{
    private const string Deadline = "EcsTools.ThrottlingDeadline";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.05);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // The connection whose client this thread is creating. The SDK customizes the clients of the whole process, and in Windows PowerShell
    // those of other modules too, so only clients that are created here may get the handler.
    [ThreadStatic]
    private static AwsConnection? _creating;

    /// <summary>Whether the environment sets the number of attempts. Throttled calls are then left to the SDK, too.</summary>
    public static bool AttemptsAreSet => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS"));

    /// <summary>
    /// Lets <see cref="Attach"/> add the handler, <see cref="ChangeRecorder"/> and <see cref="RedirectRefusal"/> to clients. To be called once, before the
    /// first client is created.
    /// </summary>
    public static void Install() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    /// <summary>Creates a client that has this handler, records its changes and refuses redirects.</summary>
    /// <param name="connection">The connection of the client.</param>
    /// <param name="create">Creates the client.</param>
    public static T Attach<T>(AwsConnection connection, Func<T> create)
    {
        _creating = connection;
        try
        {
            return create();
        }
        finally
        {
            _creating = null;
        }
    }

    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var call = executionContext.RequestContext;
        var buckets = await BucketsAsync(call).ConfigureAwait(false);
        var deadline = DeadlineOf(call);
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
            catch (AmazonServiceException refused) when (IsThrottling(refused) && connection.Clock.UtcNow < deadline)
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

    private async Task<IReadOnlyList<TokenBucket>> BucketsAsync(IRequestContext call)
    {
        var request = call.OriginalRequest.GetType();
        return ApiRates.From(request).Count == 0 ? []
            : (await connection.GetPaceAsync(call.CancellationToken).ConfigureAwait(false)).Buckets(request);
    }

    /// <summary>Until when a call may be throttled. The SDK retries it after that, and this handler then does not start again.</summary>
    private DateTimeOffset DeadlineOf(IRequestContext call)
    {
        if (!call.ContextAttributes.TryGetValue(Deadline, out var known))
        {
            known = AttemptsAreSet ? DateTimeOffset.MinValue : connection.Clock.UtcNow + Patience;
            call.ContextAttributes[Deadline] = known;
        }

        return (DateTimeOffset)known;
    }

    private static bool IsThrottling(AmazonServiceException refused)
        => refused.Retryable?.Throttling == true || (AwsErrorInfo.TryRead(refused, out var error) && error!.IsThrottling);

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => "EcsTools.ThrottlingHandler";

        // The handler comes after the retries, so that each of them also takes a token, and the recorder before them. Redirects are refused around
        // the connection, before an answer is read.
        public void Customize(Type type, RuntimePipeline pipeline)
        {
            if (_creating is { } connection)
            {
                pipeline.AddHandlerBefore<RetryHandler>(new ChangeRecorder(connection.Changes, new UndoLines(connection.Region, connection.ProfileName)));
                pipeline.AddHandlerAfter<RetryHandler>(new ThrottlingHandler(connection));
                pipeline.AddHandlerAfter<Unmarshaller>(new RedirectRefusal());
            }
        }
    }
}
