using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Estimates;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Services;
using EcsTools.Tasks;

namespace EcsTools.Reports.Apps;

/// <summary>Reads what the picture of an app shows. What the caller may not read is left out.</summary>
internal sealed class AppReportReader(AwsConnection connection)
{
    private const int MostDeployments = 10;

    // Tasks whose logs are read: the newest lines of an app with hundreds of tasks are not worth a call for each.
    private const int MostLogs = 20;

    public async Task<AppReport> ReadAsync(AppReportRequest request, CancellationToken cancellationToken)
    {
        var app = (await new AppReader(connection).GetAsync([request.App], problem => throw problem, cancellationToken).ConfigureAwait(false))[0];
        var parts = await new AppInventory(connection).FindAsync(request.App, cancellationToken).ConfigureAwait(false);
        var tasks = await TasksAsync(parts, cancellationToken).ConfigureAwait(false);
        var services = new List<ServiceReport>();
        foreach (var service in app.Services.Where(service => service.Kind == "Service"))
        {
            var found = parts.Services.FirstOrDefault(other => other.ServiceName == service.ServiceName);
            services.Add(new ServiceReport(
                service.Name,
                service,
                (found?.Targets ?? []).SelectMany(target => new[] { target.TargetGroupArn, target.AlternateTargetGroupArn }).OfType<string>().ToList(),
                tasks.Where(task => task.ServiceName == service.ServiceName && task.LastStatus != "STOPPED").ToList(),
                await DeploymentsAsync(service, cancellationToken).ConfigureAwait(false)));
        }

        var (cost, note) = await CostAsync(parts, cancellationToken).ConfigureAwait(false);
        return new AppReport
        {
            App = app,
            At = connection.Clock.UtcNow,
            Zone = request.Zone,
            Services = services,
            Entries = await EntriesAsync(parts, cancellationToken).ConfigureAwait(false),
            Log = await LogAsync(parts, tasks, request.LogLines, cancellationToken).ConfigureAwait(false),
            Cost = cost,
            CostNote = note,
            Schedules = parts.Schedules,
        };
    }

    /// <summary>The tasks of all families of the app: those that run, and those that ECS still knows.</summary>
    private async Task<IReadOnlyList<FargateTask>> TasksAsync(AppParts parts, CancellationToken cancellationToken)
    {
        var tasks = new List<FargateTask>();
        var clusters = parts.Services.Select(service => service.ClusterArn).Concat(parts.Schedules.Select(schedule => schedule.ClusterArn)).Distinct().ToList();
        var families = parts.Definitions.Select(definition => definition.Family).ToList();
        if (clusters.Count == 0 || families.Count == 0)
        {
            return tasks;
        }

        var query = new TaskQuery { Clusters = clusters, Families = families, Running = true, Stopped = true };
        await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            tasks.Add(task);
        }

        return tasks.OrderByDescending(task => task.CreatedAt).ToList();
    }

    private Task<IReadOnlyList<FargateDeployment>> DeploymentsAsync(FargateAppService service, CancellationToken cancellationToken)
        => connection.UnlessDeniedAsync<IReadOnlyList<FargateDeployment>>(
            async () =>
            {
                var all = new List<FargateDeployment>();
                var found = new FargateDeployments(connection).GetAsync(
                    new ServiceReference(service.Cluster, service.ServiceName), null, null, cancellationToken);
                await foreach (var deployment in found.ConfigureAwait(false))
                {
                    all.Add(deployment);
                    if (all.Count == MostDeployments)
                    {
                        break;
                    }
                }

                return all;
            },
            [],
            "The deployments are left out");

    private async Task<IReadOnlyList<EntryReport>> EntriesAsync(AppParts parts, CancellationToken cancellationToken)
    {
        var entries = new List<EntryReport>();
        foreach (var listener in parts.Routes.Where(route => route.TestOf is null).GroupBy(route => (route.LoadBalancerArn, route.ListenerPort)))
        {
            var balancer = await new LoadBalancers(connection).FindAsync(listener.Key.LoadBalancerArn, cancellationToken).ConfigureAwait(false);
            var routes = listener.OrderBy(route => route.IsDefault).ThenBy(route => route.Priority).ToList();
            entries.Add(new EntryReport(routes[0].LoadBalancer, balancer?.Url, listener.Key.ListenerPort, routes));
        }

        return entries;
    }

    private Task<IReadOnlyList<LogLineReport>> LogAsync(
        AppParts parts, IReadOnlyList<FargateTask> tasks, int lines, CancellationToken cancellationToken)
        => lines == 0 || tasks.Count == 0 ? Task.FromResult<IReadOnlyList<LogLineReport>>([]) : connection.UnlessDeniedAsync<IReadOnlyList<LogLineReport>>(
            async () =>
            {
                var names = parts.Definitions.ToDictionary(
                    definition => definition.Family,
                    definition => definition.Tags.TryGetValue(AppTags.Service, out var name) ? name : definition.Family,
                    StringComparer.Ordinal);
                var services = tasks.ToDictionary(
                    task => task.TaskId, task => names.TryGetValue(task.Family, out var name) ? name : task.Family, StringComparer.Ordinal);
                var request = new TaskLogRequest
                {
                    Tasks = tasks.OrderBy(task => task.LastStatus == "STOPPED").Take(MostLogs).Select(task => TaskReference.Parse(task.TaskArn, null)).ToList(),
                    Tail = lines,
                };
                var log = new List<LogLineReport>();
                await foreach (var line in new TaskLogs(connection).ReadAsync(request, _ => { }, null, cancellationToken).ConfigureAwait(false))
                {
                    log.Add(new LogLineReport(services.TryGetValue(line.TaskId, out var name) ? name : line.Container, line));
                }

                return log;
            },
            [],
            "The log lines are left out");

    /// <summary>A picture without a price is still a picture.</summary>
    private async Task<(FargateCost? Cost, string? Note)> CostAsync(AppParts parts, CancellationToken cancellationToken)
    {
        try
        {
            var (request, leftOut) = await new AppCostSubjects(connection).ReadAsync(parts, null, cancellationToken).ConfigureAwait(false);
            var note = leftOut.Count == 0 ? null : $"Without the runs of {string.Join(", ", leftOut)}, whose length is not known.";
            return (MonthlyCost.Calculate(request), note);
        }
        catch (EcsToolsException problem) when (problem.Is(ErrorCodes.PriceUnknown) || problem.Is(ErrorCodes.RunDurationMissing))
        {
            return (null, problem.Message);
        }
    }
}
