using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Failures.Rules;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Services;
using EcsTools.TaskDefinitions;

namespace EcsTools.Failures;

/// <summary>Explains why tasks failed. Each lookup is reused for other tasks with the same image, subnet or service.</summary>
internal sealed class FailureInspection(AwsConnection connection)
{
    /// <summary>Number of log lines to keep, and number of characters of each.</summary>
    public const int KeptLines = 20;
    private const int LongestLine = 1000;
    private const int KeptEvents = 5;

    private readonly TaskDefinitionReader _definitions = new(connection);
    private readonly ImageProbe _images = new(connection);
    private readonly NetworkProbe _networks = new(connection);
    private readonly TargetProbe _targets = new(connection);
    private readonly Dictionary<string, Service?> _services = new(StringComparer.Ordinal);

    /// <summary>Explains a failure.</summary>
    /// <param name="task">A stopped task.</param>
    /// <param name="publicAddress">Whether it had a public address, if the caller knows. ECS does not report it for a stopped task.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The failure, or null if the task did not fail.</returns>
    public async Task<FargateFailure?> ExplainAsync(FargateTask task, bool? publicAddress, CancellationToken cancellationToken)
    {
        if (!FailureClassifier.IsFailure(task))
        {
            return null;
        }

        var evidence = await WithDefinitionAsync(FailureEvidence.From(task), task, cancellationToken).ConfigureAwait(false);
        if (evidence.LogLines.Count == 0 && task.LogGroup is not null && (task.StartedAt is not null || evidence.ExitCode is not null))
        {
            evidence = evidence with { LogLines = await LinesAsync(task, cancellationToken).ConfigureAwait(false) };
        }

        evidence = evidence with { LogLines = Cut(evidence.LogLines) };
        var service = task.ServiceName is null ? null : await ServiceAsync(task, cancellationToken).ConfigureAwait(false);
        var rule = FailureClassifier.Classify(evidence);
        if (rule.Needs.HasFlag(FailureNeeds.Image))
        {
            evidence = evidence with { ImageFacts = await _images.AskAsync(evidence.Image, cancellationToken).ConfigureAwait(false) };
        }

        if (rule.Needs.HasFlag(FailureNeeds.Network))
        {
            var said = service?.NetworkConfiguration?.AwsvpcConfiguration?.AssignPublicIp;
            evidence = evidence with
            {
                Network = await _networks.AskAsync(task.SubnetId, publicAddress
                    ?? (said is null ? null : said == Amazon.ECS.AssignPublicIp.ENABLED), cancellationToken).ConfigureAwait(false),
            };
        }

        if (rule.Needs.HasFlag(FailureNeeds.Targets))
        {
            evidence = evidence with { TargetReason = await _targets.AskAsync(service, task.TaskId, cancellationToken).ConfigureAwait(false) };
        }

        return ToModel(task, evidence, Events(service, task));
    }

    /// <summary>Combines a task with what is known about its failure.</summary>
    /// <param name="task">The task.</param>
    /// <param name="evidence">What the task says, and the facts that were looked up.</param>
    /// <param name="events">The events of its service.</param>
    internal static FargateFailure ToModel(FargateTask task, FailureEvidence evidence, IReadOnlyList<string> events)
    {
        var rule = FailureClassifier.Classify(evidence);
        var explanation = rule.Explain(evidence);
        return new FargateFailure
        {
            TaskArn = task.TaskArn,
            TaskId = task.TaskId,
            Cluster = task.Cluster,
            Family = task.Family,
            TaskDefinitionArn = task.TaskDefinitionArn,
            ServiceName = task.ServiceName,
            Kind = rule.Kind,
            Cause = explanation.Cause,
            Detail = Detail(evidence),
            Remedy = explanation.Remedy,
            Fix = explanation.Fix,
            StopCode = task.StopCode,
            StoppedReason = task.StoppedReason,
            ExitCode = evidence.ExitCode,
            Container = evidence.Container,
            Image = evidence.Image,
            ImagePlatforms = evidence.ImageFacts?.Platforms ?? [],
            TaskPlatform = evidence.Platform,
            Network = evidence.Network?.ToString(),
            LogLines = evidence.LogLines,
            ServiceEvents = events,
            OccurredAt = task.StoppedAt ?? task.CreatedAt ?? default,
            Duration = task.Duration,
            Runtime = task.Runtime,
            Region = task.Region,
            AccountId = task.AccountId,
        };
    }

