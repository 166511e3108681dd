using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Routing;
using EcsTools.Routing.Balancers;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>Reads a published app.</summary>
internal sealed class AppSnapshotReader(AwsConnection connection)
{
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <exception cref="EcsToolsException">There is no such app.</exception>
    public async Task<AppSnapshot> ReadAsync(string app, CancellationToken cancellationToken)
    {
        var parts = await new AppInventory(connection).FindAsync(app, cancellationToken).ConfigureAwait(false);
        if (parts.IsEmpty)
        {
            throw AppReader.Missing(app, await new AppReader(connection).NamesAsync(cancellationToken).ConfigureAwait(false));
        }

        var services = new List<SnapshotService>();
        foreach (var service in parts.Services.OrderBy(service => service.CreatedAt))
        {
            services.Add(await RunningAsync(parts, service, cancellationToken).ConfigureAwait(false));
        }

        foreach (var schedule in parts.Schedules)
        {
            services.Add((await OfAsync(app, AppServiceKind.Scheduled, schedule.ScheduleName, schedule.TaskDefinitionArn, cancellationToken)
                .ConfigureAwait(false)) with { Schedule = schedule });
        }

        foreach (var definition in parts.Definitions.Where(definition => services.TrueForAll(service => service.FullName != definition.Family)))
        {
            services.Add(await OfAsync(app, AppServiceKind.RunOnce, definition.Family, definition.TaskDefinitionArn, cancellationToken).ConfigureAwait(false));
        }

        return new AppSnapshot
        {
            App = app,
            Region = connection.Region,
            AccountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false),
            Cluster = parts.Services.Select(service => service.Cluster).Concat(parts.Schedules.Select(schedule => schedule.Cluster)).FirstOrDefault()
                ?? AppNames.Shared,
            Services = services,
            Balancer = await BalancerAsync(parts, services, cancellationToken).ConfigureAwait(false),
            LogGroups = await LogGroupsAsync(services, cancellationToken).ConfigureAwait(false),
            Secrets = await SecretsAsync(services, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<SnapshotService> OfAsync(string app, AppServiceKind kind, string name, string definition, CancellationToken cancellationToken)
        => await _definitions.FindAsync(definition, cancellationToken).ConfigureAwait(false) is var (found, tags)
            ? new SnapshotService
            {
                Name = AppNames.ServiceOf(app, name),
                FullName = name,
                Kind = kind,
                Document = TaskDefinitionMapper.Document(found, tags),
            }
            : throw await _definitions.MissingAsync(definition, cancellationToken).ConfigureAwait(false);

    private async Task<SnapshotService> RunningAsync(AppParts parts, FargateService model, CancellationToken cancellationToken)
    {
        var service = await OfAsync(parts.App, AppServiceKind.Service, model.ServiceName, model.TaskDefinitionArn, cancellationToken).ConfigureAwait(false);
        var reference = new ServiceReference(model.Cluster, model.ServiceName);
        var scaling = (await new ServiceScaling(connection).PlanAsync(new ServiceScalingRequest { Service = reference }, cancellationToken)
            .ConfigureAwait(false)).Current;
        return service with
        {
            Model = model,
            Service = await new FargateServices(connection).FindAsync(reference, cancellationToken).ConfigureAwait(false),
            Scaling = scaling.IsScaled ? scaling : null,
            SecurityGroups = await GroupsAsync(model.SecurityGroups, cancellationToken).ConfigureAwait(false),
            Groups = await TargetGroupsAsync(model, cancellationToken).ConfigureAwait(false),
            Routes = parts.Routes.Where(route => route.TestOf is null && route.Targets.Any(
                target => model.Targets.Any(
                    own => target.TargetGroupArn == own.TargetGroupArn || target.TargetGroupArn == own.AlternateTargetGroupArn))).ToList(),
        };
    }

    private Task<IReadOnlyList<SecurityGroup>> GroupsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.FromResult<IReadOnlyList<SecurityGroup>>([])
        : connection.UnlessDeniedAsync<IReadOnlyList<SecurityGroup>>(
            async () => await new SecurityGroups(connection).NamedAsync(ids, cancellationToken).ConfigureAwait(false), [],
            "The rules of security groups are left out");

    private async Task<IReadOnlyList<SnapshotGroup>> TargetGroupsAsync(FargateService service, CancellationToken cancellationToken)
    {
        var arns = service.Targets.SelectMany(target => new[] { target.TargetGroupArn, target.AlternateTargetGroupArn }).OfType<string>().ToList();
        var groups = new List<SnapshotGroup>();
        foreach (var group in arns.Count == 0 ? [] : await connection.TargetGroupsAsync(
            new DescribeTargetGroupsRequest { TargetGroupArns = arns }, cancellationToken).ConfigureAwait(false))
        {
            var answer = await connection.LoadBalancing.DescribeTargetGroupAttributesAsync(
                new DescribeTargetGroupAttributesRequest { TargetGroupArn = group.TargetGroupArn }, cancellationToken).ConfigureAwait(false);
            groups.Add(new SnapshotGroup(group, (answer.Attributes ?? []).ToDictionary(attribute => attribute.Key, attribute => attribute.Value)));
        }

        return groups.OrderBy(group => arns.IndexOf(group.Group.TargetGroupArn)).ToList();
    }

    private async Task<SnapshotBalancer?> BalancerAsync(AppParts parts, List<SnapshotService> services, CancellationToken cancellationToken)
    {
        if (parts.Routes.Select(route => route.LoadBalancer).FirstOrDefault() is not { } name
            || await new LoadBalancers(connection).FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var own = services.SelectMany(service => service.Groups).Select(group => group.Group.TargetGroupArn).ToList();
        var listeners = await connection.ListenersAsync(model.LoadBalancerArn, cancellationToken).ConfigureAwait(false);
        var rules = new List<(string, Rule)>();
        foreach (var listener in listeners)
        {
            var all = await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false);
            rules.AddRange(all
                .Where(rule => rule.IsDefault != true && ActionText.Targets(ActionText.Last(rule.Actions)).Any(target => own.Contains(target.Arn)))
                .Select(rule => (listener.ListenerArn, rule)));
        }

        return new SnapshotBalancer
        {
            Model = model,
            Listeners = listeners,
            Rules = rules,
            SecurityGroups = await GroupsAsync(model.SecurityGroups, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyDictionary<string, int>> LogGroupsAsync(List<SnapshotService> services, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var logs = new LogGroups(connection);
        foreach (var name in services.SelectMany(service => FargateTaskDefinitions.LogGroupsOf(service.Document, connection.Region)).Distinct())
        {
            var group = await connection.UnlessDeniedAsync(
                () => logs.ReadAsync(name, cancellationToken), null, "The retention of log groups is left out").ConfigureAwait(false);
            groups[name] = group?.RetentionInDays ?? 0;
        }

        return groups;
    }

    private async Task<IReadOnlyList<string>> SecretsAsync(List<SnapshotService> services, CancellationToken cancellationToken)
    {
        var secrets = new List<string>();
        foreach (var service in services)
        {
            secrets.AddRange(await new TaskRoles(connection).SecretsAsync(service.Document, cancellationToken).ConfigureAwait(false));
        }

        return secrets.Distinct(StringComparer.Ordinal).ToList();
    }
}
