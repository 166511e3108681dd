using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.AutoScaling;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.AutoScaling;

/// <summary>Policies and requests that Application Auto Scaling refuses, with its texts.</summary>
public sealed class PolicyRefusalTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("""{"MetricIntervalLowerBound":0,"ScalingAdjustment":1}""")]
    [InlineData("""{"MetricIntervalUpperBound":0,"ScalingAdjustment":-1}""")]
    [InlineData("""{"MetricIntervalLowerBound":10,"ScalingAdjustment":2},{"MetricIntervalLowerBound":0,"MetricIntervalUpperBound":10,"ScalingAdjustment":1}""")]
    [InlineData("""{"MetricIntervalUpperBound":-10,"ScalingAdjustment":-2},{"MetricIntervalLowerBound":-10,"MetricIntervalUpperBound":0,"ScalingAdjustment":-1}""")]
    public void Steps_that_meet_are_accepted(string steps) => StepAdjustments.Check(Configuration(steps));

    [Theory]
    [InlineData("", "There must be at least one step adjustment")]
    [InlineData("""{"ScalingAdjustment":1}""", "Step adjustment must have a specified lower bound or a specified upper bound")]
    [InlineData("""{"MetricIntervalLowerBound":5,"MetricIntervalUpperBound":5,"ScalingAdjustment":1}""",
        "Step adjustment lower bound must be less than step adjustment upper bound")]
    [InlineData("""{"MetricIntervalUpperBound":0,"ScalingAdjustment":1},{"MetricIntervalUpperBound":-1,"ScalingAdjustment":1}""",
        "At most one step adjustment may have an unspecified lower bound")]
    [InlineData("""{"MetricIntervalLowerBound":0,"ScalingAdjustment":1},{"MetricIntervalLowerBound":1,"ScalingAdjustment":1}""",
        "At most one step adjustment may have an unspecified upper bound")]
    [InlineData("""{"MetricIntervalLowerBound":-5,"MetricIntervalUpperBound":0,"ScalingAdjustment":1}""",
        "There must be a step adjustment with an unspecified lower bound when one step adjustment has a negative lower bound")]
    [InlineData("""{"MetricIntervalLowerBound":0,"MetricIntervalUpperBound":5,"ScalingAdjustment":1}""",
        "There must be a step adjustment with an unspecified upper bound when one step adjustment has a positive upper bound")]
    [InlineData("""{"MetricIntervalLowerBound":0,"MetricIntervalUpperBound":10,"ScalingAdjustment":1},{"MetricIntervalLowerBound":5,"ScalingAdjustment":2}""",
        "Step adjustment intervals cannot overlap")]
    [InlineData("""{"MetricIntervalLowerBound":0,"MetricIntervalUpperBound":10,"ScalingAdjustment":1},{"MetricIntervalLowerBound":15,"ScalingAdjustment":2}""",
        "Step adjustment intervals cannot have gaps between them")]
    public void Steps_with_gaps_or_overlaps_are_refused(string steps, string message)
        => Assert.Equal(message, Assert.Throws<AwsError>(() => StepAdjustments.Check(Configuration(steps))).Message);

    [Theory]
    [InlineData("""{"AdjustmentType":null}""", "Adjustment type must be specified")]
    [InlineData("""{"MinAdjustmentMagnitude":1}""", "Minimum adjustment magnitude is only allowed for adjustment type PercentChangeInCapacity")]
    [InlineData("""{"AdjustmentType":"ExactCapacity","StepAdjustments":[{"MetricIntervalLowerBound":0,"ScalingAdjustment":-1}]}""",
        "Scaling adjustment cannot be less than 0 when adjustment type is ExactCapacity")]
    public void So_are_other_members(string members, string message)
    {
        var configuration = Configuration("""{"MetricIntervalLowerBound":0,"ScalingAdjustment":1}""");
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            configuration[name] = value?.DeepClone();
        }

        Assert.Equal(message, Assert.Throws<AwsError>(() => StepAdjustments.Check(configuration)).Message);
    }

    [Theory]
    [InlineData("RegisterScalableTarget", "\"ResourceId\":\"web\",\"MinCapacity\":1,\"MaxCapacity\":2",
        "Unsupported service namespace, resource type or scalable dimension")]
    [InlineData("RegisterScalableTarget", "\"ServiceNamespace\":\"none\",\"MinCapacity\":1,\"MaxCapacity\":2", "1 validation error detected: Value 'none' at 'serviceNamespace'")]
    [InlineData("RegisterScalableTarget", "\"ScalableDimension\":\"dynamodb:table:ReadCapacityUnits\",\"MinCapacity\":1,\"MaxCapacity\":2",
        "Unsupported service namespace, resource type or scalable dimension")]
    [InlineData("PutScalingPolicy", "\"PolicyName\":\"aé\",\"PolicyType\":\"StepScaling\"", "1 validation error detected: Value 'aé' at 'policyName'")]
    public async Task Names_namespaces_and_dimensions_are_checked(string operation, string members, string message)
    {
        var body = JsonNode.Parse("""{"ServiceNamespace":"ecs","ResourceId":"service/c/s","ScalableDimension":"ecs:service:DesiredCount"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse("{" + members + "}")!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        var answer = await _aws.JsonAsync("application-autoscaling", "AnyScaleFrontendService." + operation, body.ToJsonString());

        Assert.Equal("ValidationException", (string?)answer.Json["__type"]);
        Assert.StartsWith(message, (string?)(answer.Json["Message"] ?? answer.Json["message"]));
    }

    private static JsonObject Configuration(string steps)
        => JsonNode.Parse("{\"AdjustmentType\":\"ChangeInCapacity\",\"StepAdjustments\":[" + steps + "]}")!.AsObject();
}
