using Amazon;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>Configures the service clients of a connection.</summary>
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

        Endpoints.Check(config, connection.AllowsInsecureEndpoint);
        RateLimitingHandler.Pace(config, connection);
        return config;
    }
}
