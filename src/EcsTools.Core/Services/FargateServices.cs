using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Finds the services of one account and region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateServices(AwsConnection connection)
{
    // ECS limits: names of one ListServices, services of one DescribeServices.
    private const int Page = 100;
    private const int Batch = 10;

    // Ten services per call and twenty calls per second: with this many calls at once, the rate is used fully if an answer takes up to 400
    // ms.
    private const int Ahead = 8;

    /// <summary>Finds services, in the order in which the answers arrive.</summary>
    /// <param name="clusters">Names or ARNs of clusters, with wildcards; null or empty for all.</param>
    /// <param name="names">Names with wildcards, or ARNs; null or empty for all.</param>
    /// <param name="missing">Called with each named cluster or service that does not exist.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateService> GetAsync(
        IReadOnlyList<string>? clusters,
        IReadOnlyList<string>? names,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arns = (names ?? []).Where(AwsArn.Is).Select(arn => ServiceReference.Parse(arn, clusters?.FirstOrDefault())).ToList();
        foreach (var reference in arns)
        {
            if (await FindAsync(reference, cancellationToken).ConfigureAwait(false) is { } service)
            {
                yield return ServiceMapper.ToModel(service);
            }
            else
            {
                missing(await MissingAsync(reference, cancellationToken).ConfigureAwait(false));
            }
        }

        var others = (names ?? []).Where(name => !AwsArn.Is(name)).Distinct(StringComparer.Ordinal).ToList();
        if (arns.Count > 0 && others.Count == 0)
        {
            yield break;
        }

        await foreach (var service in InClustersAsync(clusters, others, missing, cancellationToken).ConfigureAwait(false))
        {
            yield return service;
        }
    }

    /// <summary>The service with this name.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service does not exist. The remedy names the most similar one.</exception>
    public async Task<FargateService> RequireAsync(ServiceReference service, CancellationToken cancellationToken)
        => ServiceMapper.ToModel(await RequireRawAsync(service, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// The service that a name means. Without a cluster this is the service of the cluster <c>default</c>, or else the only service of that
    /// name in the region.
    /// </summary>
    /// <param name="service">Name or ARN.</param>
    /// <param name="cluster">Name or ARN of the cluster; null if it is not known.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">No cluster, or several, have a service of that name.</exception>
    public async Task<ServiceReference> LocateAsync(string service, string? cluster, CancellationToken cancellationToken)
    {
        var named = ServiceReference.Parse(service, cluster);
        if (AwsArn.Is(service) || !string.IsNullOrEmpty(cluster))
        {
            return named;
        }

        var searched = new List<string>();
        var places = await ClustersWithAsync(service, searched, cancellationToken).ConfigureAwait(false);
        if (places.Count == 0 && searched.Count > 0)
        {
            throw searched is [var one]
                ? await MissingAsync(new ServiceReference(one, service), cancellationToken).ConfigureAwait(false)
                : MissingEverywhere(service, searched.Count);
        }

        return places.Count == 0 || places.Contains(named.Cluster) ? named
            : places is [var only] ? new ServiceReference(only, service)
            : throw new EcsToolsException(
                ErrorCodes.ServiceAmbiguous,
                $"Several clusters in {connection.Region} have a service '{service}': {string.Join(", ", places)}.",
                "Choose one with -Cluster.",
                "Cluster",
                service);
    }

    /// <summary>Names of the services of a cluster, page by page.</summary>
    /// <param name="cluster">Name or ARN of the cluster.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<string> NamesAsync(string cluster, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var token = (string?)""; token is not null;)
        {
            var (arns, next) = await ListAsync(cluster, token.Length > 0 ? token : null, cancellationToken).ConfigureAwait(false);
            foreach (var arn in arns)
            {
                yield return AwsArn.NameOf(arn);
            }

            token = string.IsNullOrEmpty(next) ? null : next;
        }
    }

    internal async Task<Service> RequireRawAsync(ServiceReference service, CancellationToken cancellationToken)
        => await FindAsync(service, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(service, cancellationToken).ConfigureAwait(false);

    /// <summary>The service, unless it has been removed; null if it does not exist.</summary>
    /// <exception cref="EcsToolsException">The cluster does not exist.</exception>
    internal async Task<Service?> FindAsync(ServiceReference service, CancellationToken cancellationToken)
    {
        try
        {
            return await DescribeAsync(service.Cluster, [service.Service], cancellationToken).ConfigureAwait(false) is [var found, ..]
                ? found
                : null;
        }
        catch (ClusterNotFoundException)
        {
            throw await new FargateClusters(connection).MissingAsync(service.Cluster, cancellationToken).ConfigureAwait(false);
        }
    }

    internal async Task<EcsToolsException> MissingAsync(ServiceReference service, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (var name in NamesAsync(service.Cluster, cancellationToken).ConfigureAwait(false))
            {
                names.Add(name);
            }
        }
        catch (ClusterNotFoundException)
        {
            return await new FargateClusters(connection).MissingAsync(service.Cluster, cancellationToken).ConfigureAwait(false);
        }

        var cluster = AwsArn.NameOf(service.Cluster);
        var places = await ClustersWithAsync(service.Name, [], cancellationToken).ConfigureAwait(false);
        return new EcsToolsException(
            ErrorCodes.ServiceNotFound,
            $"There is no service '{service.Name}' in cluster '{cluster}' in {connection.Region}.",
            places.Count > 0
                ? $"Cluster {string.Join(" and ", places.Select(place => $"'{place}'"))} has one: use -Cluster {places[0]}."
                : NearestNames.Suggest(
                    service.Name, names, names.Count == 0 ? "The cluster has no service." : $"The cluster has {string.Join(", ", names.Take(5))}.")
                    + $" Create it with New-FargateService {service.Name} -TaskDefinition <family> -Cluster {cluster}, or choose another place with "
                    + "-Cluster and -Region.",
            "ServiceName",
            service.Service);
    }

    /// <summary>Names of the clusters that have a service of this name; empty if they may not be listed.</summary>
    private Task<IReadOnlyList<string>> ClustersWithAsync(string name, List<string> searched, CancellationToken cancellationToken)
        => connection.UnlessDeniedAsync<IReadOnlyList<string>>(
            async () =>
            {
                var clusters = new List<string>();
                var answers = BatchesAsync(null, [name], searched, _ => { }, cancellationToken).SelectOrderedAsync(
                    Ahead, batch => DescribeAsync(batch.Cluster, batch.Services, cancellationToken), cancellationToken);
                await foreach (var services in answers.ConfigureAwait(false))
                {
                    clusters.AddRange(services.Select(service => AwsArn.NameOf(service.ClusterArn)));
                }

                return clusters;
            },
            [],
            "The other clusters are not searched for the service.");

    private async IAsyncEnumerable<FargateService> InClustersAsync(
        IReadOnlyList<string>? clusters,
        List<string> names,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var exact = names.Where(name => !NamePattern.HasWildcard(name)).ToList();
        var open = new HashSet<string>(exact, StringComparer.Ordinal);
        var searched = new List<string>();
        var batches = BatchesAsync(clusters, names, searched, missing, cancellationToken).SelectOrderedAsync(
            Ahead, batch => DescribeAsync(batch.Cluster, batch.Services, cancellationToken), cancellationToken);
        await foreach (var answer in batches.ConfigureAwait(false))
        {
            foreach (var service in answer)
            {
                open.Remove(service.ServiceName);
                yield return ServiceMapper.ToModel(service);
            }
        }

        foreach (var name in searched.Count > 0 ? open : [])
        {
            missing(searched.Count == 1
                ? await MissingAsync(new ServiceReference(searched[0], name), cancellationToken).ConfigureAwait(false)
                : MissingEverywhere(name, searched.Count));
        }
    }

    /// <summary>The names to describe, in batches: the given names, or else all that the clusters list.</summary>
    private async IAsyncEnumerable<(string Cluster, IReadOnlyList<string> Services)> BatchesAsync(
        IReadOnlyList<string>? clusters,
        List<string> names,
        List<string> searched,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var patterns = NamePattern.ParseAll(names);
        var isListed = names.Count == 0 || names.Exists(NamePattern.HasWildcard);
        var pages = SearchedAsync(clusters, searched, missing, cancellationToken).PagesAsync(
            Ahead,
            (cluster, token) => isListed ? ListAsync(cluster, token, cancellationToken) : NamesAsPageAsync(names),
            cancellationToken);
        await foreach (var (cluster, page) in pages.ConfigureAwait(false))
        {
            var wanted = page.Where(name => patterns.Any(pattern => pattern.Matches(AwsArn.NameOf(name)))).ToList();
            foreach (var batch in wanted.InBatches(Batch))
            {
                yield return (cluster, batch);
            }
        }
    }

    private async IAsyncEnumerable<string> SearchedAsync(
        IReadOnlyList<string>? clusters,
        List<string> searched,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var cluster in new FargateClusters(connection).GetAsync(clusters, missing, cancellationToken).ConfigureAwait(false))
        {
            searched.Add(cluster.Cluster);
            yield return cluster.ClusterArn;
        }
    }

    private async Task<(IReadOnlyList<string> Arns, string? Next)> ListAsync(
        string cluster, string? token, CancellationToken cancellationToken)
    {
        var page = await connection.Ecs.ListServicesAsync(
            new ListServicesRequest { Cluster = cluster, MaxResults = Page, NextToken = token }, cancellationToken).ConfigureAwait(false);
        return (page.ServiceArns ?? [], page.NextToken);
    }

    private static Task<(IReadOnlyList<string> Names, string? Next)> NamesAsPageAsync(List<string> names)
        => System.Threading.Tasks.Task.FromResult<(IReadOnlyList<string>, string?)>((names, null));

    private async Task<IReadOnlyList<Service>> DescribeAsync(
        string cluster, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var response = await connection.Ecs.DescribeServicesAsync(
            new DescribeServicesRequest
            {
                Cluster = cluster,
                Services = services.ToList(),
                Include = ["TAGS"],
            },
            cancellationToken).ConfigureAwait(false);

        // A removed service can still be described for a while, as INACTIVE.
        return (response.Services ?? []).Where(service => service.Status != "INACTIVE").ToList();
    }

    private EcsToolsException MissingEverywhere(string name, int clusters)
        => new(
            ErrorCodes.ServiceNotFound,
            $"There is no service '{name}' in any of the {clusters} clusters in {connection.Region}.",
            $"Find names that contain it with Get-FargateService *{name}*, or choose another region with -Region.",
            "ServiceName",
            name);
}
