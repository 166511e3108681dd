using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Services.ScheduleTargets;

/// <summary>The only kind of target that the sandbox calls: RunTask on a cluster, with the role of the target.</summary>
internal sealed class TaskTarget
{
    // Both services still shorten startedBy to the length it had before 2023, as real tasks show.
    private const int StartedByLength = 36;

    private readonly SandboxCloud _cloud;

    public TaskTarget(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>Starts the tasks of a target and returns the result. It never throws, because AWS does not report errors either.</summary>
    /// <param name="target">The target in the members of the Scheduler or EventBridge model.</param>
    /// <param name="name">The schedule or rule, for the record.</param>
    /// <param name="startedBy">The member startedBy of the tasks.</param>
    /// <param name="due">The time it was due.</param>
    public async Task<Invocation> InvokeAsync(JsonObject target, string name, string startedBy, DateTimeOffset due)
    {
        var retries = target.Object("RetryPolicy")?.Integer("MaximumRetryAttempts") ?? 185;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var tasks = Run(target, startedBy);
                return new Invocation(name, due, _cloud.Clock.UtcNow, tasks, null);
            }
            catch (AwsError refusal) when (IsPassing(refusal) && attempt < retries && !_cloud.Stopping.IsCancellationRequested)
            {
                var wait = TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, attempt)));
                await _cloud.ScaledClock.DelayAsync(wait, _cloud.Stopping).ConfigureAwait(false);
            }
            catch (AwsError refusal)
            {
                return new Invocation(name, due, _cloud.Clock.UtcNow, [], $"{refusal.Code}: {refusal.Message}");
            }
            catch (Exception odd) when (odd is not OperationCanceledException)
            {
                // The input of a target is any text, so its members may have any type.
                return new Invocation(name, due, _cloud.Clock.UtcNow, [], $"InvalidParameterException: {odd.Message}");
            }
        }
    }

    /// <summary>The RunTask of a target.</summary>
    public static JsonObject Input(JsonObject target, string startedBy)
    {
        var parameters = target.Object("EcsParameters")!;
        var input = new JsonObject
        {
            ["cluster"] = target.Text("Arn"),
            ["taskDefinition"] = parameters.Text("TaskDefinitionArn"),
            ["count"] = parameters.Integer("TaskCount") ?? 1,
            ["startedBy"] = startedBy.Length > StartedByLength ? startedBy.Substring(0, StartedByLength) : startedBy,
        };
        Copy(parameters, input, "LaunchType", "launchType");
        Copy(parameters, input, "PlatformVersion", "platformVersion");
        Copy(parameters, input, "Group", "group");
        Copy(parameters, input, "PropagateTags", "propagateTags");
        Copy(parameters, input, "EnableECSManagedTags", "enableECSManagedTags");
        Copy(parameters, input, "EnableExecuteCommand", "enableExecuteCommand");
        Copy(parameters, input, "CapacityProviderStrategy", "capacityProviderStrategy");
        if (parameters.Object("NetworkConfiguration")?.Object("awsvpcConfiguration") is { } network)
        {
            var own = new JsonObject();
            Copy(network, own, "Subnets", "subnets");
            Copy(network, own, "SecurityGroups", "securityGroups");
            Copy(network, own, "AssignPublicIp", "assignPublicIp");
            input["networkConfiguration"] = new JsonObject { ["awsvpcConfiguration"] = own };
        }

        if (parameters.Objects("Tags") is { Count: > 0 } tags)
        {
            input["tags"] = tags.Select(tag => new JsonObject
            {
                ["key"] = tag.Text("key") ?? tag.Text("Key"),
                ["value"] = tag.Text("value") ?? tag.Text("Value"),
            }).ToJson();
        }

        if (target.Text("Input") is { Length: > 0 } text)
        {
            input["overrides"] = Overrides(text);
        }

        return input;
    }

    private static void Copy(JsonObject from, JsonObject to, string name, string newName)
    {
        if (from[name] is { } value)
        {
            to[newName] = value.DeepClone();
        }
    }

    private static JsonObject Overrides(string text)
    {
        try
        {
            return JsonText.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw EcsErrors.InvalidParameter("The input of the target is not a JSON object of task overrides.");
        }
    }

    private static bool IsPassing(AwsError refusal) => refusal.StatusCode >= 500 || refusal.Code.StartsWith("Throttling", StringComparison.Ordinal);

    private List<string> Run(JsonObject target, string startedBy)
    {
        if (target.Object("EcsParameters") is null)
        {
            throw new AwsError("UnsupportedOperation", $"The sandbox calls ECS clusters only, and the target is {target.Text("Arn")}.");
        }

        var roleArn = target.Text("RoleArn")!;
        var session = new SandboxPrincipal(
            SandboxCloud.AccountId,
            $"arn:aws:sts::{SandboxCloud.AccountId}:assumed-role/{roleArn.Substring(roleArn.LastIndexOf('/') + 1)}/{Guid.NewGuid():N}",
            "",
            "");
        var input = Input(target, startedBy);
        RequireRunTask(session, input);
        return _cloud.Service<EcsService>().RunTask(input, session).Objects("tasks").Select(task => task.Text("taskArn")!).ToList();
    }

    private void RequireRunTask(SandboxPrincipal session, JsonObject input)
    {
        var definition = _cloud.Service<EcsService>().TaskDefinitionArn(input.Text("taskDefinition")!);
        var cluster = new[] { input.Text("cluster")! };
        var verdict = _cloud.Service<IamService>().Judge(session, "ecs:RunTask", definition, key => key == "ecs:cluster" ? cluster : null);
        if (verdict != Verdict.Allowed)
        {
            throw new AwsError("AccessDeniedException", IamService.DenialOf(session, "ecs:RunTask", definition, verdict));
        }
    }
}
