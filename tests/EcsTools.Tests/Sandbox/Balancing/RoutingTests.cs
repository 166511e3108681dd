using System;
using System.Collections.Generic;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Routing;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Which rule answers which request.</summary>
public sealed class RoutingTests
{
    [Theory]
    [InlineData("/api/users*", "/api/users-old", true)]
    [InlineData("/api/users*", "/api/users", true)]
    [InlineData("/api/users/*", "/api/users", false)]
    [InlineData("/api/users/*", "/api/users/", true)]
    [InlineData("/api/users/*", "/api/users/1/posts", true)]
    [InlineData("/Api", "/api", false)]
    [InlineData("/a?c", "/abc", true)]
    [InlineData("/a?c", "/ac", false)]
    [InlineData("/a?c", "/a/c", true)]
    [InlineData("/api", "/api/", false)]
    [InlineData("/api", "/x/api", false)]
    [InlineData("*", "/anything/at/all", true)]
    [InlineData("*.png", "/a.png.exe", false)]
    [InlineData("/a*b*c", "/aXbXbXc", true)]
    [InlineData("/%20", "/%20", true)]
    public void Paths_are_compared_whole_and_in_their_case(string pattern, string path, bool matches)
        => Assert.Equal(matches, Matches(new RuleCondition.PathPattern([pattern]), Request(path: path)));

    [Theory]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.EXAMPLE.com", "a.b.Example.COM", true)]
    [InlineData("shop.example.com", "SHOP.example.com", true)]
    [InlineData("shop?.example.com", "shop1.example.com", true)]
    [InlineData("shop.example.com", "shopXexample.com", false)]
    public void Hosts_are_compared_in_any_case(string pattern, string host, bool matches)
        => Assert.Equal(matches, Matches(new RuleCondition.HostHeader([pattern]), Request(host: host)));

