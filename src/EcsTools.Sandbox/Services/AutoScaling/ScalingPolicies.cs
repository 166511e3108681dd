using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>The scaling policies of targets. Used under the lock of the service.</summary>
internal sealed class ScalingPolicies
{
    private const string Tracking = "TargetTrackingScaling";
    private const string Step = "StepScaling";

    /// <summary>Policies of a target (Application Auto Scaling quotas).</summary>
    private const int MostPolicies = 50;

    private static readonly string[] Types = [Step, Tracking, "PredictiveScaling"];

    private static readonly Regex Label = new("^app/[^/]+/[^/]+/targetgroup/[^/]+/[^/]+$", RegexOptions.CultureInvariant);

    private readonly SandboxCloud _cloud;
    private readonly ScalableTargets _targets;

    public ScalingPolicies(SandboxCloud cloud, ScalableTargets targets)
    {
        _cloud = cloud;
        _targets = targets;
    }

    public JsonObject Put(SandboxCall call)
    {
        var input = call.Input;
        var target = _targets.Require(input);
        var name = input.Text("PolicyName")!;
        var known = target.Policies.TryGetValue(name, out var there) ? there : null;
        var type = input.Text("PolicyType") ?? known?.Wire.Text("PolicyType") ?? Step;
        if (known is not null && known.Wire.Text("PolicyType") != type)
        {
            throw AutoScalingErrors.Invalid($"The type of the policy {name} cannot be changed.");
        }

        var member = type + "PolicyConfiguration";
        if (input.Object(member) is not { } configuration)
        {
            throw AutoScalingErrors.Invalid($"{member} must be specified for policy type {type}");
        }

        if (Types.FirstOrDefault(other => other != type && input[other + "PolicyConfiguration"] is not null) is { } wrong)
        {
            throw AutoScalingErrors.Invalid($"{wrong}PolicyConfiguration must not be specified for policy type {type}");
        }

        if (type == Tracking)
        {
            Check(target, name, configuration);
        }
        else if (type == Step)
        {
            StepAdjustments.Check(configuration);
        }

        if (known is null && target.Policies.Count >= MostPolicies)
        {
            throw new AwsError("LimitExceededException", $"A scalable target can have at most {MostPolicies} scaling policies.");
        }

        var wire = AutoScalingErrors.Named(target.Id);
        wire["PolicyName"] = name;
        wire["PolicyType"] = type;
        wire["PolicyARN"] = known?.Wire.Text("PolicyARN")
            ?? _cloud.Arn("autoscaling", $"scalingPolicy:{AutoScalingErrors.NewId()}:resource/ecs/{target.Id}:policyName/{name}");
        wire["CreationTime"] = known?.Wire.Number("CreationTime") ?? _cloud.Clock.EpochSeconds;
        wire[member] = configuration.Copy();
        wire["Alarms"] = known?.Wire["Alarms"]?.DeepClone() ?? (type == Tracking ? Alarms(target.Id) : []);
        target.Policies[name] = new ScalingPolicy(wire);
        return new JsonObject { ["PolicyARN"] = wire.Text("PolicyARN"), ["Alarms"] = wire["Alarms"]!.DeepClone() };
    }

    public JsonObject Delete(SandboxCall call)
    {
        var name = call.Input.Text("PolicyName")!;
        return _targets.Find(call.Input)?.Policies.Remove(name) == true
            ? []
            : throw AutoScalingErrors.NotFound("scaling policy", call.Input.Text("ResourceId")!, "policy name: " + name);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (resource, names) = (AutoScalingErrors.Filter(call.Input), call.Input.Texts("PolicyNames"));
        var found = _targets.ById.Values
            .Where(target => resource is null || target.Id == resource)
            .SelectMany(target => target.Policies.Values)
            .Where(policy => names.Count == 0 || names.Contains(policy.Wire.Text("PolicyName")!))
            .Select(policy => policy.Wire)
            .ToList();
        return AutoScalingErrors.Page(call.Input, "ScalingPolicies", found, "PolicyARN");
    }

    private static void Check(ScalableTarget target, string name, JsonObject configuration)
    {
        if (configuration.Number("TargetValue") is not > 0)
        {
            throw AutoScalingErrors.Invalid("TargetValue must be greater than 0");
        }

        foreach (var member in new[] { "ScaleOutCooldown", "ScaleInCooldown" })
        {
            if (configuration.Integer(member) < 0)
            {
                throw AutoScalingErrors.Invalid($"{member} must not be negative");
            }
        }

        var (predefined, custom) = (
            configuration.Object("PredefinedMetricSpecification"), configuration.Object("CustomizedMetricSpecification"));
        if (predefined is null == (custom is null))
        {
            throw AutoScalingErrors.Invalid(
                "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified");
        }

        if (predefined is null)
        {
            return;
        }

        var metric = predefined.Text("PredefinedMetricType")!;
        if (metric is not (ServiceMetrics.Cpu or ServiceMetrics.Memory or ServiceMetrics.Requests))
        {
            throw AutoScalingErrors.Invalid($"The predefined metric type {metric} is not supported for the service namespace ecs");
        }

        var label = predefined.Text("ResourceLabel");
        if (metric == ServiceMetrics.Requests ? label is null || !Label.IsMatch(label) : label is not null)
        {
            throw AutoScalingErrors.Invalid(
                label is null ? "Resource label is required for the metric type " + metric
                : metric == ServiceMetrics.Requests ? $"Resource label {label} is invalid"
                : "Resource label must not be specified for the metric type " + metric);
        }

        if (target.Policies.Values.Any(other => other.Metric == metric && other.Wire.Text("PolicyName") != name))
        {
            throw AutoScalingErrors.Invalid("Only one TargetTrackingScaling policy for a given metric specification is allowed.");
        }
    }

    private JsonArray Alarms(string resource) => new[] { "AlarmHigh", "AlarmLow" }.Select(kind =>
    {
        var name = $"TargetTracking-{resource}-{kind}-{AutoScalingErrors.NewId()}";
        return new JsonObject { ["AlarmName"] = name, ["AlarmARN"] = _cloud.Arn("cloudwatch", "alarm:" + name) };
    }).ToJson();
}
