using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Inventory;

/// <summary>Reads apps.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppReader(AwsConnection connection)
{
    private readonly AppInventory _inventory = new(connection);
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <summary>Finds apps, in the order of their names.</summary>
    /// <param name="names">Names, with wildcards; null or empty for all.</param>
    /// <param name="missing">Called with each name without wildcards that no app has; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<FargateApp>> GetAsync(
        IReadOnlyList<string>? names, Action<EcsToolsException>? missing, CancellationToken cancellationToken)
    {
        var services = await _inventory.ServicesAsync(null, cancellationToken).ConfigureAwait(false);
        var schedules = await SchedulesAsync(cancellationToken).ConfigureAwait(false);
        var all = Names(services, schedules);
        var patterns = NamePattern.ParseAll(names);
        var chosen = all.Where(name => patterns.Any(pattern => pattern.Matches(name))).ToList();
        foreach (var name in (names ?? []).Where(name => !NamePattern.HasWildcard(name) && !all.Contains(name)))
        {
            missing?.Invoke(Missing(name, all));
        }

        var isRouted = services.Any(service => chosen.Contains(service.Tags[AppTags.App]) && service.Targets.Count > 0);
        var routing = isRouted ? await connection.UnlessDeniedAsync(
            () => RoutingAsync(cancellationToken), new Routing([], []), "The addresses of apps are left out").ConfigureAwait(false) : new Routing([], []);
        var apps = new List<FargateApp>();
        foreach (var name in chosen)
        {
            apps.Add(await AppAsync(
                name,
                services.Where(service => service.Tags[AppTags.App] == name),
                schedules.Where(schedule => AppNames.AppOfScheduleGroup(schedule.Group) == name),
                routing,
                cancellationToken).ConfigureAwait(false));
        }

        return apps;
    }

    /// <summary>Names of all apps that run something.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var services = await _inventory.ServicesAsync(null, cancellationToken).ConfigureAwait(false);
        return Names(services, await SchedulesAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Everything that belongs to apps, and what they share with others.</summary>
    /// <param name="names">
    /// Names; null or empty for all apps that run something. A name without wildcards also finds what is left of an app that runs nothing.
    /// </param>
    /// <param name="missing">Called with each name without wildcards to which nothing belongs; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<FargateAppResource>> GetResourcesAsync(
        IReadOnlyList<string>? names, Action<EcsToolsException>? missing, CancellationToken cancellationToken)
    {
        var all = await NamesAsync(cancellationToken).ConfigureAwait(false);
        var patterns = NamePattern.ParseAll(names);
        var exact = (names ?? []).Where(name => !NamePattern.HasWildcard(name)).ToList();
        var resources = new List<FargateAppResource>();
        foreach (var name in exact.Union(all.Where(name => patterns.Any(pattern => pattern.Matches(name))), StringComparer.Ordinal))
        {
            var own = await ResourcesAsync(name, cancellationToken).ConfigureAwait(false);
            resources.AddRange(own);
            if (own.Count == 0 && exact.Contains(name))
            {
                missing?.Invoke(Missing(name, all));
            }
        }

        return resources;
    }

    /// <summary>Everything that belongs to an app, and what it shares with others.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<FargateAppResource>> ResourcesAsync(string app, CancellationToken cancellationToken)
    {
        var parts = await _inventory.FindAsync(app, cancellationToken).ConfigureAwait(false);
        if (parts.IsEmpty)
        {
            return [];
        }

        var shared = await _inventory.SharedAsync(cancellationToken).ConfigureAwait(false);
        return AppResources.Of(parts, connection.Region).Concat(AppResources.Of(app, shared, connection.Region)).ToList();
    }

    /// <summary>The error about an app that does not exist.</summary>
    internal static EcsToolsException Missing(string name, IReadOnlyList<string> all) => new(
        ErrorCodes.AppNotFound,
        $"There is no app '{name}'.",
        NearestNames.Suggest(name, all, all.Count == 0 ? "There is none." : $"There are {string.Join(", ", all.Take(5))}.")
            + $" Publish it with Publish-FargateApp -Name {name}, or choose another region with -Region.",
        "Name",
        name);

    private static List<string> Names(IReadOnlyList<FargateService> services, IReadOnlyList<ScheduledTask> schedules)
        => services.Select(service => service.Tags[AppTags.App]).Concat(schedules.Select(schedule => AppNames.AppOfScheduleGroup(schedule.Group)!))
            .Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToList();

    private Task<IReadOnlyList<ScheduledTask>> SchedulesAsync(CancellationToken cancellationToken) => connection.UnlessDeniedAsync(
        () => _inventory.SchedulesAsync(null, cancellationToken), [], "Scheduled services are left out");

    private async Task<Routing> RoutingAsync(CancellationToken cancellationToken)
    {
        var (routes, balancers) = (new List<FargateRoute>(), new List<FargateLoadBalancer>());
        await foreach (var balancer in new LoadBalancers(connection).GetAsync(null, null, cancellationToken).ConfigureAwait(false))
        {
            balancers.Add(balancer);
            routes.AddRange(await new Routes(connection).OfAsync(balancer, new RouteQuery(), cancellationToken).ConfigureAwait(false));
        }

        return new Routing(routes, balancers);
    }

    private async Task<FargateApp> AppAsync(
        string name, IEnumerable<FargateService> running, IEnumerable<ScheduledTask> schedules, Routing routing, CancellationToken cancellationToken)
    {
        var services = new List<FargateAppService>();
        FargateLoadBalancer? balancer = null;
        var cluster = "";
        foreach (var service in running.OrderBy(service => service.CreatedAt))
        {
            var definition = await _definitions.FindAsync(service.TaskDefinitionArn, cancellationToken).ConfigureAwait(false);
            var route = routing.Routes.FirstOrDefault(route => route.Targets.Any(
                target => service.Targets.Any(own => own.TargetGroupArn == target.TargetGroupArn)));
            var own = route is null ? null : routing.Balancers.First(found => found.LoadBalancerArn == route.LoadBalancerArn);
            balancer ??= own;
            cluster = service.Cluster;
            services.Add(AppServiceMapper.ToModel(
                service,
                service.Tags.TryGetValue(AppTags.Service, out var part) ? part : service.ServiceName,
                own is null ? null : AppUrls.Of(own, Values(route!, "path"), Values(route!, "host")),
                definition is var (found, tags) ? TaskDefinitionMapper.ToModel(found, tags) : null));
        }

        foreach (var schedule in schedules)
        {
            cluster = cluster.Length > 0 ? cluster : schedule.Cluster;
            services.Add(AppServiceMapper.ToModel(schedule, AppNames.ServiceOf(name, schedule.ScheduleName)));
        }

        return new FargateApp
        {
            AppName = name,
            Status = AppServiceMapper.StatusOf(services),
            Url = services.Select(service => service.Url).FirstOrDefault(url => url is not null),
            Cluster = cluster,
            LoadBalancer = balancer?.LoadBalancer,
            Services = services,
            MonthlyCost = AppCosts.Sum([.. services.Where(service => service.Kind == "Service").Select(service => service.MonthlyCost),
                balancer is null ? 0 : balancer.MonthlyCost]),
            DeployedAt = services.Max(service => service.DeployedAt),
            Region = connection.Region,
            AccountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private static List<string> Values(FargateRoute route, string field)
        => route.Conditions.Where(condition => condition.Field == field).SelectMany(condition => condition.Values).ToList();

    private sealed record Routing(IReadOnlyList<FargateRoute> Routes, IReadOnlyList<FargateLoadBalancer> Balancers);
}
