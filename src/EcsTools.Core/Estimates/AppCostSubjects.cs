using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.TaskDefinitions;

namespace EcsTools.Estimates;

/// <summary>Reads what an app uses, so that its cost can be calculated.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppCostSubjects(AwsConnection connection)
{
    private const double BytesOfGb = 1 << 30;

    private readonly AppInventory _inventory = new(connection);
    private readonly CostSubjects _subjects = new(connection);

    /// <summary>The tasks of its services, its load balancer, the log lines that are kept, and its images.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="runDuration">Length of a run of its scheduled services; null to leave them out.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>What it uses, and the names of the scheduled services that are left out.</returns>
    /// <exception cref="EcsToolsException">The app does not exist, or it has only scheduled services and the length of a run is missing.</exception>
    public async Task<(AppCostRequest Request, IReadOnlyList<string> LeftOut)> ReadAsync(
        string app, TimeSpan? runDuration, CancellationToken cancellationToken)
    {
        var parts = await _inventory.FindAsync(app, cancellationToken).ConfigureAwait(false);
        if (parts.Services.Count + parts.Schedules.Count == 0)
        {
            throw AppReader.Missing(app, await new AppReader(connection).NamesAsync(cancellationToken).ConfigureAwait(false));
        }

        return await ReadAsync(parts, runDuration, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an app uses whose parts were read.</summary>
    internal async Task<(AppCostRequest Request, IReadOnlyList<string> LeftOut)> ReadAsync(
        AppParts parts, TimeSpan? runDuration, CancellationToken cancellationToken)
    {
        var services = new List<CostRequest>();
        foreach (var service in parts.Services)
        {
            var name = service.Tags.TryGetValue(AppTags.Service, out var part) ? part : service.ServiceName;
            services.Add(await _subjects.ServiceAsync(service, cancellationToken).ConfigureAwait(false) with { Name = name });
        }

        if (runDuration is { } duration)
        {
            foreach (var schedule in parts.Schedules)
            {
                services.Add(await _subjects.ScheduleAsync(schedule, duration, cancellationToken).ConfigureAwait(false) with
                {
                    Name = AppNames.ServiceOf(parts.App, schedule.ScheduleName),
                });
            }
        }

        if (services.Count == 0)
        {
            throw CostSubjects.DurationMissing($"app '{parts.App}', whose services run on schedules,");
        }

        var addresses = await AddressesAsync(parts, cancellationToken).ConfigureAwait(false);
        var request = new AppCostRequest
        {
            Name = $"app {parts.App}",
            Region = connection.Region,
            Services = services,
            LoadBalancerUnits = addresses is null ? null : 0,
            LoadBalancerAddresses = addresses ?? 0,
            StoredLogGb = await StoredAsync(parts, cancellationToken).ConfigureAwait(false) / BytesOfGb,
            ImageGb = await ImagesAsync(parts, cancellationToken).ConfigureAwait(false) / BytesOfGb,
        };
        return (request, runDuration is null ? parts.Schedules.Select(schedule => schedule.ScheduleName).ToList() : []);
    }

    /// <summary>The public addresses of the load balancer; null if the app has none.</summary>
    private async Task<int?> AddressesAsync(AppParts parts, CancellationToken cancellationToken)
    {
        if (parts.Routes.FirstOrDefault() is not { } route
            || await new LoadBalancers(connection).FindAsync(route.LoadBalancerArn, cancellationToken).ConfigureAwait(false) is not { } balancer)
        {
            return null;
        }

        return LoadBalancerMapper.PublicAddresses(balancer.Scheme != "internal", balancer.IpAddressType, balancer.AvailabilityZones.Count);
    }

    private async Task<double> StoredAsync(AppParts parts, CancellationToken cancellationToken)
    {
        var bytes = 0d;
        foreach (var (name, _) in parts.LogGroups)
        {
            await foreach (var group in connection.LogGroupsAsync(name, cancellationToken).ConfigureAwait(false))
            {
                bytes += group.LogGroupName == name ? group.StoredBytes ?? 0 : 0;
            }
        }

        return bytes;
    }

    /// <summary>The sizes of all images. ECR bills a layer that images share once, so this is at most what it bills.</summary>
    private async Task<double> ImagesAsync(AppParts parts, CancellationToken cancellationToken)
    {
        var bytes = 0d;
        foreach (var (name, _) in parts.Repositories)
        {
            var request = new DescribeImagesRequest { RepositoryName = name, MaxResults = 1000 };
            do
            {
                var page = await connection.Ecr.DescribeImagesAsync(request, cancellationToken).ConfigureAwait(false);
                bytes += (page.ImageDetails ?? []).Sum(image => (double)(image.ImageSizeInBytes ?? 0));
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }

        return bytes;
    }
}
