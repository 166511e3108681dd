using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EventBridge.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Usage;

/// <summary>
/// Finds out what still needs task definition revisions, and the images that tasks were started from: services and their rollback targets,
/// tasks, schedules and rules.
/// </summary>
internal sealed class TaskDefinitionUsage(AwsConnection connection)
{
    // Undo-FargateDeployment goes back to the deployment before the newest.
    private const int DeploymentsKept = 2;

    private readonly Dictionary<string, List<string>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _imageUsers = new(StringComparer.Ordinal);
    private readonly List<string> _unreadable = [];

    /// <summary>What the caller may not read. Uses from there are not known.</summary>
    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Every revision or family that is in use.</summary>
    public IReadOnlyCollection<string> TaskDefinitions => _users.Keys;

    /// <summary>Reads everything that may use a revision of these families; null for all families.</summary>
    public async Task ReadAsync(IReadOnlyCollection<string>? families, CancellationToken cancellationToken)
    {
        var clusters = new List<FargateCluster>();
        await foreach (var cluster in new FargateClusters(connection).GetAsync(null, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            clusters.Add(cluster);
        }

        await ServicesAsync(families, cancellationToken).ConfigureAwait(false);
        await TasksAsync(families, cancellationToken).ConfigureAwait(false);
        await ReadIfAllowedAsync("schedules of EventBridge Scheduler", () => SchedulesAsync(families, cancellationToken)).ConfigureAwait(false);
        await ReadIfAllowedAsync("rules of EventBridge", () => RulesAsync(clusters, families, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>What uses a revision, <c>web:3</c>. The family alone, <c>web</c>, means its newest active revision.</summary>
    public IReadOnlyList<string> Of(string taskDefinition) => _users.TryGetValue(taskDefinition, out var users) ? users : [];

    /// <summary>
    /// What uses an image by its digest, whatever its tags name now: tasks that run it, and deployments that a rollback may need.
    /// </summary>
    public IReadOnlyList<string> OfImage(string repository, string digest)
        => _imageUsers.TryGetValue($"{repository}@{digest}", out var users) ? users : [];

    private static bool Wants(IReadOnlyCollection<string>? families, string taskDefinition)
        => families is null || families.Contains(TaskDefinitionName.FamilyOf(taskDefinition));

    private void Add(IReadOnlyCollection<string>? families, string? taskDefinition, string user)
    {
        var name = taskDefinition is null ? "" : AwsArn.NameOf(taskDefinition);
        if (name.Length > 0 && Wants(families, name))
        {
            Add(_users, name, user);
        }
    }

    private void AddImage(string? image, string? digest, string user)
    {
        if (image is not null && !string.IsNullOrEmpty(digest))
        {
            Add(_imageUsers, $"{TaskImageName.Repository(image)}@{digest}", user);
        }
    }

    private static void Add(Dictionary<string, List<string>> uses, string used, string user)
    {
        if (!uses.TryGetValue(used, out var users))
        {
            uses[used] = users = [];
        }

        if (!users.Contains(user))
        {
            users.Add(user);
        }
    }

    private async Task ServicesAsync(IReadOnlyCollection<string>? families, CancellationToken cancellationToken)
    {
        await foreach (var service in new FargateServices(connection).GetAsync(null, null, _ => { }, cancellationToken)
            .ConfigureAwait(false))
        {
            if (Wants(families, service.TaskDefinitionArn))
            {
                Add(families, service.TaskDefinitionArn, $"service {service.ServiceName} in {service.Cluster}");
                await HistoryAsync(service, families, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deployments in progress, and the last successful one: what a rollback needs.</summary>
    private async Task HistoryAsync(FargateService service, IReadOnlyCollection<string>? families, CancellationToken cancellationToken)
    {
        var deployments = new ServiceDeployments(connection);
        var succeeded = 0;
        await foreach (var page in deployments.PagesAsync(new ServiceReference(service.ClusterArn, service.ServiceName),
            cancellationToken).ConfigureAwait(false))
        {
            foreach (var brief in page)
            {
                var isOver = ServiceDeployments.IsOver(brief.Status);
                if (isOver && brief.Status != Amazon.ECS.ServiceDeploymentStatus.SUCCESSFUL)
                {
                    continue;
                }

                var revision = await deployments.RevisionAsync(brief.TargetServiceRevisionArn, cancellationToken).ConfigureAwait(false);
                var user = $"{(isOver ? "rollbacks" : "the deployment")} of service {service.ServiceName} in {service.Cluster}";
                Add(families, revision?.TaskDefinition, user);
                (revision?.ContainerImages ?? []).ForEach(image => AddImage(image.Image, image.ImageDigest, user));
                if (isOver && ++succeeded == DeploymentsKept)
                {
                    return;
                }
            }
        }
    }

    private async Task TasksAsync(IReadOnlyCollection<string>? families, CancellationToken cancellationToken)
    {
        foreach (var query in families?.Select(family => new TaskQuery { Families = [family], Detailed = false }) ?? [new TaskQuery { Detailed = false }])
        {
            await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
            {
                var user = task.ServiceName is null ? $"task {task.TaskId} in {task.Cluster}" : $"service {task.ServiceName} in {task.Cluster}";
                Add(families, task.TaskDefinitionArn, user);
                foreach (var container in task.Containers)
                {
                    AddImage(container.Image, container.ImageDigest, user);
                }
            }
        }
    }

    private async Task SchedulesAsync(IReadOnlyCollection<string>? families, CancellationToken cancellationToken)
    {
        await foreach (var schedule in new ScheduledTasks(connection)
            .GetAsync(null, null, ScheduleBackend.Scheduler, null, cancellationToken).ConfigureAwait(false))
        {
            Add(families, schedule.TaskDefinitionArn, $"schedule {schedule.ScheduleName}");
        }
    }

    /// <summary>Every rule that starts tasks in one of the clusters, on a schedule or on an event.</summary>
    private async Task RulesAsync(IReadOnlyList<FargateCluster> clusters, IReadOnlyCollection<string>? families,
        CancellationToken cancellationToken)
    {
        foreach (var cluster in clusters)
        {
            var names = new ListRuleNamesByTargetRequest { TargetArn = cluster.ClusterArn, Limit = 100 };
            do
            {
                var page = await connection.EventBridge.ListRuleNamesByTargetAsync(names, cancellationToken).ConfigureAwait(false);
                foreach (var rule in page.RuleNames ?? [])
                {
                    var targets = await connection.EventBridge.ListTargetsByRuleAsync(new ListTargetsByRuleRequest { Rule = rule },
                        cancellationToken).ConfigureAwait(false);
                    (targets.Targets ?? []).ForEach(target => Add(families, target.EcsParameters?.TaskDefinitionArn, $"rule {rule}"));
                }

                names.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(names.NextToken));
        }
    }

    private async Task ReadIfAllowedAsync(string what, Func<Task> read)
    {
        if (!await connection.UnlessDeniedAsync(read, $"What the {what} use is not known").ConfigureAwait(false))
        {
            _unreadable.Add(what);
        }
    }
}
