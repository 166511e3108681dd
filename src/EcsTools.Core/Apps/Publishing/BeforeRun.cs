using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Services;
using EcsTools.Tasks;

namespace EcsTools.Apps.Publishing;

/// <summary>Runs a task of an app to its end, in the network of a service.</summary>
internal sealed class BeforeRun(AwsConnection connection)
{
    // How many of the last lines an error shows.
    private const int ShownLines = 5;

    /// <summary>Runs a command in a task of a revision.</summary>
    /// <param name="blueprint">The service that it is for.</param>
    /// <param name="definition">ARN of the revision.</param>
    /// <param name="command">The command; null for the one of the definition.</param>
    /// <param name="network">The network of the service.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="EcsToolsException">It did not end with exit code 0.</exception>
    public async Task<FargateTask> RunAsync(
        ServiceBlueprint blueprint,
        string definition,
        IReadOnlyList<string>? command,
        TaskNetwork? network,
        TimeSpan timeout,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(
            new StartTaskRequest
            {
                TaskDefinition = definition,
                Cluster = blueprint.Cluster,
                Subnets = network?.Subnets,
                SecurityGroups = network?.SecurityGroups,
                AssignPublicIp = network?.AssignPublicIp,
                Overrides = new TaskOverrides { Container = blueprint.Service.Container.Name, Command = command },
                Tags = blueprint.Tags,
            },
            cancellationToken).ConfigureAwait(false);
        EcsToolsException? problem = null;
        var started = new List<FargateTask>();
        await foreach (var task in start.StartAsync(plan, refused => problem = refused, progress, cancellationToken).ConfigureAwait(false))
        {
            started.Add(task);
        }

        var ended = problem is not null ? [] : await new TaskRunMonitor(connection).StayAsync(
            started, plan.Network.AssignPublicIp, timeout, null, (refused, _) => problem = refused, progress, cancellationToken).ConfigureAwait(false);
        return problem is null && ended is [{ Succeeded: true } succeeded] ? succeeded
            : throw Failed(blueprint, command, ended.FirstOrDefault(), problem);
    }

    /// <summary>The network of a service. For a new service, its security group is created.</summary>
    public async Task<TaskNetwork> NetworkAsync(ServicePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => plan is { Network: { } network }
            ? await new TaskNetworks(connection).ApplyAsync(network, progress, cancellationToken).ConfigureAwait(false)
            : new TaskNetwork(plan.Current!.Subnets, plan.Current.SecurityGroups, plan.Current.AssignPublicIp);

    private static EcsToolsException Failed(
        ServiceBlueprint blueprint, IReadOnlyList<string>? command, FargateTask? task, EcsToolsException? problem)
    {
        var what = command is null ? $"Service '{blueprint.Service.Name}'"
            : $"The command '{string.Join(" ", command)}' before service '{blueprint.Service.Name}'";
        var end = task is null ? $"failed: {problem?.Message.TrimEnd('.')}"
            : task.ExitCode is { } code ? FormattableString.Invariant($"ended with exit code {code}") : $"did not run: {task.StoppedReason?.TrimEnd('.')}";
        var lines = task?.Logs.Skip(Math.Max(0, task.Logs.Count - ShownLines)).Select(line => line.Message.Trim()).ToList() ?? [];
        return new EcsToolsException(
            ErrorCodes.BeforeCommandFailed,
            $"{what} {end}.{(lines.Count == 0 ? "" : $" Its last lines: {string.Join(" | ", lines)}.")} No request was sent to the new revision.",
            task?.Remedy ?? problem?.Remedy ?? "Correct the program or its command, and publish again.",
            command is null ? "Path" : "Before",
            task?.TaskArn ?? blueprint.Name,
            problem);
    }
}
