using Amazon;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>Configures the service clients of a connection.</summary>
internal static class ClientSettings
{
    // One more than the SDK's standard mode. An unreachable endpoint is still reported within seconds.
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

        Endpoints.Check(config, connection.AllowsInsecureEndpoint);
        if (!ThrottlingHandler.AttemptsAreSet)
        {
            config.MaxErrorRetry = Retries;
        }

        return config;
    }
}
