using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Routing.Balancers;

/// <summary>Finds the Application Load Balancers of one account and region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class LoadBalancers(AwsConnection connection)
{
    /// <summary>The load balancer that commands use if they name none.</summary>
    public const string DefaultName = "ecstools";

    // Load balancers whose details are read at the same time.
    private const int Ahead = 4;

    private const int Page = 400;

    /// <summary>Finds load balancers, in the order of their names.</summary>
    /// <param name="names">Names with wildcards, or ARNs; null or empty for all.</param>
    /// <param name="missing">Called with each name without wildcards, or ARN, that does not exist; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateLoadBalancer> GetAsync(
        IReadOnlyList<string>? names, Action<EcsToolsException>? missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken).ConfigureAwait(false);
        var patterns = NamePattern.ParseAll((names ?? []).Where(name => !AwsArn.Is(name)));
        var found = (names is null or { Count: 0 }
            ? all
            : all.Where(balancer => names.Contains(balancer.LoadBalancerArn, StringComparer.Ordinal)
                || (names.Any(name => !AwsArn.Is(name)) && patterns.Any(pattern => pattern.Matches(balancer.LoadBalancerName))))).ToList();
        foreach (var name in (names ?? []).Where(name => !NamePattern.HasWildcard(name) && !found.Exists(
            balancer => balancer.LoadBalancerArn == name || balancer.LoadBalancerName == name)))
        {
            missing?.Invoke(Missing(name, all));
        }

        await foreach (var model in found.OrderBy(balancer => balancer.LoadBalancerName, StringComparer.Ordinal)
            .SelectOrderedAsync(Ahead, balancer => ReadAsync(balancer, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return model;
        }
    }

    /// <summary>The load balancer with this name or ARN; null if there is none.</summary>
    /// <param name="name">Name or ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateLoadBalancer?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = AwsArn.Is(name)
                ? new DescribeLoadBalancersRequest { LoadBalancerArns = [name] } : new DescribeLoadBalancersRequest { Names = [name] };
            var answer = await connection.LoadBalancing.DescribeLoadBalancersAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.LoadBalancers is not [var balancer, ..] ? null
                : IsApplication(balancer) ? await ReadAsync(balancer, cancellationToken).ConfigureAwait(false)
                : throw new EcsToolsException(
                    ErrorCodes.LoadBalancerOfOtherType,
                    $"'{name}' is a {balancer.Type?.Value} load balancer. Routes need one of the type application.",
                    $"Choose another name: New-FargateLoadBalancer {balancer.LoadBalancerName}-web",
                    "LoadBalancer",
                    name);
        }
        catch (LoadBalancerNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The load balancer with this name or ARN.</summary>
    /// <param name="name">Name or ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">It does not exist. The remedy names the most similar one.</exception>
    public async Task<FargateLoadBalancer> RequireAsync(string name, CancellationToken cancellationToken)
        => await FindAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw Missing(name, await ListAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Names of all load balancers, each with its DNS name.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> NamesAsync(CancellationToken cancellationToken)
        => (await ListAsync(cancellationToken).ConfigureAwait(false)).Select(
            balancer => new KeyValuePair<string, string>(balancer.LoadBalancerName, balancer.DNSName ?? "")).ToList();

    /// <summary>Throws if ECS Express Mode manages the load balancer.</summary>
    internal static void CheckOwner(FargateLoadBalancer balancer)
    {
        if (balancer.IsManagedByEcs)
        {
            throw new EcsToolsException(
                ErrorCodes.LoadBalancerOfExpressMode,
                $"Load balancer '{balancer.LoadBalancer}' is created and managed by ECS Express Mode, which would undo changes.",
                $"Create another one: New-FargateLoadBalancer {DefaultName}",
                "LoadBalancer",
                balancer.LoadBalancer);
        }
    }

    private async Task<FargateLoadBalancer> ReadAsync(LoadBalancer balancer, CancellationToken cancellationToken)
    {
        var arn = balancer.LoadBalancerArn;
        var listeners = connection.ListenersAsync(arn, cancellationToken);
        var attributes = connection.UnlessDeniedAsync(
            () => AttributesAsync(arn, cancellationToken),
            new Dictionary<string, string>(),
            "The idle timeout, the deletion protection and the access log of load balancers cannot be read, and are shown with the defaults of AWS");
        var tags = connection.UnlessDeniedAsync(
            () => connection.TagsAsync([arn], cancellationToken),
            new Dictionary<string, IReadOnlyDictionary<string, string>> { [arn] = new Dictionary<string, string>() },
            "The tags of load balancers cannot be read, so those of ECS Express Mode are not recognized");
        await Task.WhenAll(listeners, attributes, tags).ConfigureAwait(false);
        return LoadBalancerMapper.ToModel(
            balancer,
            await listeners.ConfigureAwait(false),
            await attributes.ConfigureAwait(false),
            (await tags.ConfigureAwait(false))[arn]);
    }

    private async Task<Dictionary<string, string>> AttributesAsync(string arn, CancellationToken cancellationToken)
    {
        var answer = await connection.LoadBalancing.DescribeLoadBalancerAttributesAsync(
            new DescribeLoadBalancerAttributesRequest { LoadBalancerArn = arn }, cancellationToken).ConfigureAwait(false);
        return (answer.Attributes ?? []).ToDictionary(attribute => attribute.Key, attribute => attribute.Value ?? "");
    }

    private async Task<IReadOnlyList<LoadBalancer>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<LoadBalancer>();
        var request = new DescribeLoadBalancersRequest { PageSize = Page };
        do
        {
            var page = await connection.LoadBalancing.DescribeLoadBalancersAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange((page.LoadBalancers ?? []).Where(IsApplication));
            request.Marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return all;
    }

    private static bool IsApplication(LoadBalancer balancer) => balancer.Type?.Value is null or "application";

    private EcsToolsException Missing(string name, IReadOnlyList<LoadBalancer> all)
    {
        var names = all.Select(balancer => balancer.LoadBalancerName).ToList();
        var wanted = AwsArn.Is(name) && AwsArn.Parse(name).Resource.Split('/') is [_, _, var inArn, ..] ? inArn : name;
        return new EcsToolsException(
            ErrorCodes.LoadBalancerNotFound,
            $"There is no load balancer '{name}' in {connection.Region}.",
            NearestNames.Suggest(wanted, names, names.Count == 0 ? "The region has none." : $"The region has {string.Join(", ", names.Take(5))}.")
                + $" Create it with New-FargateLoadBalancer {wanted}, or choose another region with -Region.",
            "LoadBalancer",
            name);
    }
}
