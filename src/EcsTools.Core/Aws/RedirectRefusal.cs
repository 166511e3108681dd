using System.Globalization;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsTools.Aws;

/// <summary>
/// Refuses the answer of an API that redirects. No API of AWS does, so it is a proxy or another server. The SDK would send the request with its session
/// token on, or take the answer for an empty one.
/// </summary>
internal sealed class RedirectRefusal : PipelineHandler
{
    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        var call = executionContext.RequestContext;
        if (executionContext.ResponseContext.HttpResponse is { } answer && (int)answer.StatusCode is >= 300 and < 400)
        {
            var target = answer.GetHeaderValue("Location");
            var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            throw new EcsToolsException(
                ErrorCodes.AddressRefused,
                $"{WebAddress.Origin(call.Request.Endpoint)} redirects to '{UntrustedText.Sanitize(target ?? "")}' (HTTP {status}). APIs of "
                    + "AWS never redirect, so nothing was sent there.",
                "Check -EndpointUrl, and the proxies between this machine and AWS: one of them answers in place of AWS, for example to ask for a login.",
                "EndpointUrl",
                WebAddress.Origin(call.Request.Endpoint));
        }

        return result;
    }
}
