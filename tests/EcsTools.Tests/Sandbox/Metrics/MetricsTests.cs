using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Sandbox.Hosting;
using EcsTools.Tests.Sandbox.LoadBalancing;
using Xunit;

namespace EcsTools.Tests.Sandbox.Metrics;

/// <summary>CloudWatch, as boto3 and the AWS CLI see it after real requests.</summary>
public sealed class MetricsTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    private const string Begin = "2020-01-01T00:00:00Z";
    private const string End = "2100-01-01T00:00:00Z";
    private const string Space = "AWS/ApplicationELB";

    [SkippableFact]
    public async Task Requests_are_counted_by_load_balancer_and_by_target_group()
    {
        var (balancer, group) = await BalancedAsync();
        var url = await sandbox.UrlAsync(balancer);
        for (var request = 0; request < 7; request++)
        {
            using var answer = await SteadyClient.Http.GetAsync(url);
            Assert.Equal(200, (int)answer.StatusCode);
        }

        JsonArray both = [Dimension("TargetGroup", Resource(group)), Dimension("LoadBalancer", Resource(balancer)["loadbalancer/".Length..])];
        var found = (await CallAsync("GetMetricData", new JsonObject
        {
            ["StartTime"] = Begin,
            ["EndTime"] = End,
            ["MetricDataQueries"] = new JsonArray(
                Query("requests", "RequestCount", "Sum", both), Query("good", "HTTPCode_Target_2XX_Count", "Sum", both),
                Query("bad", "HTTPCode_Target_5XX_Count", "Sum", both), Query("all", "RequestCount", "Sum", [both[1]!.DeepClone()]),
                Query("times", "TargetResponseTime", "SampleCount", both), Query("hosts", "HealthyHostCount", "Minimum", both)),
        }))["MetricDataResults"]!.AsArray().ToDictionary(result => (string)result!["Id"]!, result => result!["Values"]!.AsArray());

        Assert.Equal(7, Sum("requests"));
        Assert.Equal(7, Sum("good"));
        Assert.Empty(found["bad"]);
        Assert.Equal(7, Sum("all"));
        Assert.Equal(7, Sum("times"));
        Assert.Equal(1, (double)found["hosts"][0]!);

        double Sum(string id) => found[id].Sum(value => (double)value!);
    }

    [SkippableFact]
    public async Task What_the_load_balancer_answers_itself_is_counted_by_status()
    {
        var balancer = await sandbox.BalancerAsync();
        var listener = await sandbox.ListenerAsync(balancer);
        await sandbox.RuleAsync(listener, 1, "/none", LoadBalancingCalls.Forward(await sandbox.GroupAsync()));
        await sandbox.RuleAsync(listener, 2, "/old", new JsonObject
        {
            ["Type"] = "redirect", ["RedirectConfig"] = new JsonObject { ["StatusCode"] = "HTTP_301", ["Path"] = "/new" },
        });
        using var client = new System.Net.Http.HttpClient(new System.Net.Http.HttpClientHandler { AllowAutoRedirect = false });
        foreach (var (path, status) in new[] { ("/none", 503), ("/none", 503), ("/old", 301), ("/", 404) })
        {
            using var answer = await client.GetAsync(await sandbox.UrlAsync(balancer) + path);
            Assert.Equal(status, (int)answer.StatusCode);
        }

        JsonArray own = [Dimension("LoadBalancer", Resource(balancer)["loadbalancer/".Length..])];
        string[] metrics = ["HTTPCode_ELB_3XX", "HTTPCode_ELB_4XX", "HTTPCode_ELB_5XX", "HTTPCode_ELB_503", "HTTPCode_ELB_502", "HTTP_Redirect", "HTTP_Fixed_Response"];
        var found = (await CallAsync("GetMetricData", new JsonObject
        {
            ["StartTime"] = Begin,
            ["EndTime"] = End,
            ["MetricDataQueries"] = new JsonArray([.. metrics.Select((metric, i) => Query($"m{i}", metric + "_Count", "Sum", own))]),
        }))["MetricDataResults"]!.AsArray().Select(result => result!["Values"]!.AsArray().Sum(value => (double)value!));

        Assert.Equal([1, 1, 2, 2, 0, 1, 1], found);
    }

    [SkippableFact]
    public async Task The_CLI_reads_statistics_and_lists_metrics()
    {
        var (balancer, group) = await BalancedAsync();
        using (await SteadyClient.Http.GetAsync(await sandbox.UrlAsync(balancer)))
        {
        }

        var aws = new AwsCli(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);
        var dimension = "Name=LoadBalancer,Value=" + Resource(balancer)["loadbalancer/".Length..];
        var now = sandbox.Server.Cloud.ScaledClock.UtcNow;
        var statistics = await aws.JsonAsync(
            "cloudwatch", "get-metric-statistics", "--namespace", Space, "--metric-name", "RequestCount", "--dimensions", dimension, "--period", "3600",
            "--start-time", now.AddHours(-2).ToString("O"), "--end-time", now.AddHours(2).ToString("O"), "--statistics", "Sum", "Maximum");
        var datum = Assert.Single(statistics["Datapoints"]!.AsArray(), point => (double)point!["Sum"]! > 0)!;
        Assert.Equal((1d, 1d, "Count"), ((double)datum["Sum"]!, (double)datum["Maximum"]!, (string)datum["Unit"]!));
        var listed = await aws.JsonAsync("cloudwatch", "list-metrics", "--namespace", Space, "--dimensions", "Name=TargetGroup,Value=" + Resource(group));
        Assert.Contains("RequestCount", listed["Metrics"]!.AsArray().Select(metric => (string)metric!["MetricName"]!));
        Assert.Contains("(ValidationError)", await aws.ErrorAsync(
            "cloudwatch", "get-metric-statistics", "--namespace", Space, "--metric-name", "RequestCount", "--period", "61", "--start-time", Begin,
            "--end-time", End, "--statistics", "Sum"));
    }

    [SkippableFact]
    public async Task An_alarm_rings_while_there_are_too_many_requests()
    {
        var (balancer, _) = await BalancedAsync();
        var name = EcsSandbox.Unique("alarm");
        await CallAsync("PutMetricAlarm", new JsonObject
        {
            ["AlarmName"] = name,
            ["Namespace"] = Space,
            ["MetricName"] = "RequestCount",
            ["Dimensions"] = new JsonArray(Dimension("LoadBalancer", Resource(balancer)["loadbalancer/".Length..])),
            ["Statistic"] = "Sum",
            ["Period"] = 60,
            ["EvaluationPeriods"] = 2,
            ["DatapointsToAlarm"] = 1,
            ["Threshold"] = 2,
            ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
        });
        await UntilAsync(name, "OK");
        var url = await sandbox.UrlAsync(balancer);
        for (var request = 0; request < 4; request++)
        {
            await SteadyClient.Http.GetStringAsync(url);
        }

        await UntilAsync(name, "ALARM");
        await UntilAsync(name, "OK");
        Assert.StartsWith("ResourceNotFound: ", await sandbox.Boto.RefusalAsync("cloudwatch", "SetAlarmState", new JsonObject
        {
            ["AlarmName"] = "nothing", ["StateValue"] = "OK", ["StateReason"] = "test",
        }));
        await CallAsync("DeleteAlarms", new JsonObject { ["AlarmNames"] = new JsonArray(name) });
        Assert.Empty((await CallAsync("DescribeAlarms", new JsonObject { ["AlarmNames"] = new JsonArray(name) }))["MetricAlarms"]!.AsArray());
    }

    private Task UntilAsync(string alarm, string state) => LoadBalancingCalls.UntilAsync(
        async () => (string)(await CallAsync("DescribeAlarms", new JsonObject { ["AlarmNames"] = new JsonArray(alarm) }))["MetricAlarms"]![0]!["StateValue"]! == state,
        state);

    [SkippableTheory]
    [InlineData("""{"StartTime":"2100-01-01T00:00:00Z"}""", "ValidationError: The parameter StartTime must be less than")]
    [InlineData("""{"MetricDataQueries":[{"Id":"a","Expression":"1+1"}]}""", "ValidationError: The query a has no MetricStat")]
    [InlineData("""{"MetricDataQueries":[{"Id":"a","MetricStat":{"Metric":{"Namespace":"n","MetricName":"m"},"Period":61,"Stat":"Sum"}}]}""", "ValidationError: The parameter Period")]
    [InlineData("""{"MetricDataQueries":[{"Id":"A"},{"Id":"A"}]}""", "ValidationError: The values for parameter id in MetricDataQueries are not unique: A")]
    public async Task What_is_wrong_is_refused(string changes, string refusal)
    {
        var input = new JsonObject { ["StartTime"] = Begin, ["EndTime"] = End, ["MetricDataQueries"] = new JsonArray() };
        foreach (var change in JsonNode.Parse(changes)!.AsObject())
        {
            input[change.Key] = change.Value!.DeepClone();
        }

        Assert.StartsWith(refusal, await sandbox.Boto.RefusalAsync("cloudwatch", "GetMetricData", input));
    }

    private Task<JsonObject> CallAsync(string operation, JsonObject input) => sandbox.Boto.CallAsync("cloudwatch", operation, input);

    private static JsonObject Query(string id, string metric, string statistic, JsonArray dimensions) => new()
    {
        ["Id"] = id,
        ["MetricStat"] = new JsonObject
        {
            ["Metric"] = new JsonObject { ["Namespace"] = Space, ["MetricName"] = metric, ["Dimensions"] = dimensions.DeepClone() },
            ["Period"] = 60,
            ["Stat"] = statistic,
        },
    };

    private static JsonObject Dimension(string name, string value) => new() { ["Name"] = name, ["Value"] = value };

    private static string Resource(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    private async Task<(string Balancer, string Group)> BalancedAsync()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync());
        await sandbox.ListenerAsync(balancer, 80, group);
        var container = new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080 }) };
        await sandbox.SteadyServiceAsync(EcsSandbox.Definition(container: container), 1, BalancedServices.Behind(group));
        return (balancer, group);
    }
}
