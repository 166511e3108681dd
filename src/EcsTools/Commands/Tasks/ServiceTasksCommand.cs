using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Services;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Services;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>A command on tasks that are named, or that belong to a service that is named.</summary>
public abstract class ServiceTasksCommand : TaskInClusterCommand
{
    /// <summary>Name or ARN of the service whose tasks are meant.</summary>
    /// <value>the tasks that -TaskArn names</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService), typeof(FargateDeployment), typeof(FargateScaling), Rank = 1)]
    public string? ServiceName { get; set; }

    /// <summary>The service that the record names, with its tasks.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    /// <param name="stopped">Whether stopped tasks are meant too, as long as ECS knows them.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">No task and no service is named, the service does not exist, or it has no such task.</exception>
    private protected async Task<IReadOnlyList<FargateTask>> TasksOfServiceAsync(
        AwsConnection connection, bool stopped, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(ServiceName))
        {
            throw new EcsToolsException(
                ErrorCodes.TaskNotNamed,
                "No task is named.",
                "Give -TaskArn or -ServiceName, or pipe tasks or services. Get-FargateTask lists the tasks.",
                "TaskArn");
        }

        var services = new FargateServices(connection);
        var reference = await services.LocateAsync(ServiceName!, Cluster, cancellationToken).ConfigureAwait(false);
        var service = await services.RequireAsync(reference, cancellationToken).ConfigureAwait(false);
        var query = new TaskQuery { Clusters = [service.ClusterArn], ServiceName = service.ServiceName, Stopped = stopped };
        var tasks = new List<FargateTask>();
        await foreach (var task in new FargateTasks(connection).GetAsync(query, problem => throw problem, cancellationToken).ConfigureAwait(false))
        {
            tasks.Add(task);
        }

        return tasks.Count > 0 ? tasks : throw new EcsToolsException(
            ErrorCodes.TaskNotFound,
            $"Service '{service.ServiceName}' in cluster '{service.Cluster}' has no task{(stopped ? "" : " that runs")}.",
            $"See what the service does: Watch-FargateService {service.ServiceName} -Cluster {service.Cluster}",
            "ServiceName",
            service.ServiceName);
    }

    /// <summary>Collects the tasks of a record.</summary>
    private protected async Task CollectAsync(
        TaskCollector collector, string[]? named, bool stopped, CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        RequireOneSubject(("TaskArn", named is { Length: > 0 } ? string.Join(", ", named) : null), (nameof(ServiceName), ServiceName));
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        if (named is { Length: > 0 })
        {
            await ForEachAsync(pipeline, "TaskArn", named, task => collector.AddAsync(connection, task, Cluster, cancellationToken)).ConfigureAwait(false);
            return;
        }

        foreach (var task in await TasksOfServiceAsync(connection, stopped, cancellationToken).ConfigureAwait(false))
        {
            collector.Add(connection, new TaskReference(task.ClusterArn, task.TaskArn));
        }
    }
}
