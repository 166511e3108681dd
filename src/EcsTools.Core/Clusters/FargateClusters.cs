using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Clusters;

/// <summary>Finds, creates and changes the clusters of one account and region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateClusters(AwsConnection connection)
{
    // ECS limits: clusters in one DescribeClusters, names in one ListClusters.
    private const int Batch = 100;

    // Number of DescribeClusters calls at the same time.
    private const int Ahead = 4;

    private static readonly TimeSpan RoleDelay = TimeSpan.FromSeconds(60);

    private static readonly string[] InsightsValues = ["disabled", "enabled", "enhanced"];

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">The requested cluster.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid.</exception>
    public async Task<FargateClusterPlan> PlanAsync(FargateClusterRequest request, CancellationToken cancellationToken)
    {
        EcsNameRules.Name(request.Cluster, "Cluster");
        EcsNameRules.Tags(request.Tags);
        if (request.ContainerInsights is { } insights && !InsightsValues.Contains(insights, StringComparer.Ordinal))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidContainerInsights,
                $"'{insights}' is not a setting of Container Insights.",
                "Use disabled, enabled or enhanced.",
                "ContainerInsights",
                insights);
        }

        var current = await connection.UnlessDeniedAsync(
            () => FindAsync(request.Cluster, cancellationToken), null, $"The cluster '{request.Cluster}' was not looked up, so this plan takes it for new")
                .ConfigureAwait(false);
        return new FargateClusterPlan(request, current, Differences(request, current));
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateCluster> ApplyAsync(
        FargateClusterPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (plan.Change == ChangeStatus.Unchanged)
        {
            return plan.Current! with { Change = ChangeStatus.Unchanged };
        }

        progress?.Report(new OperationProgress($"Cluster {plan.Request.Cluster}", plan.Current is null ? "Creating" : "Updating"));
        if (plan.Current is null)
        {
            await CreateAsync(plan.Request, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await UpdateAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        var cluster = await ActiveAsync(plan.Request.Cluster, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress($"Cluster {plan.Request.Cluster}", "Ready", Completed: true));
        return cluster with { Change = plan.Change };
    }

    /// <summary>Finds clusters by name.</summary>
    /// <param name="names">Names or ARNs, with wildcards; null or empty for all.</param>
    /// <param name="missing">Called with each name without wildcards that matches no cluster; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateCluster> GetAsync(
        IReadOnlyList<string>? names, Action<EcsToolsException>? missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var exact = (names ?? []).Where(name => !NamePattern.HasWildcard(name)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var batch in exact.InBatches(Batch))
        {
            foreach (var cluster in await DescribeAsync(batch, missing, cancellationToken).ConfigureAwait(false))
            {
                yield return cluster;
            }
        }

        if (exact.Count > 0 && exact.Count == names!.Count)
        {
            yield break;
        }

        var patterns = NamePattern.ParseAll((names ?? []).Where(NamePattern.HasWildcard));
        var described = ListAsync(cancellationToken).SelectOrderedAsync(
            Ahead,
            page => DescribeAsync(
                page.Where(arn => patterns.Any(pattern => pattern.Matches(AwsArn.NameOf(arn)))).ToList(), null, cancellationToken),
            cancellationToken);
        await foreach (var page in described.ConfigureAwait(false))
        {
            foreach (var cluster in page)
            {
                yield return cluster;
            }
        }
    }

    /// <summary>The cluster with this name.</summary>
    /// <param name="cluster">Name or ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The cluster does not exist. The remedy names the most similar one.</exception>
    public async Task<FargateCluster> RequireAsync(string cluster, CancellationToken cancellationToken)
    {
        return await FindAsync(cluster, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(cluster, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names of all clusters, page by page.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<string> NamesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ListAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var arn in page)
            {
                yield return AwsArn.NameOf(arn);
            }
        }
    }

    internal async Task<EcsToolsException> MissingAsync(string cluster, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var name in NamesAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(name);
        }

        return new EcsToolsException(
            ErrorCodes.ClusterNotFound,
            $"There is no cluster '{cluster}' in {connection.Region}.",
            NearestNames.Suggest(
                AwsArn.NameOf(cluster),
                names,
                names.Count == 0 ? "The region has no cluster." : $"The region has {string.Join(", ", names.Take(5))}.")
                + $" Create it with New-FargateCluster {AwsArn.NameOf(cluster)}, or choose another region with -Region.",
            "Cluster",
            cluster);
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListClustersRequest { MaxResults = Batch };
        do
        {
            var page = await connection.Ecs.ListClustersAsync(request, cancellationToken).ConfigureAwait(false);
            yield return page.ClusterArns ?? [];
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private async Task<FargateCluster?> FindAsync(string cluster, CancellationToken cancellationToken)
        => await DescribeAsync([cluster], null, cancellationToken).ConfigureAwait(false) is [var found, ..] ? found : null;

    private async Task<IReadOnlyList<FargateCluster>> DescribeAsync(
        IReadOnlyList<string> names, Action<EcsToolsException>? missing, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var response = await connection.Ecs.DescribeClustersAsync(
            new DescribeClustersRequest { Clusters = names.ToList(), Include = ["SETTINGS", "TAGS"] }, cancellationToken)
                .ConfigureAwait(false);

        // A removed cluster can still be described for a while, as INACTIVE.
        var found = (response.Clusters ?? []).Where(cluster => cluster.Status != "INACTIVE").Select(ClusterMapper.ToModel).ToList();
        foreach (var name in missing is null ? [] : names.Where(
            name => !found.Exists(cluster => cluster.Cluster == name || cluster.ClusterArn == name)))
        {
            missing!(await MissingAsync(name, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private static List<FieldChange> Differences(FargateClusterRequest request, FargateCluster? current)
    {
        var changes = new List<FieldChange>();
        var providers = ClusterMapper.Providers.Except(current?.CapacityProviders ?? [], StringComparer.Ordinal).ToList();
        if (providers.Count > 0)
        {
            changes.Add(new FieldChange(
                "capacityProviders",
                current is null ? null : string.Join(", ", current.CapacityProviders),
                string.Join(", ", ClusterMapper.Providers)));
        }

        if (request.ContainerInsights is { } insights && insights != current?.ContainerInsights)
        {
            changes.Add(new FieldChange("containerInsights", current?.ContainerInsights, insights));
        }

        changes.AddRange(Tags(request, current).Select(tag => new FieldChange($"tags[{tag.Key}]", TagOf(current, tag.Key), tag.Value)));
        return changes;
    }

    /// <summary>The tags that change, with their new values.</summary>
    private static Dictionary<string, string> Tags(FargateClusterRequest request, FargateCluster? current)
        => (request.Tags ?? new Dictionary<string, string>())
            .Where(tag => TagOf(current, tag.Key) != tag.Value)
            .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    private static string? TagOf(FargateCluster? current, string key)
        => current is not null && current.Tags.TryGetValue(key, out var value) ? value : null;

    private Task<CreateClusterResponse> CreateAsync(FargateClusterRequest request, CancellationToken cancellationToken)
        => connection.Clock.RetryAsync(
            () => connection.Ecs.CreateClusterAsync(
                new CreateClusterRequest
                {
                    ClusterName = request.Cluster,
                    CapacityProviders = ClusterMapper.Providers.ToList(),
                    DefaultCapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE", Weight = 1 }],
                    Settings = request.ContainerInsights is { } insights ? [new ClusterSetting
                    {
                        Name = "containerInsights",
                        Value = insights,
                    }] : null,
                    Tags = ClusterMapper.ToTags(request.Tags),
                },
                cancellationToken),
            RoleProblems.IsServiceLinkedRoleDelay,
            RoleDelay,
            cancellationToken);

    private async Task UpdateAsync(FargateClusterPlan plan, CancellationToken cancellationToken)
    {
        var (request, current) = (plan.Request, plan.Current!);
        if (request.ContainerInsights is { } insights && insights != current.ContainerInsights)
        {
            await connection.Ecs.UpdateClusterAsync(
                new UpdateClusterRequest
                {
                    Cluster = current.ClusterArn,
                    Settings = [new ClusterSetting { Name = "containerInsights", Value = insights }],
                },
                cancellationToken).ConfigureAwait(false);
        }

        if (ClusterMapper.Providers.Except(current.CapacityProviders, StringComparer.Ordinal).Any())
        {
            await AddProvidersAsync(current, cancellationToken).ConfigureAwait(false);
        }

        if (Tags(request, current) is { Count: > 0 } tags)
        {
            await connection.Ecs.TagResourceAsync(
                new TagResourceRequest { ResourceArn = current.ClusterArn, Tags = ClusterMapper.ToTags(tags) }, cancellationToken)
                    .ConfigureAwait(false);
        }
    }

    /// <summary>The call replaces everything, so the cluster's current providers and strategy are sent back too.</summary>
    private async Task AddProvidersAsync(FargateCluster current, CancellationToken cancellationToken)
    {
        var described = await connection.Ecs.DescribeClustersAsync(
            new DescribeClustersRequest { Clusters = [current.ClusterArn] }, cancellationToken).ConfigureAwait(false);
        await connection.Ecs.PutClusterCapacityProvidersAsync(
            new PutClusterCapacityProvidersRequest
            {
                Cluster = current.ClusterArn,
                CapacityProviders = current.CapacityProviders.Union(ClusterMapper.Providers, StringComparer.Ordinal).ToList(),
                DefaultCapacityProviderStrategy = described.Clusters?.FirstOrDefault()?.DefaultCapacityProviderStrategy ?? [],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<FargateCluster> ActiveAsync(string name, CancellationToken cancellationToken)
        => await connection.Clock.UntilAsync(
            async () => await FindAsync(name, cancellationToken).ConfigureAwait(false) is { Status: "ACTIVE" } cluster ? cluster : null,
            TimeSpan.FromMinutes(2),
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(5),
            cancellationToken).ConfigureAwait(false)
            ?? throw new EcsToolsException(
                ErrorCodes.ClusterNotActive, $"Cluster '{name}' was created, but is not active after two "
                    + $"minutes.", $"Look at it with Get-FargateCluster {name}.", "Cluster", name);
}
