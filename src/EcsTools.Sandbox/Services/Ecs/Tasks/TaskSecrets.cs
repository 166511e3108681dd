using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Secrets;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Reads secrets for tasks, with their execution role. The sandbox has no parameters of Systems Manager.</summary>
internal sealed class TaskSecrets(SandboxCloud cloud, TaskRoles roles)
{
    private const string Preamble = "unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ";

    private const int ArnParts = 7;

    /// <summary>The value of a secret that a container names: an ARN, with a JSON key, a stage and a version after it if needed.</summary>
    /// <exception cref="TaskStartException">The secret does not exist, or the execution role may not read it.</exception>
    public string Value(TaskPlan task, string reference)
    {
        if (!reference.Contains(":secretsmanager:"))
        {
            throw Missing(reference);
        }

        var parts = reference.Split(':');
        var (key, stage, version) = (Part(parts, ArnParts), Part(parts, ArnParts + 1), Part(parts, ArnParts + 2));
        var text = Read(task, string.Join(":", parts.Take(ArnParts)), stage, version);
        return key is null ? text : Member(text, key) ?? throw TaskStartException.CannotInitialize(
            Preamble + $"retrieved secret from Secrets Manager did not contain json key {key}");
    }

    /// <summary>The user and password in a secret for a registry.</summary>
    /// <exception cref="TaskStartException">The secret does not exist, is not a login, or the execution role may not read it.</exception>
    public RegistryLogin Login(TaskPlan task, string secret)
    {
        var text = Read(task, secret, null, null);
        return Member(text, "username") is { } user && Member(text, "password") is { } password
            ? new RegistryLogin(user, password)
            : throw TaskStartException.CannotInitialize(
                "unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve registry auth from asm: "
                + "the secret must have the keys username and password");
    }

    private static string? Part(string[] parts, int index) => parts.Length > index && parts[index].Length > 0 ? parts[index] : null;

    private static string? Member(string json, string key)
    {
        try
        {
            return (JsonNode.Parse(json) as JsonObject)?[key] is JsonValue value ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Read(TaskPlan task, string secret, string? stage, string? version)
    {
        var found = cloud.Service<SecretsService>().Read(secret, stage, version);
        var arn = found?.Arn ?? (secret.StartsWith("arn:", StringComparison.Ordinal) ? secret : cloud.Arn("secretsmanager", "secret:" + secret));
        if (roles.Denial(task.ExecutionRoleArn ?? "", task.Id, "secretsmanager:GetSecretValue", arn) is { } denial)
        {
            throw Failed(secret, $"AccessDeniedException: {denial}");
        }

        return found?.Text ?? throw Missing(secret);
    }

    private static TaskStartException Missing(string secret)
        => Failed(secret, "ResourceNotFoundException: Secrets Manager can't find the specified secret.");

    private static TaskStartException Failed(string secret, string why) => TaskStartException.CannotInitialize(
        Preamble + $"service call has been retried 1 time(s): failed to fetch secret {secret} from secrets manager: {why}");
}
