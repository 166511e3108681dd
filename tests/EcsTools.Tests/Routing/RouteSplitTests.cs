using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>More values than a rule can have become several rules for the same requests.</summary>
public sealed class RouteSplitTests
{
    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(4, 0, 2)]
    [InlineData(6, 0, 2)]
    [InlineData(9, 0, 3)]
    [InlineData(10, 0, 4)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 3, 2)]
    [InlineData(30, 0, 10)]
    public void Values_are_distributed_over_as_few_rules_as_possible(int hosts, int paths, int rules)
    {
        var conditions = new List<FargateRouteCondition> { Condition(RouteConditions.Host, hosts, i => $"h{i}.example.com") };
        if (paths > 0)
        {
            conditions.Add(Condition(RouteConditions.Path, paths, i => $"/p{i}"));
        }

        var parts = RouteSplit.Split(conditions);

        Assert.Equal(rules, parts.Count);
        Assert.All(parts, part => Assert.InRange(part.Sum(condition => condition.Values.Count), 1, 5));
        Assert.All(parts.SelectMany(part => part), condition => Assert.InRange(condition.Values.Count, 1, 3));
        Assert.Equal(Pairs(conditions), parts.SelectMany(Pairs).OrderBy(pair => pair).ToList());
    }

    [Fact]
    public void Wildcards_count_too()
    {
        var parts = RouteSplit.Split([Condition(RouteConditions.Path, 3, i => $"/*/{i}/*")]);
        Assert.All(parts, part => Assert.InRange(part.SelectMany(condition => condition.Values).Sum(RoutePattern.Wildcards), 1, 5));
        Assert.Equal(2, parts.Count);
    }

    [Fact]
    public void Conditions_that_cannot_be_split_are_refused()
    {
        var headers = Enumerable.Range(0, 6).Select(i => new FargateRouteCondition { Field = RouteConditions.Header, Name = $"X-{i}", Values = ["1"] }).ToList();
        var error = Assert.Throws<EcsToolsException>(() => RouteSplit.Split(headers));
        Assert.Equal(("TooManyConditions", "Header"), (error.ErrorId, error.Parameter));
    }

    private static FargateRouteCondition Condition(string field, int count, System.Func<int, string> value)
        => new() { Field = field, Values = Enumerable.Range(0, count).Select(value).ToList() };

    /// <summary>Every combination of values that the conditions apply to.</summary>
    private static List<string> Pairs(IReadOnlyList<FargateRouteCondition> conditions)
    {
        var hosts = conditions.First(condition => condition.Field == RouteConditions.Host).Values;
        var paths = conditions.FirstOrDefault(condition => condition.Field == RouteConditions.Path)?.Values ?? [""];
        return hosts.SelectMany(host => paths.Select(path => host + path)).OrderBy(pair => pair).ToList();
    }
}