    /// <summary>The evidence for the cause, one line each.</summary>
    private static string Detail(FailureEvidence evidence)
    {
        var lines = new List<string>();
        lines.AddRange(evidence.Reasons.Select(reason => $"ECS says: {reason}"));
        if (evidence.ImageFacts?.Platforms is { Count: > 0 } platforms)
        {
            lines.Add($"Image: {evidence.Image} for {string.Join(", ", platforms)}; task: {evidence.Platform}");
        }

        if (evidence.Network is { } network)
        {
            lines.Add($"Network: {network}");
        }

        if (evidence.TargetReason is { } reason)
        {
            lines.Add($"Load balancer: {reason}");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private async Task<FailureEvidence> WithDefinitionAsync(FailureEvidence evidence, FargateTask task, CancellationToken cancellationToken)
    {
        // Without the definition, what the task itself says must be enough.
        var known = await connection.UnlessDeniedAsync(
            () => _definitions.FindAsync(task.TaskDefinitionArn, cancellationToken), null, "The task definitions of failed tasks were not inspected")
                .ConfigureAwait(false);
        if (known is not var (definition, _))
        {
            return evidence;
        }

        var container = (definition.ContainerDefinitions ?? []).Find(candidate => candidate.Name == evidence.Container)
            ?? (definition.ContainerDefinitions is [var only] ? only : null);
        return evidence with
        {
            Container = evidence.Container ?? container?.Name,
            Image = evidence.Image ?? container?.Image,
            Command = (container?.EntryPoint ?? []).Concat(container?.Command ?? []).ToList(),
            ContainerMemory = container?.Memory,
            HealthCheck = container?.HealthCheck?.Command ?? [],
            Architecture = definition.RuntimePlatform?.CpuArchitecture?.Value ?? "X86_64",
            OperatingSystem = definition.RuntimePlatform?.OperatingSystemFamily?.Value ?? "LINUX",
            EphemeralStorage = definition.EphemeralStorage?.SizeInGiB ?? 20,
            ExecutionRole = definition.ExecutionRoleArn is { } role ? AwsArn.NameOf(role) : null,
            LogGroup = evidence.LogGroup ?? (container is null ? null : TaskDefinitionMapper.LogOf(container, task.TaskId)?.Group),
        };
    }

    private async Task<IReadOnlyList<string>> LinesAsync(FargateTask task, CancellationToken cancellationToken)
    {
        var request = new TaskLogRequest { Tasks = [TaskReference.Parse(task.TaskArn, task.ClusterArn)], Tail = KeptLines };
        var lines = new List<string>();
        async Task<IReadOnlyList<string>> ReadAsync()
        {
            await foreach (var line in new TaskLogs(connection).ReadAsync(request, _ => { }, null, cancellationToken).ConfigureAwait(false))
            {
                lines.Add(line.Message);
            }

            return lines;
        }

        try
        {
            return await connection.UnlessDeniedAsync(ReadAsync, [], "The log lines of failed tasks are left out").ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is AmazonServiceException or EcsToolsException)
        {
            return [];
        }
    }

    private async Task<Service?> ServiceAsync(FargateTask task, CancellationToken cancellationToken)
    {
        var key = $"{task.ClusterArn}/{task.ServiceName}";
        if (!_services.TryGetValue(key, out var service))
        {
            try
            {
                var request = new DescribeServicesRequest { Cluster = task.ClusterArn, Services = [task.ServiceName!] };
                var answer = await connection.UnlessDeniedAsync(
                    () => connection.Ecs.DescribeServicesAsync(request, cancellationToken), null!, "The events of services are left out")
                        .ConfigureAwait(false);
                service = answer?.Services is [var one, ..] ? one : null;
            }
            catch (AmazonServiceException)
            {
                // The cluster no longer exists.
            }

            _services[key] = service;
        }

        return service;
    }

    /// <summary>The service's events about this task, or else those since the task was requested.</summary>
    private static List<string> Events(Service? service, FargateTask task)
    {
        var all = (service?.Events ?? []).Where(happened => !(AwsTime.From(happened.CreatedAt) < task.CreatedAt))
            .OrderBy(happened => happened.CreatedAt).Select(happened => happened.Message).ToList();
        var own = all.Where(message => message.Contains(task.TaskId)).ToList();
        var chosen = own.Count > 0 ? own : all;
        return chosen.Skip(Math.Max(0, chosen.Count - KeptEvents)).ToList();
    }

    private static List<string> Cut(IReadOnlyList<string> lines)
        => lines.Skip(Math.Max(0, lines.Count - KeptLines))
            .Select(line => line.Length > LongestLine ? line.Substring(0, LongestLine) + "..." : line).ToList();
}
