using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>Rules as boto3 sees them.</summary>
public sealed class RuleTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    private const string Conditions = """
        [{"Field":"host-header","HostHeaderConfig":{"Values":["*.example.com"]}},
        {"Field":"path-pattern","PathPatternConfig":{"RegexValues":["^/api/v[0-9]+/"]}},
        {"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-Team","Values":["red"]}},
        {"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"beta","Value":"1"}]}},
        {"Field":"source-ip","SourceIpConfig":{"Values":["10.0.0.0/8"]}}]
        """;

    [SkippableFact]
    public async Task Every_kind_of_condition_transform_and_action_is_described_as_it_was_given()
    {
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        var (one, other) = (await sandbox.GroupAsync(), await sandbox.GroupAsync());
        var rule = await CreateAsync(listener, new JsonObject
        {
            ["Priority"] = 7,
            ["Conditions"] = JsonNode.Parse(Conditions),
            ["Transforms"] = JsonNode.Parse(
                """
                [{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/api/(.*)","Replace":"/$1"}]}},
                {"Type":"host-header-rewrite","HostHeaderRewriteConfig":{"Rewrites":[{"Regex":"^a","Replace":"b"}]}}]
                """),
            ["Actions"] = new JsonArray(new JsonObject
            {
                ["Type"] = "forward",
                ["Order"] = 1,
                ["ForwardConfig"] = new JsonObject
                {
                    ["TargetGroups"] = new JsonArray(Weighted(one, 90), Weighted(other, 10)),
                    ["TargetGroupStickinessConfig"] = new JsonObject { ["Enabled"] = true, ["DurationSeconds"] = 60 },
                },
            }),
        });

        var described = (await DescribeAsync(listener))[0]!;
        Assert.Equal(("7", false), ((string)described["Priority"]!, (bool)described["IsDefault"]!));
        Assert.Equal(
            ["host-header", "path-pattern", "http-header", "query-string", "source-ip"],
            described["Conditions"]!.AsArray().Select(condition => (string)condition!["Field"]!));
        Assert.Equal("*.example.com", (string)described["Conditions"]![0]!["Values"]![0]!);
        Assert.Equal("^/api/v[0-9]+/", (string)described["Conditions"]![1]!["PathPatternConfig"]!["RegexValues"]![0]!);
        Assert.Equal("X-Team", (string)described["Conditions"]![2]!["HttpHeaderConfig"]!["HttpHeaderName"]!);
        Assert.Equal("beta", (string)described["Conditions"]![3]!["QueryStringConfig"]!["Values"]![0]!["Key"]!);
        Assert.Equal("/$1", (string)described["Transforms"]![0]!["UrlRewriteConfig"]!["Rewrites"]![0]!["Replace"]!);
        var forward = described["Actions"]![0]!["ForwardConfig"]!;
        Assert.Equal([90, 10], forward["TargetGroups"]!.AsArray().Select(group => (int)group!["Weight"]!));
        Assert.Equal(60, (int)forward["TargetGroupStickinessConfig"]!["DurationSeconds"]!);

        await sandbox.ElbAsync("ModifyRule", new JsonObject { ["RuleArn"] = rule, ["ResetTransforms"] = true });
        described = (await DescribeAsync(listener))[0]!;
        Assert.Null(described["Transforms"]);
        Assert.Equal(5, described["Conditions"]!.AsArray().Count);
    }

    [SkippableFact]
    public async Task Redirects_and_fixed_answers_show_their_defaults()
    {
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        await sandbox.RuleAsync(listener, 1, "/old", new JsonObject
        {
            ["Type"] = "redirect",
            ["RedirectConfig"] = new JsonObject { ["StatusCode"] = "HTTP_301", ["Protocol"] = "HTTPS", ["Port"] = "443" },
        });
        await sandbox.RuleAsync(listener, 2, "/down", new JsonObject
        {
            ["Type"] = "fixed-response",
            ["FixedResponseConfig"] = new JsonObject { ["StatusCode"] = "503", ["ContentType"] = "text/plain", ["MessageBody"] = "later" },
        });

        var rules = await DescribeAsync(listener);
        var redirect = rules[0]!["Actions"]![0]!["RedirectConfig"]!;
        Assert.Equal(
            ("HTTPS", "443", "#{host}", "/#{path}", "#{query}"),
            ((string)redirect["Protocol"]!, (string)redirect["Port"]!, (string)redirect["Host"]!, (string)redirect["Path"]!, (string)redirect["Query"]!));
        Assert.Equal("later", (string)rules[1]!["Actions"]![0]!["FixedResponseConfig"]!["MessageBody"]!);
    }

    [SkippableFact]
    public async Task Priorities_are_swapped_at_once_and_a_refused_change_changes_nothing()
    {
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        var first = await sandbox.RuleAsync(listener, 1, "/1", LoadBalancingCalls.Fixed("200"));
        var second = await sandbox.RuleAsync(listener, 2, "/2", LoadBalancingCalls.Fixed("200"));
        var third = await sandbox.RuleAsync(listener, 3, "/3", LoadBalancingCalls.Fixed("200"));
        await sandbox.ElbAsync("SetRulePriorities", Priorities((first, 2), (second, 1)));
        Assert.Equal([second, first, third], await OrderAsync(listener));

        Assert.StartsWith("PriorityInUse", await sandbox.ElbRefusedAsync("SetRulePriorities", Priorities((second, 9), (first, 3))));
        Assert.Equal([second, first, third], await OrderAsync(listener));
        Assert.Equal("1", (string)(await DescribeAsync(listener))[0]!["Priority"]!);
    }

    [SkippableFact]
    public async Task A_rule_that_cannot_be_modified_stays_as_it_was()
    {
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        var rule = await sandbox.RuleAsync(listener, 1, "/1", LoadBalancingCalls.Fixed("200"));
        Assert.StartsWith("TargetGroupNotFound", await sandbox.ElbRefusedAsync("ModifyRule", new JsonObject
        {
            ["RuleArn"] = rule,
            ["Conditions"] = new JsonArray(LoadBalancingCalls.Path("/2")),
            ["Actions"] = new JsonArray(
                LoadBalancingCalls.Forward("arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/none/0123456789abcdef")),
        }));
        Assert.Equal("/1", (string)(await DescribeAsync(listener))[0]!["Conditions"]![0]!["Values"]![0]!);
    }

    [SkippableFact]
    public async Task A_load_balancer_has_a_hundred_rules_besides_the_default_ones()
    {
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        for (var priority = 1; priority <= 100; priority++)
        {
            await sandbox.RuleAsync(listener, priority, $"/{priority}", LoadBalancingCalls.Fixed("200"));
        }

        Assert.StartsWith("TooManyRules", await sandbox.ElbRefusedAsync("CreateRule", new JsonObject
        {
            ["ListenerArn"] = listener,
            ["Priority"] = 101,
            ["Conditions"] = new JsonArray(LoadBalancingCalls.Path("/101")),
            ["Actions"] = new JsonArray(LoadBalancingCalls.Fixed("200")),
        }));
        Assert.Equal(101, (await DescribeAsync(listener)).Count);
    }

    private static JsonObject Weighted(string group, int weight) => new() { ["TargetGroupArn"] = group, ["Weight"] = weight };

    private static JsonObject Priorities(params (string Rule, int Priority)[] pairs) => new()
    {
        ["RulePriorities"] = new JsonArray(pairs.Select(pair => (JsonNode)new JsonObject
        {
            ["RuleArn"] = pair.Rule,
            ["Priority"] = pair.Priority,
        }).ToArray()),
    };

    private async Task<string> CreateAsync(string listener, JsonObject input)
    {
        input["ListenerArn"] = listener;
        return (string)(await sandbox.ElbAsync("CreateRule", input))["Rules"]![0]!["RuleArn"]!;
    }

    private async Task<JsonArray> DescribeAsync(string listener)
        => (await sandbox.ElbAsync("DescribeRules", new JsonObject { ["ListenerArn"] = listener }))["Rules"]!.AsArray();

    private async Task<string[]> OrderAsync(string listener) => (await DescribeAsync(listener))
        .Where(rule => !(bool)rule!["IsDefault"]!)
        .Select(rule => (string)rule!["RuleArn"]!)
        .ToArray();
}
