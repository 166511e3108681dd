
using EcsTools.Aws;
using EcsTools.Images.Registry;

namespace EcsTools.Ecr;

/// <summary>Opens ECR repositories with the token of the connection's caller.</summary>
internal static class EcrRegistryClients
{
    /// <summary>Opens a repository by its URI, as ECR returns it.</summary>
    public static RepositoryClient Open(AwsConnection connection, string repositoryUri)
    {
        var host = repositoryUri.Substring(0, repositoryUri.IndexOf('/'));
        return Open(connection, host, repositoryUri.Substring(host.Length + 1));
    }

    /// <summary>
    /// Opens a repository in a registry of the connection's region, over FIPS and dual-stack endpoints if the SDK is configured for them.
    /// </summary>
    public static RepositoryClient Open(AwsConnection connection, string host, string repository)
        => new(
            EcrRegistryHost.Reached(host, connection.Ecr.Config.UseFIPSEndpoint, connection.Ecr.Config.UseDualstackEndpoint),
            repository,
            new EcrRegistryAuthorization((renew, token) => EcrAuthorization.GetBasicAsync(connection, renew, token), connection.Clock),
            connection.Clock);
}
