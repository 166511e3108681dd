using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Services;

/// <summary>What to compare a service with. Without a task definition and a file, it is the newest revision of the family that the service runs.</summary>
public sealed record ServiceComparisonRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>A family for its newest active revision, <c>family:revision</c> or an ARN; null for the family of the service.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Path of a task definition file; null to compare with a revision.</summary>
    public string? Path { get; init; }
}

/// <summary>Compares what a service runs with a task definition. Changes nothing.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ServiceComparison(AwsConnection connection)
{
    private const string ExecutionRole = "executionRoleArn";

    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <summary>The fields that differ; empty if a deployment of the task definition would change none.</summary>
    /// <param name="request">What to compare.</param>
    /// <param name="warn">Called with each warning about the file.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service or the task definition does not exist, or the file is not a task definition.</exception>
    public async Task<IReadOnlyList<FargateServiceDifference>> CompareAsync(
        ServiceComparisonRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        var service = await new FargateServices(connection).RequireAsync(request.Service, cancellationToken).ConfigureAwait(false);
        var running = await RunningAsync(service, cancellationToken).ConfigureAwait(false);
        var (name, after) = request.Path is { } path
            ? (path, await FileAsync(path, TaskDefinitionMapper.Document(running, null), warn, cancellationToken).ConfigureAwait(false))
            : Named(await RevisionAsync(request.TaskDefinition ?? running.Family, cancellationToken).ConfigureAwait(false));
        return Differences(service, running, name, after);
    }

    /// <summary>The task definition that a service runs.</summary>
    internal Task<TaskDefinition> RunningAsync(FargateService service, CancellationToken cancellationToken)
    {
        ServiceChecks.Controlled(service);
        return RevisionAsync(service.TaskDefinitionArn, cancellationToken);
    }

    /// <summary>The fields of a task definition that differ from those of the one that a service runs.</summary>
    internal static IReadOnlyList<FargateServiceDifference> Differences(FargateService service, TaskDefinition running, string name, JsonObject wanted)
        => TaskDefinitionNormalForm.Differences(TaskDefinitionMapper.Document(running, null), wanted).Select(change => new FargateServiceDifference
        {
            ServiceName = service.ServiceName,
            Cluster = service.Cluster,
            Field = change.Field,
            Running = change.From,
            Wanted = change.To,
            RunningTaskDefinition = service.TaskDefinition,
            WantedTaskDefinition = name,
            Region = service.Region,
        }).ToList();

    private async Task<TaskDefinition> RevisionAsync(string name, CancellationToken cancellationToken)
        => await _definitions.FindAsync(name, cancellationToken).ConfigureAwait(false) is var (definition, _) ? definition
            : throw await _definitions.MissingAsync(name, cancellationToken).ConfigureAwait(false);

    private static (string Name, JsonObject Document) Named(TaskDefinition definition)
        => ($"{definition.Family}:{definition.Revision}", TaskDefinitionMapper.Document(definition, null));

    /// <summary>The definition that Register-FargateTask would register from the file.</summary>
    private async Task<JsonObject> FileAsync(string path, JsonObject running, Action<string> warn, CancellationToken cancellationToken)
    {
        var document = await new FargateTaskDefinitions(connection).ReadFileAsync(path, warn, cancellationToken).ConfigureAwait(false);

        // A file without an execution role gets one when it is registered, so a missing role is not a difference.
        if (document[ExecutionRole] is null && running[ExecutionRole] is { } role)
        {
            document[ExecutionRole] = role.DeepClone();
        }

        return document;
    }
}
