using System;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsTools.Aws;

/// <summary>
/// Retries as the SDK's standard mode does, but for throttling, which it outlasts, while an endpoint that is not there should be named within
/// seconds. Calls whose rate is known are throttled seldom, and waited for in <see cref="RateLimitingHandler"/>. (The SDK's adaptive mode learns the
/// rate anew in every client, at a call in two seconds: slower for a command than to ask again.)
/// </summary>
internal sealed class ThrottlingRetryPolicy : StandardRetryPolicy
{
    private const int Retries = 3;

    // With waits that double up to 20 seconds, jittered, about a minute and a half on average.
    private const int RetriesOfThrottling = 12;

    public ThrottlingRetryPolicy()
        : base(RetriesOfThrottling)
    {
    }

    public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception)
        => MayRetry(executionContext.RequestContext, IsThrottlingError(exception))
            && await base.RetryForExceptionAsync(executionContext, exception).ConfigureAwait(false);

    // Every client of this process gets this policy, also one of somebody else's: that one keeps to the number its own settings say.
    private static bool MayRetry(IRequestContext call, bool throttled)
        => !RateLimitingHandler.Knows(call.ClientConfig) ? call.Retries < call.ClientConfig.MaxErrorRetry
            : throttled ? !RateLimitingHandler.Paces(call) : call.Retries < Retries;

    /// <summary>Gives every client made from now on this policy, unless the environment says how often to try.</summary>
    public static void Install() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => "EcsTools.ThrottlingRetryPolicy";

        public void Customize(Type type, RuntimePipeline pipeline)
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS")))
            {
                pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new ThrottlingRetryPolicy()));
            }
        }
    }
}
