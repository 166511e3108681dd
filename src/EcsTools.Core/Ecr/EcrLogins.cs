using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Images.Credentials;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>Which registry to log in to.</summary>
public sealed record EcrLoginRequest
{
    /// <summary>Account whose private registry is meant, twelve digits; null for the caller's own.</summary>
    public string? RegistryId { get; init; }

    /// <summary>Whether ECR Public (<c>public.ecr.aws</c>) is meant.</summary>
    public bool IsPublic { get; init; }
}

/// <summary>Logs Docker in to ECR, without Docker: a token of ECR, put where Docker looks for it.</summary>
public sealed class EcrLogins
{
    private readonly AwsConnection _connection;
    private readonly DockerConfigFile _config;

    /// <summary>Logs in with the caller's rights.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    /// <param name="config">Docker's configuration file, or null for this user's.</param>
    public EcrLogins(AwsConnection connection, DockerConfigFile? config = null)
    {
        _connection = connection;
        _config = config ?? new DockerConfigFile();
    }

    /// <summary>Full path of Docker's configuration file, which need not exist.</summary>
    public string ConfigPath => _config.ConfigPath;

    /// <summary>Host of the registry a request means. The token fetched for it is kept, so that logging in asks no second time.</summary>
    /// <param name="request">The registry.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<string> FindRegistryAsync(EcrLoginRequest request, CancellationToken cancellationToken = default)
        => (await TokenAsync(request, cancellationToken).ConfigureAwait(false)).Host;

    /// <summary>Fetches a token and stores it as Docker's configuration says.</summary>
    /// <param name="request">The registry.</param>
    /// <param name="progress">What the user should know of the place the token went to.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">Docker's configuration, or the helper it names, cannot be used.</exception>
    public async Task<EcrLogin> LoginAsync(
        EcrLoginRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var token = await TokenAsync(request, cancellationToken).ConfigureAwait(false);
        var placed = await _config.StoreAsync(
            new RegistryCredential { Registry = token.Host, UserName = token.UserName, Password = token.Password }, cancellationToken)
                .ConfigureAwait(false);
        if (placed.Warning is { } warning)
        {
            // A token of the sandbox opens nothing but the sandbox.
            var level = _connection.EndpointUrl is null ? ProgressLevel.Warning : ProgressLevel.Verbose;
            progress?.Report(new OperationProgress($"Login to {token.Host}", warning, Level: level));
        }

        return new EcrLogin
        {
            Registry = token.Host,
            UserName = token.UserName,
            ExpiresAt = token.ExpiresAt,
            CredentialStore = placed.CredentialStore,
            ConfigPath = placed.ConfigPath,
            Region = request.IsPublic ? null : _connection.Region,
        };
    }

    /// <summary>Fetches a token and stores it nowhere.</summary>
    /// <param name="request">The registry.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EcrLoginCredential> GetCredentialAsync(EcrLoginRequest request, CancellationToken cancellationToken = default)
    {
        var token = await TokenAsync(request, cancellationToken).ConfigureAwait(false);
        return new EcrLoginCredential
        {
            Registry = token.Host,
            UserName = token.UserName,
            Password = DeployerKeys.Secure(token.Password),
            ExpiresAt = token.ExpiresAt,
        };
    }

    private async Task<EcrToken> TokenAsync(EcrLoginRequest request, CancellationToken cancellationToken)
    {
        if (request.RegistryId is { } given && (given.Length != 12 || !given.All(digit => digit is >= '0' and <= '9')))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidRegistryId, $"'{given}' is not an AWS account id (-RegistryId).",
                "Give the twelve digits of the account that owns the registry.", "RegistryId", given);
        }

        if (request.IsPublic)
        {
            return await EcrAuthorization.GetPublicAsync(_connection, cancellationToken).ConfigureAwait(false);
        }

        var token = await EcrAuthorization.GetAsync(_connection, renew: false, cancellationToken).ConfigureAwait(false);
        return request.RegistryId is null ? token : await OfAccountAsync(token, request.RegistryId, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// A token is good for every registry the caller has rights in: only the host differs, by the account it begins with.
    /// </summary>
    private async Task<EcrToken> OfAccountAsync(EcrToken token, string registryId, CancellationToken cancellationToken)
    {
        var dot = token.Host.IndexOf('.');
        if (dot == 12 && token.Host.Take(dot).All(char.IsDigit))
        {
            return token with { Host = registryId + token.Host.Substring(dot) };
        }

        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        return accountId == registryId
            ? token
            : throw new EcsToolsException(
                ErrorCodes.OnlyOneRegistry,
                $"{_connection.EndpointUrl} has only the registry of account {accountId}, not the one of {registryId}.",
                "Leave out -RegistryId.", "RegistryId", registryId);
    }
}
