using System;
using System.Collections.Generic;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace AwsSdk.Wire;

/// <summary>The timeouts and retry mode behind each of the SDK's default configuration modes.</summary>
internal static class WireDefaults
{
    public static IDefaultConfigurationProvider Provider { get; } = new DefaultConfigurationProvider((IEnumerable<IDefaultConfiguration>)
    [
        Mode(DefaultConfigurationMode.Standard, 3100),
        Mode(DefaultConfigurationMode.InRegion, 1100),
        Mode(DefaultConfigurationMode.CrossRegion, 3100),
        Mode(DefaultConfigurationMode.Mobile, 30000),
        Mode(DefaultConfigurationMode.Auto, 1100),
    ]);

    /// <summary>The version is the stand-in's own: a trace must not claim to come from the published package.</summary>
    public static string UserAgent(string serviceId) => InternalSDKUtils.BuildUserAgentString(serviceId, "4.0.0-standin");

    private static DefaultConfiguration Mode(DefaultConfigurationMode mode, int milliseconds) => new()
    {
        Name = mode,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(milliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(milliseconds),
    };
}
