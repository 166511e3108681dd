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

/// <summary>Services of one account and region: finds them.</summary>
/// <param name="connection">Account and region.</param>
public sealed class FargateServices(AwsConnection connection)
{
    // ECS limits: names of one ListServices, services of one DescribeServices.
    private const int Page = 100;
    private const int Batch = 10;

    // Ten services a call and some twenty calls a second: a few under way keep the reader busy without tripping the rate.
    private const int Ahead = 4;

    /// <summary>Finds services, in the order in which the answers come.</summary>
    /// <param name="clusters">Clusters by name or ARN, with wildcards; null or none for all.</param>
    /// <param name="names">Names with wildcards, or ARNs; null or none for all.</param>
    /// <param name="missing">Told of each cluster or service that was named and is not there.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
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
                yield return ServiceModels.ToModel(service);
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

    /// <summary>The service of a name.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="EcsToolsException">There is none; the remedy names the nearest.</exception>
    public async Task<FargateService> RequireAsync(ServiceReference service, CancellationToken cancellationToken)
        => ServiceModels.ToModel(await RequireRawAsync(service, cancellationToken).ConfigureAwait(false));

    /// <summary>Names of the services of a cluster, page by page.</summary>
    /// <param name="cluster">Name or ARN of the cluster.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async IAsyncEnumerable<string> NamesAsync(string cluster, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in ListAsync(cluster, [new NamePattern("*")], cancellationToken).ConfigureAwait(false))
        {
            foreach (var arn in batch)
            {
                yield return AwsArn.NameOf(arn);
            }
        }
    }

    internal async Task<Service> RequireRawAsync(ServiceReference service, CancellationToken cancellationToken)
        => await FindAsync(service, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(service, cancellationToken).ConfigureAwait(false);

    /// <summary>The service, in whatever state but gone; null where there is none.</summary>
    /// <exception cref="EcsToolsException">There is no such cluster.</exception>
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
        return new EcsToolsException(
            "ServiceNotFound",
            ErrorKind.NotFound,
            $"There is no service '{service.Name}' in cluster '{cluster}' in {connection.Region}.",
            NearestNames.Suggest(
                service.Name, names, names.Count == 0 ? "That cluster has no service." : $"There is {string.Join(", ", names.Take(5))}.")
                + $" New-FargateService {service.Name} -Cluster {cluster} creates it; -Cluster and -Region name other places.",
            "ServiceName",
            service.Service);
    }

    private async IAsyncEnumerable<FargateService> InClustersAsync(
        IReadOnlyList<string>? clusters,
        List<string> names,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var exact = names.Where(name => !NamePattern.HasWildcard(name)).ToList();
        var open = new HashSet<string>(exact, StringComparer.Ordinal);
        var searched = new List<string>();
        await foreach (var cluster in new FargateClusters(connection).GetAsync(clusters, missing, cancellationToken).ConfigureAwait(false))
        {
            searched.Add(cluster.Cluster);
            var batches = exact.Count == names.Count && names.Count > 0
                ? InBatchesAsync(exact)
                : ListAsync(cluster.ClusterArn, NamePattern.Of(names), cancellationToken);
            var answers = batches.AskAheadAsync(
                Ahead, batch => DescribeAsync(cluster.ClusterArn, batch, cancellationToken), cancellationToken);
            await foreach (var answer in answers.ConfigureAwait(false))
            {
                foreach (var service in answer)
                {
                    open.Remove(service.ServiceName);
                    yield return ServiceModels.ToModel(service);
                }
            }
        }

        foreach (var name in searched.Count > 0 ? open : [])
        {
            missing(searched.Count == 1
                ? await MissingAsync(new ServiceReference(searched[0], name), cancellationToken).ConfigureAwait(false)
                : MissingEverywhere(name, searched.Count));
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> ListAsync(
        string cluster, IReadOnlyList<NamePattern> patterns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListServicesRequest { Cluster = cluster, MaxResults = Page };
        do
        {
            var page = await connection.Ecs.ListServicesAsync(request, cancellationToken).ConfigureAwait(false);
            var matching = (page.ServiceArns ?? []).Where(arn => patterns.Any(pattern => pattern.Matches(AwsArn.NameOf(arn)))).ToList();
            foreach (var batch in matching.InBatches(Batch))
            {
                yield return batch;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private static async IAsyncEnumerable<IReadOnlyList<string>> InBatchesAsync(List<string> names)
    {
        foreach (var batch in names.InBatches(Batch))
        {
            yield return batch;
        }

        await System.Threading.Tasks.Task.CompletedTask.ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Service>> DescribeAsync(
        string cluster, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var response = await connection.Ecs.DescribeServicesAsync(
            new DescribeServicesRequest
            {
                Cluster = cluster, Services = services.ToList(), Include = ["TAGS"],
            },
            cancellationToken).ConfigureAwait(false);

        // A service that was removed stays describable for a while, as INACTIVE.
        return (response.Services ?? []).Where(service => service.Status != "INACTIVE").ToList();
    }

    private EcsToolsException MissingEverywhere(string name, int clusters)
        => new(
            "ServiceNotFound",
            ErrorKind.NotFound,
            $"There is no service '{name}' in any of {clusters} clusters in {connection.Region}.",
            $"Get-FargateService *{name}* finds names that contain it; -Region names another region.",
            "ServiceName",
            name);
}
