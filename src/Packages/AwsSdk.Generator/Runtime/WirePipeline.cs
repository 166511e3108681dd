using System.Collections.Generic;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;

namespace AwsSdk.Wire;

/// <summary>The two handlers of the runtime pipeline that belong to a service.</summary>
internal static class WirePipeline
{
    private static readonly WireEndpointResolver Resolver = new();

    public static void Customize(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new WireEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new WireAuthSchemeHandler());
    }

    /// <summary>Where a request would go, without sending it.</summary>
    public static Endpoint Endpoint(ClientConfig config, ServiceOperationEndpointParameters parameters) =>
        Resolver.GetEndpoint(new ExecutionContext(
            new RequestContext(enableMetrics: false, clientSigner: null)
            {
                ClientConfig = config,
                OriginalRequest = parameters.Request,
                Request = new DefaultRequest(parameters.Request, config.ServiceId) { AlternateEndpoint = parameters.AlternateEndpoint },
            },
            null));
}

/// <summary>Every operation here signs with SigV4.</summary>
internal sealed class WireAuthSchemeHandler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}

/// <summary>Sends each request where the service's endpoint rules say.</summary>
internal sealed class WireEndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
        InjectHostPrefix(executionContext.RequestContext);

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        WireEndpointParameters.From(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}

/// <summary>What endpoint rules may ask about.</summary>
internal sealed class WireEndpointParameters : EndpointParameters
{
    public static WireEndpointParameters From(IClientConfig config, RegionEndpoint? alternate) => new()
    {
        ["Region"] = Region(config, alternate),
        ["UseDualStack"] = config.UseDualstackEndpoint,
        ["UseFIPS"] = config.UseFIPSEndpoint,
        ["Endpoint"] = config.ServiceURL,
    };

    private static string? Region(IClientConfig config, RegionEndpoint? alternate)
    {
        if ((alternate ?? config.RegionEndpoint)?.SystemName is { } region)
        {
            return region;
        }

        // With a service URL and no region, the signing region is the one given, else the one the URL names.
        return string.IsNullOrEmpty(config.ServiceURL) ? null
            : !string.IsNullOrEmpty(config.AuthenticationRegion) ? config.AuthenticationRegion
            : RegionEndpoint.GetBySystemName(AWSSDKUtils.DetermineRegion(config.ServiceURL)).SystemName;
    }
}

/// <summary>A service's endpoint rules, compiled.</summary>
internal abstract class WireEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters) => Resolve(
        (string?)parameters["Region"], (bool?)parameters["UseDualStack"] ?? false, (bool?)parameters["UseFIPS"] ?? false, (string?)parameters["Endpoint"]);

#pragma warning disable CA1720, SA1313 // Named as in the rules.
    protected abstract Endpoint Resolve(string? Region, bool UseDualStack, bool UseFIPS, string? Endpoint);
#pragma warning restore CA1720, SA1313
}

/// <summary>What a service client is called in metrics and user agent.</summary>
internal sealed class WireServiceMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId { get; } = serviceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
