using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>The registered targets. Used under the lock of the service.</summary>
internal sealed class ScalableTargets
{
    private const string RoleName = "AWSServiceRoleForApplicationAutoScaling_ECSService";

    private readonly SandboxCloud _cloud;

    public ScalableTargets(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    public SortedDictionary<string, ScalableTarget> ById { get; } = new(StringComparer.Ordinal);

    public JsonObject Register(SandboxCall call)
    {
        var input = call.Input;
        var resource = AutoScalingErrors.Resource(input);
        var target = ById.TryGetValue(resource, out var known) ? known : New(input, resource);
        var (minimum, maximum) = (input.Integer("MinCapacity") ?? target.Minimum, input.Integer("MaxCapacity") ?? target.Maximum);
        CheckBounds(minimum, maximum);
        target.Minimum = (int)minimum;
        target.Maximum = (int)maximum;
        target.Suspended = ScalableTargetJson.ReadSuspended(input, target.Suspended);
        ById[resource] = target;
        KeepWithin(target);
        return new JsonObject { ["ScalableTargetARN"] = target.Arn };
    }

    /// <summary>Removes a target with its policies and scheduled actions.</summary>
    public JsonObject Deregister(SandboxCall call)
    {
        var resource = AutoScalingErrors.Resource(call.Input);
        return ById.Remove(resource) ? [] : throw AutoScalingErrors.NotFound("scalable target", resource);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var input = call.Input;
        var only = input.Texts("ResourceIds");
        _ = AutoScalingErrors.Filter(input["ScalableDimension"] is null || only.Count == 0 ? input : WithoutDimension(input));
        var found = ById.Values.Where(target => only.Count == 0 || only.Contains(target.Id)).Select(ScalableTargetJson.Write).ToList();
        return AutoScalingErrors.Page(input, "ScalableTargets", found, "ResourceId");
    }

    /// <summary>The target of a request, which must be registered.</summary>
    public ScalableTarget Require(JsonObject input)
    {
        var resource = AutoScalingErrors.Resource(input);
        return ById.TryGetValue(resource, out var target) ? target : throw AutoScalingErrors.NotRegistered(resource);
    }

    /// <summary>The target of a request, or null.</summary>
    public ScalableTarget? Find(JsonObject input) => ById.TryGetValue(AutoScalingErrors.Resource(input), out var target) ? target : null;

    /// <summary>Sets bounds, and brings the count within them. A bound that is not given moves if it conflicts with the other.</summary>
    public void Bound(ScalableTarget target, long? minimum, long? maximum)
    {
        var (known, limit) = (target.Minimum, target.Maximum);
        target.Minimum = (int)(minimum ?? Math.Min(known, maximum!.Value));
        target.Maximum = (int)(maximum ?? Math.Max(limit, minimum!.Value));
        KeepWithin(target);
    }

    public static void CheckBounds(long minimum, long maximum)
    {
        if (minimum < 0 || maximum < 0 || minimum > maximum)
        {
            throw AutoScalingErrors.Invalid(
                minimum < 0 || maximum < 0 ? "Capacity must not be negative" : "Maximum capacity cannot be less than minimum capacity");
        }
    }

    private void KeepWithin(ScalableTarget target)
    {
        var counts = _cloud.Service<EcsService>().Counts;
        if (counts.Desired(target.Cluster, target.Service) is { } desired)
        {
            counts.Set(target.Cluster, target.Service, target.Within(desired));
        }
    }

    private ScalableTarget New(JsonObject input, string resource)
    {
        var (minimum, maximum) = (input.Integer("MinCapacity"), input.Integer("MaxCapacity"));
        if (minimum is null || maximum is null)
        {
            throw AutoScalingErrors.Invalid("MinCapacity and MaxCapacity must be specified when a scalable target is registered");
        }

        var parts = resource.Split('/');
        if (_cloud.Service<EcsService>().Counts.Desired(parts[1], parts[2]) is null)
        {
            throw AutoScalingErrors.Invalid($"ECS service doesn't exist: {resource}");
        }

        return new ScalableTarget(resource)
        {
            Minimum = (int)minimum.Value,
            Maximum = (int)maximum.Value,
            RoleArn = $"arn:aws:iam::{SandboxCloud.AccountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/{RoleName}",
            CreatedAt = _cloud.Clock.EpochSeconds,
            Arn = _cloud.Arn("application-autoscaling", "scalable-target/" + AutoScalingErrors.NewId().Replace("-", "")),
        };
    }

    private static JsonObject WithoutDimension(JsonObject input)
    {
        var rest = input.Copy();
        rest.Remove("ScalableDimension");
        return rest;
    }
}
