using System;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsTools.Aws;

/// <summary>
/// Retries like the SDK's standard mode, except for throttling, which it outlasts. An unreachable endpoint is still reported within
/// seconds. Calls with a known rate are rarely throttled, and <see cref="RateLimitingHandler"/> waits for them. (The SDK's adaptive mode
/// learns the rate again in every client, starting at one call in two seconds. For a command that is slower than a retry.)
/// </summary>
internal sealed class ThrottlingRetryPolicy : StandardRetryPolicy
{
    private const int Retries = 3;

    // With delays that double up to 20 seconds and jitter, this takes about a minute and a half on average.
    private const int RetriesOfThrottling = 12;

    public ThrottlingRetryPolicy()
        : base(RetriesOfThrottling)
    {
    }

    public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception)
        => MayRetry(executionContext.RequestContext, IsThrottlingError(exception))
            && await base.RetryForExceptionAsync(executionContext, exception).ConfigureAwait(false);

    // Every client of this process gets this policy, including clients of other code. Those keep the number of retries in their own
    // settings.
    private static bool MayRetry(IRequestContext call, bool throttled)
        => !RateLimitingHandler.Knows(call.ClientConfig) ? call.Retries < call.ClientConfig.MaxErrorRetry
            : throttled ? !RateLimitingHandler.Paces(call) : call.Retries < Retries;

    /// <summary>Gives this policy to every client created from now on, unless the environment sets the number of attempts.</summary>
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
