using System;
using Amazon;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>How every service client of a connection is set up.</summary>
internal static class ClientSettings
{
    // ECS gives back one RegisterTaskDefinition a second: a pipeline of dozens outlasts the SDK's own two retries.
    private const int Retries = 7;

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

        config.RetryMode = RequestRetryMode.Standard;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS")))
        {
            config.MaxErrorRetry = Retries;
        }

        return config;
    }
}
