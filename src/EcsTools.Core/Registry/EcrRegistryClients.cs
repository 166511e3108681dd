using EcsTools.Aws;

namespace EcsTools.Registry;

/// <summary>Opens clients of ECR's registries, which take the token of the connection's caller.</summary>
internal static class EcrRegistryClients
{
    /// <summary>A client of the registry that a repository is in, and the repository's name there.</summary>
    public static RegistryClient Open(AwsConnection connection, string repositoryUri, out string name)
    {
        var host = repositoryUri.Substring(0, repositoryUri.IndexOf('/'));
        name = repositoryUri.Substring(host.Length + 1);
        return Open(connection, host);
    }

    /// <summary>A client of a registry of the connection's region, by its host; over FIPS and dual-stack where the SDK is set to these.</summary>
    public static RegistryClient Open(AwsConnection connection, string host)
        => new(
            new RegistryAddress(EcrRegistryHost.Reached(host, connection.Ecr.Config.UseFIPSEndpoint, connection.Ecr.Config.UseDualstackEndpoint)),
            new EcrRegistryAuthorization((renew, token) => EcrAuthorization.GetBasicAsync(connection, renew, token), connection.Clock),
            connection.Clock);
}
