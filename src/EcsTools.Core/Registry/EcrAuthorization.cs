using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using EcsTools.Aws;

namespace EcsTools.Registry;

/// <summary>
/// ECR's registry tokens. One is good for twelve hours; it is kept in memory until five minutes before that, for the caller's key, region and
/// endpoint. Source: the ECR API reference, GetAuthorizationToken.
/// </summary>
internal static class EcrAuthorization
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, RegistryToken> Tokens = new(StringComparer.Ordinal);

    /// <summary>A token for every registry of the region that the caller may use.</summary>
    /// <param name="connection">Whose token.</param>
    /// <param name="renew">Whether the one before was refused.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<RegistryToken> GetAsync(AwsConnection connection, bool renew, CancellationToken cancellationToken)
    {
        var caller = await connection.GetAccessKeyIdAsync(cancellationToken).ConfigureAwait(false);
        var key = string.Join("|", caller, connection.Region, connection.EndpointUrl);
        if (!renew && Tokens.TryGetValue(key, out var kept) && kept.ExpiresAt - Margin > connection.Clock.UtcNow)
        {
            return kept;
        }

        var answer = await connection.Ecr.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), cancellationToken).ConfigureAwait(false);
        var data = answer.AuthorizationData?.FirstOrDefault()
            ?? throw new EcsToolsException("NoRegistryToken", ErrorKind.Failed, $"ECR in {connection.Region} answered no authorization token.");
        return Tokens[key] = Read(data, connection);
    }

    /// <summary>The token as HTTP Basic takes it.</summary>
    public static async Task<string> GetBasicAsync(AwsConnection connection, bool renew, CancellationToken cancellationToken)
        => (await GetAsync(connection, renew, cancellationToken).ConfigureAwait(false)).Basic;

    private static RegistryToken Read(AuthorizationData data, AwsConnection connection)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(data.AuthorizationToken));
        var colon = text.IndexOf(':');
        var expires = data.ExpiresAt is { } at ? new DateTimeOffset(at.ToUniversalTime()) : connection.Clock.UtcNow.AddHours(12);
        return new RegistryToken(new Uri(data.ProxyEndpoint).Authority, text.Substring(0, colon), text.Substring(colon + 1), expires);
    }
}
