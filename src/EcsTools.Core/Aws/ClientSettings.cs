using Amazon;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>How every service client of a connection is set up.</summary>
internal static class ClientSettings
{
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

        RateLimitingHandler.Pace(config, connection);
        return config;
    }
}
