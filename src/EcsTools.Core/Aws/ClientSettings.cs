using System;
using Amazon;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>How every service client of a connection is set up.</summary>
internal static class ClientSettings
{
    // One more than the SDK's own, and no more: an endpoint that is not there should be named within seconds.
    private const int Retries = 3;

    public static TConfig Apply<TConfig>(TConfig config, AwsConnection connection)
        where TConfig : ClientConfig
    {
        if (connection.EndpointUrl is { } url)
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = connection.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(connection.Region);
        }

        // Adaptive: once AWS throttles, the client measures the rate it is given and holds itself to it. ECS gives one RegisterTaskDefinition a
        // second, and a pipeline of dozens would outlast any fixed number of retries.
        config.RetryMode = RequestRetryMode.Adaptive;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS")))
        {
            config.MaxErrorRetry = Retries;
        }

        return config;
    }
}
