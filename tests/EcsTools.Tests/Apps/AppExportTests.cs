using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Export;
using EcsTools.Compose;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using EcsTools.Schedules.Expressions;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>Apps as templates and compose files.</summary>
public sealed class AppExportTests(TaskSandbox sandbox, MotoServer moto) : IClassFixture<TaskSandbox>, IClassFixture<MotoServer>
{
    private const string Secret = "hunter2hunter2";

    private readonly AppWorld _world = new(sandbox.Connection);

    [Fact]
    public async Task A_compose_file_of_an_app_changes_nothing_when_it_is_published()
    {
        var (request, text) = await ExportAsync(AppExportFormat.Compose, isHidden: false);
        using var folder = new TemporaryFolder();
        var definition = ComposeApps.Read(new ComposeRequest { Paths = [folder.Write("compose.yaml", text)], Region = "us-east-1", Account = "000000000000" });
        Assert.Equal(request.Definition.Name, definition.Name);
        var plan = await _world.PlanAsync(request with { Definition = definition });
        Assert.DoesNotContain(plan.Steps.Lines(), line => line.TrimStart() is ['+' or '~' or '-', ..]);
        Assert.Equal(4, plan.Services.Count);
        Assert.All(plan.Services, service => Assert.Equal(ChangeStatus.Unchanged, service.Definition.Change));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request with { Definition = definition })).Change);
    }

    [Theory]
    [InlineData(AppExportFormat.CloudFormation)]
    [InlineData(AppExportFormat.Compose)]
    [InlineData(AppExportFormat.PowerShell)]
    public async Task Values_that_look_like_secrets_are_not_written(AppExportFormat format)
    {
        var (_, text) = await ExportAsync(format, isHidden: true);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("PASSWORD", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/shop/db", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_linter_of_CloudFormation_accepts_a_template()
    {
        Tool.Require("cfn-lint");
        var (_, text) = await ExportAsync(AppExportFormat.CloudFormation, isHidden: true);
        using var folder = new TemporaryFolder();
        var result = await Tool.RunAsync("cfn-lint", ["--region", "us-east-1", "--template", folder.Write("template.json", text)]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [SkippableFact]
    public async Task A_stack_of_a_template_has_what_runs()
    {
        var endpoint = moto.EndpointUrl;
        var (request, text) = await ExportAsync(AppExportFormat.CloudFormation, isHidden: false);
        using var client = await PythonServer.Clients.CallAsync("boto_client", new JsonObject
        {
            ["endpoint"] = endpoint, ["accessKey"] = "test", ["secretKey"] = "test",
        });
        async Task<JsonObject> CallAsync(string service, string operation, JsonObject input)
        {
            await client.WriteLineAsync(new JsonArray(service, operation, input));
            var answer = (await client.ReadLineAsync()).AsObject();
            Assert.True(answer["answer"] is not null, $"{service}:{operation}: {answer["code"]} {answer["message"]}");
            return answer["answer"]!.AsObject();
        }

        var vpc = (string)(await CallAsync("ec2", "DescribeVpcs", []))["Vpcs"]![0]!["VpcId"]!;
        var subnets = string.Join(",", (await CallAsync("ec2", "DescribeSubnets", []))["Subnets"]!.AsArray().Take(2).Select(subnet => (string)subnet!["SubnetId"]!));
        JsonObject Parameter(string name, string value) => new() { ["ParameterKey"] = name, ["ParameterValue"] = value };
        await CallAsync("cloudformation", "CreateStack", new JsonObject
        {
            ["StackName"] = "exported",
            ["TemplateBody"] = text,
            ["Capabilities"] = new JsonArray("CAPABILITY_IAM"),
            ["Parameters"] = new JsonArray(Parameter("VpcId", vpc), Parameter("TaskSubnets", subnets), Parameter("LoadBalancerSubnets", subnets)),
        });
        var name = request.Definition.Name;
        var service = (await CallAsync("ecs", "DescribeServices", new JsonObject
        {
            ["cluster"] = request.Cluster, ["services"] = new JsonArray(name + "-web"),
        }))["services"]!.AsArray().Single()!;
        Assert.Equal(2, (int)service["desiredCount"]!);
        var definition = (await CallAsync("ecs", "DescribeTaskDefinition", new JsonObject { ["taskDefinition"] = name + "-web" }))["taskDefinition"]!;
        var container = definition["containerDefinitions"]![0]!;
        Assert.Equal(("example:1", 80, "INFO"), ((string)container["image"]!, (int)container["portMappings"]![0]!["containerPort"]!, (string)container["environment"]![0]!["value"]!));
        Assert.Equal("1024", (string)definition["memory"]!);
        var group = (await CallAsync("elbv2", "DescribeTargetGroups", new JsonObject { ["Names"] = new JsonArray(name + "-web") }))["TargetGroups"]![0]!;
        Assert.Equal(("/health", 80, "ip"), ((string)group["HealthCheckPath"]!, (int)group["Port"]!, (string)group["TargetType"]!));
        var balancer = (await CallAsync("elbv2", "DescribeLoadBalancers", new JsonObject { ["Names"] = new JsonArray(request.LoadBalancer!) }))["LoadBalancers"]![0]!;
        var listener = (await CallAsync("elbv2", "DescribeListeners", new JsonObject { ["LoadBalancerArn"] = (string)balancer["LoadBalancerArn"]! }))["Listeners"]![0]!;
        Assert.Equal(80, (int)listener["Port"]!);
        var rules = (await CallAsync("elbv2", "DescribeRules", new JsonObject { ["ListenerArn"] = (string)listener["ListenerArn"]! }))["Rules"]!.AsArray();
        Assert.Contains(rules, rule => rule!["Conditions"]!.ToJsonString().Contains("/api*", StringComparison.Ordinal));
        var logs = (await CallAsync("logs", "DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = $"/ecs/{name}-web" }))["logGroups"]!.AsArray().Single()!;
        Assert.Equal(30, (int)logs["retentionInDays"]!);
    }

    /// <summary>What moto's CloudFormation does not deploy.</summary>
    [Fact]
    public async Task A_template_has_the_size_the_scaling_and_the_schedules()
    {
        var (request, text) = await ExportAsync(AppExportFormat.CloudFormation, isHidden: false);
        var resources = JsonNode.Parse(text)!["Resources"]!;
        JsonNode Of(string id) => resources[id]!["Properties"]!;
        Assert.Equal(("512", "1024"), ((string)Of("WebTaskDefinition")["Cpu"]!, (string)Of("WebTaskDefinition")["Memory"]!));
        Assert.Equal((1, 3), ((int)Of("ApiScalableTarget")["MinCapacity"]!, (int)Of("ApiScalableTarget")["MaxCapacity"]!));
        var policy = Of("ApiCpuScalingPolicy")["TargetTrackingScalingPolicyConfiguration"]!;
        Assert.Equal(50, (double)policy["TargetValue"]!);
        var schedule = Of("NightlySchedule");
        Assert.Equal(
            (request.Definition.Name + "-nightly", "rate(1 day)", "Europe/Rome"),
            ((string)schedule["Name"]!, (string)schedule["ScheduleExpression"]!, (string)schedule["ScheduleExpressionTimezone"]!));
        Assert.Contains("parameter/shop/db", Of("ExecutionRole").ToJsonString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_names_of_connected_services_are_in_a_compose_file_and_in_a_template()
    {
        const string Compose = """
            services:
              web: { image: example:1, x-fargate: { route: none } }
              api: { image: example:1, expose: ["80"], x-fargate: { route: none, connect: true } }
            """;
        var name = AppWorld.Unique();
        var request = AppWorld.Request(name) with { Definition = Read(name, Compose) };
        await _world.PublishAsync(request);

        var export = await new AppExport(sandbox.Connection).WriteAsync(name, AppExportFormat.Compose, default);
        Assert.DoesNotContain(export.Warnings, warning => warning.Contains("Service Connect", StringComparison.Ordinal));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request with { Definition = Read(name, export.Text) })).Change);

        var text = (await new AppExport(sandbox.Connection).WriteAsync(name, AppExportFormat.CloudFormation, default)).Text;
        var resources = JsonNode.Parse(text)!["Resources"]!;
        Assert.Equal("ecstools-" + name, (string?)resources["Namespace"]!["Properties"]!["Name"]);
        var endpoint = resources["ApiService"]!["Properties"]!["ServiceConnectConfiguration"]!["Services"]![0]!;
        Assert.Equal(("api", 80), ((string?)endpoint["ClientAliases"]![0]!["DnsName"], (int?)endpoint["ClientAliases"]![0]!["Port"]));
        Assert.Equal("ApiService", (string?)resources["WebService"]!["DependsOn"]![0]);

        var script = await new AppExport(sandbox.Connection).WriteAsync(name, AppExportFormat.PowerShell, default);
        Assert.Contains(script.Warnings, warning => warning.Contains("namespace", StringComparison.Ordinal));

        Tool.Require("cfn-lint");
        using var folder = new TemporaryFolder();
        var result = await Tool.RunAsync("cfn-lint", ["--region", "us-east-1", "--template", folder.Write("template.json", text)]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    private static AppDefinition Read(string name, string text)
    {
        using var folder = new TemporaryFolder();
        return ComposeApps.Read(new ComposeRequest
        {
            Paths = [folder.Write("compose.yaml", text)], Name = name, Region = "us-east-1", Account = "000000000000",
        });
    }

    /// <summary>An app with a route, a scaled route, a worker with a sidecar, and a schedule.</summary>
    private async Task<(PublishAppRequest Request, string Text)> ExportAsync(AppExportFormat format, bool isHidden)
    {
        var variables = new Dictionary<string, string> { ["LEVEL"] = "INFO" };
        if (isHidden)
        {
            variables["DB_PASSWORD"] = Secret;
        }

        var web = AppWorld.Web("web", path: "/web*") with { Cpu = 512, Memory = 1024, DesiredCount = 2, Tags = new Dictionary<string, string> { ["team"] = "blue" } };
        var worker = AppWorld.Worker("queue");
        var request = AppWorld.Request(
            AppWorld.Unique(),
            web with
            {
                Container = web.Container with
                {
                    Environment = variables,
                    Command = ["serve", "--price", "5$"],
                    HealthCheck = new EcsTools.TaskDefinitions.TaskHealthCheck { Command = ["CMD", "true"], Interval = 10, Timeout = 3, Retries = 2, StartPeriod = 5 },
                },
                Route = web.Route! with { Target = new TargetGroupRequest { Name = "", HealthCheck = new HealthCheckRequest { Path = "/health", SuccessCode = "200-299" } } },
            },
            AppWorld.Web("api", path: "/api*") with { Scaling = new AppScaling { MinimumCount = 1, MaximumCount = 3, CpuTarget = 50 } },
            worker with { Sidecars = [new AppContainer { Name = "proxy", ImageUri = "example:2", Essential = false, ContainerMemory = 64 }] },
            new AppService
            {
                Name = "nightly",
                Kind = AppServiceKind.Scheduled,
                Container = new AppContainer { Name = "nightly", ImageUri = "example:1", Secrets = new Dictionary<string, string> { ["DB"] = "/shop/db" } },
                Schedule = new AppSchedule { Expression = ScheduleExpression.FromEvery("1d"), TimeZone = ScheduleTimeZone.Parse("Europe/Rome") },
            });
        await _world.PublishAsync(request);
        return (request, (await new AppExport(sandbox.Connection).WriteAsync(request.Definition.Name, format, default)).Text);
    }
}
