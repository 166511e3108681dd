using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>Keeps the weights of a rule before its last change, in a tag. Those of the default rule are kept at its listener.</summary>
internal sealed class WeightHistory(AwsConnection connection)
{
    private const string Key = "ecstools:previous-weights";

    /// <summary>The weights before the last change, by name of the target group.</summary>
    /// <exception cref="EcsToolsException">No change was recorded.</exception>
    public async Task<IReadOnlyDictionary<string, int>> RequireAsync(FargateRoute route, CancellationToken cancellationToken)
    {
        var owner = OwnerOf(route);
        var tags = await connection.TagsAsync([owner], cancellationToken).ConfigureAwait(false);
        var weights = tags[owner].TryGetValue(Key, out var text) ? Parse(text) : [];
        return weights.Count > 0 ? weights : throw new EcsToolsException(
            ErrorCodes.NothingToRevert,
            $"Set-FargateRoute has not changed the weights of route '{route.RouteName}' yet, so there is nothing to restore (-Revert).",
            "Set the weights with -Weight.",
            "Revert",
            route.ListenerRuleArn);
    }

    /// <summary>Records the weights as they are.</summary>
    public Task KeepAsync(FargateRoute route, CancellationToken cancellationToken)
        => connection.UnlessDeniedAsync(
            () => (Task)connection.LoadBalancing.AddTagsAsync(
                new AddTagsRequest
                {
                    ResourceArns = [OwnerOf(route)],
                    Tags = [new Tag { Key = Key, Value = Text(route.Targets.Select(target => (target.TargetGroupName, target.Weight))) }],
                },
                cancellationToken),
            $"The weights of route '{route.RouteName}' before this change are not kept, so -Revert cannot restore them");

    internal static string Text(IEnumerable<(string Name, int Weight)> weights)
        => string.Join(" ", weights.Select(weight => FormattableString.Invariant($"{weight.Name}={weight.Weight}")));

    internal static Dictionary<string, int> Parse(string text)
    {
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in text.Split(' ').Select(part => part.Split('=')).Where(part => part.Length == 2))
        {
            if (int.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight <= WeightChange.Maximum)
            {
                weights[part[0]] = weight;
            }
        }

        return weights;
    }

    private static string OwnerOf(FargateRoute route) => route.IsDefault ? route.ListenerArn : route.ListenerRuleArn;
}
