using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>The more specific route answers, whichever was added first.</summary>
public sealed class RouteOrderTests
{
    [Fact]
    public void Whatever_the_order_of_adding_the_more_specific_rule_comes_first()
    {
        string[] paths = ["/api*", "/api/users*", "/api/users/admin", "/api/posts*", "/*", "/api/users/?"];
        foreach (var order in Permutations(paths))
        {
            var rules = Place(order.Select(path => Conditions(RouteConditions.Path, path)));
            foreach (var (special, general) in new[]
            {
                ("/api/users*", "/api*"), ("/api/posts*", "/api*"), ("/api*", "/*"), ("/api/users/admin", "/api/users*"), ("/api/users/?", "/api/users*"),
            })
            {
                Assert.True(rules[special] < rules[general], $"{special} ({rules[special]}) after {general} ({rules[general]}), added as {string.Join(" ", order)}");
            }
        }
    }

    [Fact]
    public void A_host_counts_more_than_a_path_and_another_condition_more_than_none()
    {
        var path = Conditions(RouteConditions.Path, "/api/users/very/long/path");
        var host = Conditions(RouteConditions.Host, "*.example.com");
        var exact = Conditions(RouteConditions.Host, "api.example.com");
        List<FargateRouteCondition> method = [.. path, .. Conditions(RouteConditions.Method, "POST")];
        Assert.True(RouteOrder.Compare(host, path) > 0);
        Assert.True(RouteOrder.Compare(exact, host) > 0);
        Assert.True(RouteOrder.Compare(method, path) > 0);
        Assert.Equal(0, RouteOrder.Compare(path, path));
    }

    [Fact]
    public void A_rule_between_two_neighbours_moves_the_later_one()
    {
        var priorities = new RoutePriorities(
        [
            new PlacedRule("a", 1, Conditions(RouteConditions.Path, "/api/users/1")),
            new PlacedRule("b", 2, Conditions(RouteConditions.Path, "/api*")),
            new PlacedRule("c", 3, Conditions(RouteConditions.Path, "/*")),
            new PlacedRule("d", 5, Conditions(RouteConditions.Path, "*")),
        ]);
        Assert.Equal(2, priorities.Choose(Conditions(RouteConditions.Path, "/api/users*")));
        Assert.Equal(new Dictionary<string, int> { ["b"] = 3, ["c"] = 4 }, priorities.Moved.ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    [Fact]
    public void Without_an_overlap_the_rule_goes_to_the_end_with_room_before_it()
    {
        var priorities = new RoutePriorities([new PlacedRule("a", 1000, Conditions(RouteConditions.Path, "/users*"))]);
        Assert.Equal(2000, priorities.Choose(Conditions(RouteConditions.Path, "/posts*")));
        Assert.Equal(900, priorities.Choose(Conditions(RouteConditions.Path, "/users/1")));
        Assert.Equal(2001, priorities.FreeAfter(2000));
    }

    [Fact]
    public void At_the_end_of_the_numbers_the_gaps_are_used()
    {
        var priorities = new RoutePriorities([new PlacedRule("a", RoutePriorities.Last, Conditions(RouteConditions.Path, "/users*"))]);
        Assert.Equal(1, priorities.Choose(Conditions(RouteConditions.Path, "/posts*")));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8", "10.2.3.4", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::/48", true)]
    [InlineData("10.0.0.0/8", "2001:db8::/32", false)]
    public void Ranges_of_addresses_contain_others(string general, string special, bool covers)
        => Assert.Equal(covers, AddressRange.Covers(general, special));

    internal static List<FargateRouteCondition> Conditions(string field, params string[] values)
        => [new FargateRouteCondition { Field = field, Values = values }];

    private static Dictionary<string, int> Place(IEnumerable<List<FargateRouteCondition>> added)
    {
        var placed = new Dictionary<string, (int Priority, List<FargateRouteCondition> Conditions)>();
        foreach (var conditions in added)
        {
            var priorities = new RoutePriorities(placed.Select(rule => new PlacedRule(rule.Key, rule.Value.Priority, rule.Value.Conditions)));
            var priority = priorities.Choose(conditions);
            foreach (var moved in priorities.Moved)
            {
                placed[moved.Key] = (moved.Value, placed[moved.Key].Conditions);
            }

            placed.Add(conditions[0].Values[0], (priority, conditions));
        }

        return placed.ToDictionary(rule => rule.Key, rule => rule.Value.Priority);
    }

    private static IEnumerable<IReadOnlyList<string>> Permutations(IReadOnlyList<string> items)
        => items.Count <= 1
            ? [items]
            : items.SelectMany((item, i) => Permutations(items.Where((_, k) => k != i).ToList()).Select(rest => (IReadOnlyList<string>)[item, .. rest]));
}
