using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;

namespace EcsTools.Aws;

/// <summary>Creates connections: finds the region and the credentials for a request.</summary>
public static class AwsConnections
{
    /// <summary>
    /// Creates a connection. The region is the requested one, or else that of the named profile, the session, the environment, the default
    /// profile, or the instance. Credentials are read once here, so that missing or expired ones are reported before any call.
    /// </summary>
    /// <param name="request">What the caller gave.</param>
    /// <param name="clock">The clock; null for the machine's own.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="EcsToolsException">
    /// There are no credentials, the profile is unknown, there is no region, the region is not a possible name, or an endpoint is not encrypted.
    /// </exception>
    public static Task<AwsConnection> ConnectAsync(AwsConnectionRequest request, IClock? clock = null, CancellationToken cancellationToken = default)
        => ConnectAsync(request, clock ?? SystemClock.Instance, Environment.GetEnvironmentVariable, cancellationToken);

    /// <summary>The names of the profiles in the shared files.</summary>
    /// <param name="profileLocation">Path of the shared credentials file, or null for the default one.</param>
    public static IReadOnlyList<string> ProfileNames(string? profileLocation = null)
        => new ProfileCredentials(profileLocation, Environment.GetEnvironmentVariable, () => new AmazonSecurityTokenServiceConfig(), askMfaCode: null).Names();

    /// <summary>The <c>endpoint_url</c> of a profile; null if it has none or does not exist.</summary>
    /// <param name="name">Name of the profile.</param>
    public static string? ProfileEndpoint(string name)
        => Some(new ProfileCredentials(null, Environment.GetEnvironmentVariable, () => new AmazonSecurityTokenServiceConfig(), askMfaCode: null)
            .Find(name)?.EndpointUrl);

    internal static async Task<AwsConnection> ConnectAsync(
        AwsConnectionRequest request,
        IClock clock,
        Func<string, string?> environment,
        CancellationToken cancellationToken)
    {
        RuntimeDependencies.Ensure();
        if (request.Region is { Length: > 0 } asked)
        {
            AwsRegions.Require(asked);
        }

        var region = "";
        var instance = new InstanceMetadata(environment);
        var endpointUrl = request.EndpointUrl;
        var profiles = new ProfileCredentials(request.ProfileLocation, environment, () => Sts(region, endpointUrl, request.AllowInsecureEndpoint),
            request.AskMfaCode);
        var profile = ProfileOf(request, environment);
        endpointUrl ??= profile is null ? null : Some(profiles.Find(profile)?.EndpointUrl);
        var insecure = Endpoints.Check(endpointUrl, request.EndpointUrl is null ? profile : null, request.AllowInsecureEndpoint, environment);
        var credentials = await new CredentialSources(environment, profiles, instance).FindAsync(request, cancellationToken).ConfigureAwait(false);
        region = await RegionAsync(request, environment, profiles, instance, cancellationToken).ConfigureAwait(false);
        await ReadOnceAsync(credentials, request, cancellationToken).ConfigureAwait(false);
        return new AwsConnection(credentials, region, endpointUrl, clock, request.ProfileName)
        {
            AllowsInsecureEndpoint = request.AllowInsecureEndpoint,
            InsecureEndpoints = insecure,
        };
    }

    /// <summary>
    /// The profile in use. Its endpoint_url holds: AWS does not know a key of a sandbox, and its profile says where the key is valid.
    /// </summary>
    private static string? ProfileOf(AwsConnectionRequest request, Func<string, string?> environment)
    {
        if (Some(request.ProfileName) is { } named)
        {
            return named;
        }

        var others = request.AccessKey ?? request.Credential ?? Some(environment("AWS_ACCESS_KEY_ID")) ?? Some(environment("AWS_WEB_IDENTITY_TOKEN_FILE"));
        return others is null ? Some(environment("AWS_PROFILE")) ?? "default" : null;
    }

    private static async Task<string> RegionAsync(
        AwsConnectionRequest request,
        Func<string, string?> environment,
        ProfileCredentials profiles,
        InstanceMetadata instance,
        CancellationToken cancellationToken)
    {
        var named = Some(request.Region)
            ?? (request.ProfileName is { } profile ? profiles.Find(profile)?.Region?.SystemName : null)
            ?? Some(request.SessionRegion)
            ?? Some(environment("AWS_REGION"))
            ?? Some(environment("AWS_DEFAULT_REGION"))
            ?? profiles.Find(Some(environment("AWS_PROFILE")) ?? "default")?.Region?.SystemName
            ?? await instance.RegionAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new EcsToolsException(
                ErrorCodes.NoRegion,
                "No AWS region was given, and neither the profile, the session nor the environment names one.",
                "Give -Region, such as -Region us-east-1, or set the environment variable AWS_REGION.",
                "Region");
        AwsRegions.Require(named);
        return named;
    }

    private static async Task ReadOnceAsync(AWSCredentials credentials, AwsConnectionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // The SDK passes no token on. A program that runs for the credentials is ended; an answer that still comes over the network is not waited for.
            using var stop = cancellationToken.Register(() => (credentials as ProcessCredentials)?.Stop());
            await Task.Run(() => credentials.GetCredentialsAsync(), cancellationToken).OrCanceledAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception problem) when (problem is not EcsToolsException && !AwsErrorInfo.TryRead(problem, out _))
        {
            throw CredentialErrors.Explain(problem, credentials, request);
        }
    }

    private static AmazonSecurityTokenServiceConfig Sts(string region, string? endpointUrl, bool allowInsecure)
    {
        var config = endpointUrl is null
            ? new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) }
            : new AmazonSecurityTokenServiceConfig { ServiceURL = endpointUrl, AuthenticationRegion = region };
        Endpoints.Check(config, allowInsecure);
        return config;
    }

    private static string? Some(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
