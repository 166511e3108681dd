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
    /// <summary>Account that owns the private registry, twelve digits; null for the caller's account.</summary>
    public string? RegistryId { get; init; }

    /// <summary>Whether to log in to ECR Public (<c>public.ecr.aws</c>).</summary>
    public bool IsPublic { get; init; }
}

/// <summary>Logs Docker in to ECR without Docker: it stores an ECR token where Docker looks for it.</summary>
public sealed class EcrLogins
{
    private readonly AwsConnection _connection;
    private readonly DockerConfigFile _config;

    /// <summary>Logs in with the caller's permissions.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    /// <param name="config">Docker's configuration file; null for this user's.</param>
    public EcrLogins(AwsConnection connection, DockerConfigFile? config = null)
    {
        _connection = connection;
        _config = config ?? new DockerConfigFile();
    }

    /// <summary>Full path of Docker's configuration file, which need not exist.</summary>
    public string ConfigPath => _config.ConfigPath;

    /// <summary>Fetches a token, and finds out whether it is stored already. Changes nothing.</summary>
    /// <param name="request">The registry.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">Docker's configuration cannot be read.</exception>
    public async Task<EcrLoginPlan> PlanAsync(EcrLoginRequest request, CancellationToken cancellationToken = default)
    {
        var token = await TokenAsync(request, cancellationToken).ConfigureAwait(false);
        var stored = await StoredAsync(token.Host, cancellationToken).ConfigureAwait(false);
        return new EcrLoginPlan(request, token, ConfigPath)
        {
            HasOther = stored is not null,
            IsStored = stored?.UserName == token.UserName && stored.Password == token.Password,
        };
    }

    /// <summary>Fetches a token and stores it as Docker's configuration says.</summary>
    /// <param name="request">The registry.</param>
    /// <param name="progress">Receives what the user should know about where the token was stored.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">Docker's configuration, or the credential helper in it, cannot be used.</exception>
    public async Task<EcrLogin> LoginAsync(
        EcrLoginRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => await LoginAsync(await PlanAsync(request, cancellationToken).ConfigureAwait(false), progress, cancellationToken).ConfigureAwait(false);

    /// <summary>Stores the token of a plan as Docker's configuration says, if it is not stored already.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives what the user should know about where the token was stored.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">Docker's configuration, or the credential helper in it, cannot be used.</exception>
    public async Task<EcrLogin> LoginAsync(EcrLoginPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var token = plan.Token;
        return new EcrLogin
        {
            Registry = token.Host,
            UserName = token.UserName,
            ExpiresAt = token.ExpiresAt,
            CredentialStore = plan.IsStored ? _config.FindStore(token.Host) : await StoreAsync(token, progress, cancellationToken).ConfigureAwait(false),
            ConfigPath = ConfigPath,
            Region = plan.Request.IsPublic ? null : _connection.Region,
        };
    }

    /// <summary>The stored credential; null if there is none. A helper that cannot be asked is an error of the login, if the login needs it.</summary>
    private async Task<RegistryCredential?> StoredAsync(string registry, CancellationToken cancellationToken)
    {
        try
        {
            return await _config.FindAsync(registry, cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException problem)
            when (problem.Is(ErrorCodes.DockerCredentialHelperNotFound) || problem.Is(ErrorCodes.DockerCredentialHelperFailed))
        {
            return null;
        }
    }

    private async Task<string> StoreAsync(EcrToken token, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var placed = await _config.StoreAsync(
            new RegistryCredential { Registry = token.Host, UserName = token.UserName, Password = token.Password }, cancellationToken)
                .ConfigureAwait(false);
        if (placed.Warning is { } warning)
        {
            // A token of the sandbox works only in the sandbox.
            var level = _connection.EndpointUrl is null ? ProgressLevel.Warning : ProgressLevel.Verbose;
            progress?.Report(new OperationProgress($"Login to {token.Host}", warning, Level: level));
        }

        return placed.CredentialStore;
    }

    /// <summary>Fetches a token without storing it.</summary>
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
    /// A token is valid for every registry that the caller has permissions in. Only the host differs, by the account at its start.
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