    [Theory]
    [InlineData("GET", "GET", true)]
    [InlineData("get", "GET", false)]
    [InlineData("CUSTOM", "CUSTOM", true)]
    public void Methods_are_compared_exactly(string value, string method, bool matches)
        => Assert.Equal(matches, Matches(new RuleCondition.HttpMethod(["PUT", value]), Request(method: method)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.1.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.1.2.3/32", "10.1.2.3", true)]
    [InlineData("10.1.2.3/32", "10.1.2.2", false)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("192.168.1.128/25", "192.168.1.127", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    public void Sources_are_compared_by_their_block(string block, string source, bool matches)
        => Assert.Equal(matches, Matches(new RuleCondition.SourceIp([block]), Request(source: source)));

    [Theory]
    [InlineData("User-Agent", "*Chrome*", "mozilla chrome/1", true)]
    [InlineData("user-agent", "Chrome", "Chrome/1", false)]
    [InlineData("User-Agent", "curl/?.*", "CURL/8.1", true)]
    [InlineData("X-Missing", "*", "x", false)]
    [InlineData("User-*", "*", "x", false)]
    public void Headers_are_compared_in_any_case(string name, string pattern, string value, bool matches)
        => Assert.Equal(
            matches,
            Matches(
                new RuleCondition.HttpHeader(name, [pattern]),
                Request() with { Headers = [new("Accept", "a"), new("USER-AGENT", value)] }));

    [Theory]
    [InlineData("version", "v1", "version=v1", true)]
    [InlineData("version", "v1", "a=b&VERSION=V1", true)]
    [InlineData("version", "v1", "version=v12", false)]
    [InlineData("version", "v*", "version=v12", true)]
    [InlineData(null, "*example*", "x=an-example-", true)]
    [InlineData(null, "a", "x=b&y=A", true)]
    [InlineData("x", "\\*", "x=*", true)]
    [InlineData("x", "\\*", "x=a", false)]
    [InlineData("x", "a\\?b", "x=a?b", true)]
    [InlineData("x", "a\\?b", "x=aXb", false)]
    [InlineData("x", "\\\\", "x=\\", true)]
    [InlineData("x", "*\\**", "x=a*b", true)]
    [InlineData("x", "*\\**", "x=ab", false)]
    [InlineData("x", "", "x", true)]
    [InlineData("x", "", "", false)]
    [InlineData("x", "a=b", "x=a=b", true)]
    public void Query_pairs_are_compared_in_any_case(string? key, string value, string query, bool matches)
        => Assert.Equal(matches, Matches(new RuleCondition.QueryString([new QueryStringValue(key, value)]), Request(query: query)));

    [Theory]
    [InlineData("^/api/(users|posts)$", "/api/users", true)]
    [InlineData("^/api/(users|posts)$", "/api/users/1", false)]
    [InlineData("users", "/api/users/1", true)]
    [InlineData("USERS", "/api/users/1", false)]
    [InlineData(@"^/v\d+/", "/v12/x", true)]
    public void Expressions_of_a_path_are_found_in_their_case(string expression, string path, bool matches)
        => Assert.Equal(matches, Matches(new RuleCondition.PathPattern([], [expression]), Request(path: path)));

    [Fact]
    public void Expressions_of_hosts_and_headers_are_found_in_any_case()
    {
        Assert.True(Matches(new RuleCondition.HostHeader([], ["^SHOP"]), Request(host: "shop.example.com")));
        Assert.True(Matches(new RuleCondition.HttpHeader("A", [], ["^b+$"]), Request() with { Headers = [new("a", "BBB")] }));
    }

    [Fact]
    public void An_expression_that_would_take_exponential_time_takes_none()
        => Assert.False(Matches(new RuleCondition.PathPattern([], ["^(/|//)*x(a+)+$"]), Request(path: new string('/', 5000) + new string('a', 5000) + "!")));

    [Theory]
    [InlineData("a(?=b)", "a lookahead")]
    [InlineData("a(?!b)", "a lookahead")]
    [InlineData("(?<=a)b", "a lookbehind")]
    [InlineData("(?<!a)b", "a lookbehind")]
    [InlineData(@"(a)\1", "a backreference")]
    [InlineData(@"(?<n>a)\k<n>", "a backreference")]
    [InlineData("(?>a)", "an atomic group")]
    [InlineData("a++", "a possessive quantifier")]
    [InlineData("a{2}+", "a possessive quantifier")]
    [InlineData(@"\p{L}", "a Unicode character class")]
    [InlineData("(?(a)b|c)", "a condition")]
    [InlineData("(?R)", "a recursion")]
    [InlineData("(a", "is not valid")]
    [InlineData("[a", "is not valid")]
    [InlineData("*", "is not valid")]
    public void An_expression_that_balancers_do_not_have_is_named(string expression, string problem)
        => Assert.Contains(problem, RuleRegex.Problem(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("^/api/(.*)$")]
    [InlineData(@"^\/a\.b\?[?+*+]+\\1$")]
    [InlineData("(?:a|b)+?[(?=]")]
    [InlineData("(?<name>a)")]
    public void An_expression_that_balancers_have_is_taken(string expression) => Assert.Null(RuleRegex.Problem(expression));

    [Fact]
    public async Task The_first_rule_of_which_all_conditions_hold_answers()
    {
        using var target = ScriptedTarget.Answering("main");
        using var balancer = TestBalancer.To(target);
        balancer.Rules(
            Fixed("1", new RuleCondition.PathPattern(["/a*"]), new RuleCondition.HostHeader(["shop.example", "other.example"])),
            Fixed("2", new RuleCondition.PathPattern(["/a*"]), new RuleCondition.HttpHeader("x-beta", ["yes"])),
            Fixed("3", new RuleCondition.QueryString([new QueryStringValue("a", "1"), new QueryStringValue("b", "2")]), new RuleCondition.SourceIp(["127.0.0.0/8"])),
            TestBalancer.ForwardTo("main"));
        balancer.Apply();

        Assert.Equal("1", await balancer.BodyAsync("/ab", "Shop.example:8080"));
        Assert.Equal("2", await balancer.BodyAsync("/ab", headers: "X-Beta: YES\r\n"));
        Assert.Equal("3", await balancer.BodyAsync("/?c&b=2"));
        Assert.Equal("main", await balancer.BodyAsync("/ab?b=3"));
        Assert.Equal("1", balancer.Host.RuleFor("http", Request(path: "/a", host: "other.example"))!.Id);
        Assert.Null(balancer.Host.RuleFor("none", Request()));
    }

    private static RoutingRule Fixed(string body, params RuleCondition[] conditions)
        => new() { Id = body, Conditions = conditions, Action = new RuleAction.FixedResponse(200, "text/plain", body) };

    private static RoutedRequest Request(
        string method = "GET", string host = "x", string path = "/", string query = "", string source = "127.0.0.1")
        => new(method, host, path, query, IPAddress.Parse(source)) { Headers = new List<KeyValuePair<string, string>>() };

    private static bool Matches(RuleCondition condition, RoutedRequest request)
        => new CompiledRule(new RoutingRule { Id = "a", Conditions = [condition], Action = new RuleAction.FixedResponse(200) }).Matches(new RecordedFacts(request));
}
