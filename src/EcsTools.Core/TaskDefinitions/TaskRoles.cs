using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Images.Oci;
using EcsTools.Models;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// The roles of a task definition. Roles are found by name. The execution role is created if it does not exist and none was given.
/// </summary>
internal sealed class TaskRoles(AwsConnection connection)
{
    private readonly IamRoles _roles = new(connection);

    // Registries that allow everyone to pull.
    private static readonly string[] PublicRegistries = ["docker.io", "public.ecr.aws", "ghcr.io", "quay.io", "mcr.microsoft.com",
        "registry.k8s.io", "gcr.io"];

    /// <summary>Puts the ARNs of the roles into the document.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="fromFile">
    /// Whether the definition comes from a file. An execution role is then added only if the definition needs one.
    /// </param>
    /// <param name="createdTags">Tags of an execution role that is created; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>What to do for the execution role if EcsTools creates it; else null.</returns>
    public async Task<EcsRolePlan?> SettleAsync(
        JsonObject document, bool fromFile, IReadOnlyDictionary<string, string>? createdTags, CancellationToken cancellationToken)
    {
        await ResolveAsync(document, "taskRoleArn", "TaskRole", cancellationToken).ConfigureAwait(false);
        if (document["executionRoleArn"] is not null)
        {
            await ResolveAsync(document, "executionRoleArn", "ExecutionRole", cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (fromFile && !NeedsExecutionRole(document))
        {
            return null;
        }

        var secrets = await SecretsAsync(document, cancellationToken).ConfigureAwait(false);
        var request = new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution, SecretArns = secrets, CreatedTags = createdTags };

        // Someone who may not read roles may still be allowed to pass this one. ECS decides.
        var plan = await connection.UnlessDeniedAsync(() => new EcsRoles(connection).PlanAsync(request, cancellationToken), null!, leftOut: null)
            .ConfigureAwait(false);
        var name = plan?.RoleName ?? EcsRoleDefinition.DefaultName(request);
        document["executionRoleArn"] = await FindAsync(name, cancellationToken).ConfigureAwait(false)
            ?? await ArnAsync("role/" + name, cancellationToken).ConfigureAwait(false);
        return plan?.Steps.Count > 0 ? plan : null;
    }

    /// <summary>Whether ECS itself needs permissions before the task can run: to pull, write a log, or read a secret or a file.</summary>
    private static bool NeedsExecutionRole(JsonObject document)
        => (document["containerDefinitions"] as JsonArray ?? []).Any(container =>
            TaskDefinitionDocument.Text(container?["logConfiguration"]?["logDriver"]) == "awslogs"
            || container?["environmentFiles"] is JsonArray { Count: > 0 }
            || References(container).Append(PullSecretOf(container)).Any(reference => reference is not null)
            || (Reference.TryParse(TaskDefinitionDocument.Text(container?["image"]) ?? "") is { Registry: { } registry }
                && !PublicRegistries.Contains(registry, StringComparer.OrdinalIgnoreCase)));

    /// <summary>
    /// The ARN of a role from its name or ARN; null if the role does not exist. If the caller may not read roles, the name is assumed to be
    /// right.
    /// </summary>
    public Task<string?> FindAsync(string role, CancellationToken cancellationToken) => connection.OrIfDeniedAsync<string?>(
        async () => (await _roles.FindAsync(AwsArn.NameOf(role), [], cancellationToken).ConfigureAwait(false))?.Entity.Arn,
        async () => AwsArn.Is(role) ? role : await ArnAsync("role/" + role, cancellationToken).ConfigureAwait(false),
        leftOut: null);

    /// <summary>The ARN of a role with this name in the account.</summary>
    public Task<string> ArnOfAsync(string name, CancellationToken cancellationToken) => ArnAsync("role/" + name, cancellationToken);

    private async Task ResolveAsync(JsonObject document, string member, string parameter, CancellationToken cancellationToken)
    {
        if (TaskDefinitionDocument.Text(document[member]) is not { } role || AwsArn.Is(role))
        {
            return;
        }

        document[member] = await FindAsync(role, cancellationToken).ConfigureAwait(false)
            ?? throw new EcsToolsException(
                ErrorCodes.RoleNotFound,
                $"There is no role '{role}'.",
                "Give the name or ARN of a role that trusts ecs-tasks.amazonaws.com, "
                    + (parameter == "ExecutionRole" ? "leave out -ExecutionRole to have one created, or create it: Initialize-EcsRole TaskExecution"
                        : "or create it: Initialize-EcsRole Task") + $" -Name {role}",
                parameter,
                role);
    }

    /// <summary>The secrets that the containers refer to, as the ARNs for a policy. A parameter may also be given only by name.</summary>
    public async Task<IReadOnlyList<string>> SecretsAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var arns = new List<string>();
        var containers = document["containerDefinitions"] as JsonArray ?? [];
        foreach (var secret in containers.Select(PullSecretOf).OfType<string>())
        {
            // ECS also accepts the name of a secret here. Secrets Manager adds six characters to it.
            arns.AddRange(SecretArn.Resources(AwsArn.Is(secret) ? secret
                : await ArnAsync("secret:" + secret, cancellationToken, "secretsmanager").ConfigureAwait(false)));
        }

        foreach (var reference in containers.SelectMany(References).OfType<string>())
        {
            arns.AddRange(!AwsArn.Is(reference)
                ? [await ArnAsync("parameter/" + reference.TrimStart('/'), cancellationToken, "ssm").ConfigureAwait(false)]
                : reference.Split(':')[2] == "secretsmanager" ? SecretArn.Resources(reference) : [reference]);
        }

        return arns.Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>The secrets of a container and of its log driver.</summary>
    private static IEnumerable<string?> References(JsonNode? container)
        => (container?["secrets"] as JsonArray ?? [])
            .Concat(container?["logConfiguration"]?["secretOptions"] as JsonArray ?? [])
            .Select(secret => TaskDefinitionDocument.Text(secret?["valueFrom"]));

    /// <summary>The secret of a container's login to a private registry.</summary>
    internal static string? PullSecretOf(JsonNode? container)
        => TaskDefinitionDocument.Text(container?["repositoryCredentials"]?["credentialsParameter"]);

    private async Task<string> ArnAsync(string resource, CancellationToken cancellationToken, string service = "iam")
    {
        var account = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        return $"arn:{AwsPartition.FromRegion(connection.Region)}:{service}:{(service == "iam" ? "" : connection.Region)}:{account}:{resource}";
    }
}
