using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using EcsTools.Aws;

namespace EcsTools.Ecr;

/// <summary>
/// Fetches ECR's registry tokens. A token is valid for twelve hours. It is kept in memory until five minutes before it expires, by the
/// caller's key, region and endpoint. Source: the ECR API reference, GetAuthorizationToken.
/// </summary>
internal static class EcrAuthorization
{
    private const string PublicHost = "public.ecr.aws";
    private const string PublicRegion = "us-east-1";
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, EcrToken> Tokens = new(StringComparer.Ordinal);

    /// <summary>A token for every registry of the region that the caller may use.</summary>
    /// <param name="connection">Connection of the caller.</param>
    /// <param name="renew">Whether the previous token was refused.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<EcrToken> GetAsync(AwsConnection connection, bool renew, CancellationToken cancellationToken)
    {
        var caller = await connection.GetAccessKeyIdAsync(cancellationToken).ConfigureAwait(false);
        var key = string.Join("|", caller, connection.Region, connection.EndpointUrl);
        if (!renew && Tokens.TryGetValue(key, out var kept) && kept.ExpiresAt - Margin > connection.Clock.UtcNow)
        {
            return kept;
        }

        var answer = await connection.Ecr.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), cancellationToken)
            .ConfigureAwait(false);
        var data = answer.AuthorizationData?.FirstOrDefault()
            ?? throw new EcsToolsException(
                ErrorCodes.NoRegistryToken, $"ECR in {connection.Region} did not return an authorization token.", "Run the command again.");
        return Tokens[key] = Read(data.AuthorizationToken, data.ExpiresAt, HostOf(data.ProxyEndpoint, connection), connection);
    }

    /// <summary>A token for ECR Public. There is one ECR Public for the whole world, and its tokens come from us-east-1.</summary>
    /// <param name="connection">Connection of the caller.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="EcsToolsException"><c>NoEcrPublicHere</c>: ECR Public exists only in the partition aws.</exception>
    public static async Task<EcrToken> GetPublicAsync(AwsConnection connection, CancellationToken cancellationToken)
    {
        if (AwsPartition.FromRegion(connection.Region) is var partition && partition != "aws")
        {
            throw new EcsToolsException(
                ErrorCodes.NoEcrPublicHere,
                $"ECR Public does not exist in the partition {partition} of region {connection.Region}.",
                "Use credentials and a region of the partition aws.", "Public");
        }

        var caller = await connection.GetAccessKeyIdAsync(cancellationToken).ConfigureAwait(false);
        var key = string.Join("|", caller, PublicHost, connection.EndpointUrl);
        if (Tokens.TryGetValue(key, out var kept) && kept.ExpiresAt - Margin > connection.Clock.UtcNow)
        {
            return kept;
        }

        using var there = connection.In(PublicRegion);
        var request = new Amazon.ECRPublic.Model.GetAuthorizationTokenRequest();
        var answer = await there.EcrPublic.GetAuthorizationTokenAsync(request, cancellationToken).ConfigureAwait(false);

        // An emulator has one registry for both. Its tokens must not be used for the real public.ecr.aws.
        var host = connection.EcrPublic.Config.ServiceURL is null
            ? PublicHost
            : (await GetAsync(connection, renew: false, cancellationToken).ConfigureAwait(false)).Host;
        return Tokens[key] = Read(answer.AuthorizationData.AuthorizationToken, answer.AuthorizationData.ExpiresAt, host, connection);
    }

    /// <summary>The token for HTTP Basic authentication.</summary>
    public static async Task<string> GetBasicAsync(AwsConnection connection, bool renew, CancellationToken cancellationToken)
        => (await GetAsync(connection, renew, cancellationToken).ConfigureAwait(false)).Basic;

    /// <summary>The host of the registry. Registries on the network are called over https, also if their address says http.</summary>
    private static string HostOf(string? address, AwsConnection connection)
        => AnsweredAddress.Require(
            Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == "http" && !WebAddress.IsLoopback(uri)
                ? "https" + address!.Substring(4) : address,
            connection.Ecr.Config,
            "the registry").Authority;

    private static EcrToken Read(string token, DateTime? expiresAt, string host, AwsConnection connection)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(token));
        var colon = text.IndexOf(':');
        var expires = expiresAt is { } at ? new DateTimeOffset(at.ToUniversalTime()) : connection.Clock.UtcNow.AddHours(12);
        return new EcrToken(host, text.Substring(0, colon), text.Substring(colon + 1), expires);
    }
}
