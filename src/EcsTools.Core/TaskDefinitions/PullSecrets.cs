using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Amazon.SecretsManager.Model;
using EcsTools.Aws;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// The secrets in Secrets Manager with which ECS logs in to a private registry. A secret for a user and password is named after both the registry and the
/// user, so that every task definition for them shares it.
/// </summary>
internal sealed class PullSecrets(AwsConnection connection)
{
    // The role boundary and the policy of a scoped deployer allow secrets under this prefix.
    private const string Prefix = "ecstools/pull/";

    // What Secrets Manager does not accept in a name.
    private static readonly Regex Foreign = new("[^A-Za-z0-9/_+=.@!-]", RegexOptions.CultureInvariant);

    /// <summary>What a container names as its secret; null if the request gives no credential.</summary>
    /// <param name="request">The request.</param>
    /// <param name="image">The image of the container.</param>
    public static string? NameOf(ContainerRequest request, string? image)
    {
        if (request is not TaskDefinitionRequest { PullLogin: { } login })
        {
            return request.PullSecret;
        }

        var registry = Reference.TryParse(image ?? "")?.CredentialKey ?? "";
        return Prefix + Foreign.Replace($"{registry}/{login.UserName}", "-");
    }

    /// <summary>Finds out whether the secret exists and has the requested value. Changes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The name or ARN of the secret, from <see cref="NameOf"/>.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>What to create or change; null if nothing.</returns>
    /// <exception cref="EcsToolsException">The given secret does not exist.</exception>
    public async Task<PullSecretPlan?> PlanAsync(TaskDefinitionRequest request, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            return null;
        }

        if (request.PullLogin is not { } login)
        {
            await RequireAsync(name, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var value = new JsonObject { ["username"] = login.UserName, ["password"] = login.Password }.ToJsonString();
        try
        {
            // A caller who may only write cannot compare. Writing the same value again changes nothing for the tasks.
            var current = await connection.UnlessDeniedAsync(
                async () => (await connection.Secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = name }, cancellationToken)
                    .ConfigureAwait(false)).SecretString,
                "",
                leftOut: null).ConfigureAwait(false);
            return current == value ? null : new PullSecretPlan(name, value, Exists: true, EcsPlanStep.Of(
                EcsPlanAction.Update, "Secret", name, $"change the password of {login.UserName} in the secret {name}"));
        }
        catch (ResourceNotFoundException)
        {
            return new PullSecretPlan(name, value, Exists: false, EcsPlanStep.Of(
                EcsPlanAction.Create, "Secret", name, $"create the secret {name} with the password of {login.UserName}"));
        }
        catch (InvalidRequestException e)
        {
            throw MarkedForDeletion(name, e);
        }
    }

    /// <summary>Creates or changes the secret.</summary>
    public async Task ApplyAsync(PullSecretPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new OperationProgress(plan.Name, $"{(plan.Exists ? "Changing" : "Creating")} the secret {plan.Name}", Level: ProgressLevel.Verbose));
        if (!plan.Exists)
        {
            try
            {
                var create = new CreateSecretRequest { Name = plan.Name, SecretString = plan.Value, Description = "Credential to pull images, for ECS." };
                await connection.Secrets.CreateSecretAsync(create, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ResourceExistsException)
            {
                // Another command has created it in the meantime.
            }
        }

        await connection.Secrets.PutSecretValueAsync(new PutSecretValueRequest { SecretId = plan.Name, SecretString = plan.Value }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Throws if the secret of an additional container does not exist.</summary>
    public async Task RequireAsync(IEnumerable<FargateContainerDefinition> sidecars, CancellationToken cancellationToken)
    {
        var secrets = sidecars.Select(sidecar => TaskRoles.PullSecretOf(JsonNode.Parse(sidecar.Json)));
        foreach (var secret in secrets.OfType<string>().Distinct())
        {
            await RequireAsync(secret, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Throws if a secret does not exist. ECS would find that out only when a task starts.</summary>
    private async Task RequireAsync(string secret, CancellationToken cancellationToken)
    {
        DescribeSecretResponse? found;
        try
        {
            found = await connection.UnlessDeniedAsync<DescribeSecretResponse?>(
                async () => await connection.Secrets.DescribeSecretAsync(new DescribeSecretRequest { SecretId = secret }, cancellationToken)
                    .ConfigureAwait(false),
                null,
                leftOut: null).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException e)
        {
            throw new EcsToolsException(
                ErrorCodes.PullSecretNotFound,
                $"There is no secret '{secret}' in Secrets Manager in {connection.Region}.",
                "Give the name or ARN of a secret that has the JSON {\"username\":\"…\",\"password\":\"…\"}, or give a user and password, from "
                    + "which the secret is created: -PullCredential (Get-Credential)",
                "PullCredential",
                secret,
                e);
        }

        if (found?.DeletedDate is not null)
        {
            throw MarkedForDeletion(secret, null);
        }
    }

    private static EcsToolsException MarkedForDeletion(string secret, Exception? cause)
        => new(
            ErrorCodes.PullSecretDeleted,
            $"The secret '{secret}' is marked for deletion.",
            $"Restore it: aws secretsmanager restore-secret --secret-id {secret}",
            "PullCredential",
            secret,
            cause);
}

/// <summary>A secret to create or change. Its value is in no text.</summary>
internal sealed record PullSecretPlan(string Name, string Value, bool Exists, EcsPlanStep Step)
{
    public override string ToString() => Step.Description;
}
