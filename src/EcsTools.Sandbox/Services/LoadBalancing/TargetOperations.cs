using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on targets. Used under the lock of the service.</summary>
internal sealed class TargetOperations
{
    private readonly LoadBalancingStore _store;
    private readonly TargetRules _rules;
    private readonly ILoadBalancerHost _host;

    public TargetOperations(LoadBalancingStore store, TargetRules rules, ILoadBalancerHost host)
    {
        _store = store;
        _rules = rules;
        _host = host;
    }

    /// <param name="call">The request.</param>
    /// <param name="tasks">The tasks of ECS that have the addresses of the request.</param>
    public JsonObject Register(SandboxCall call, IReadOnlyDictionary<string, TaskAddress> tasks)
    {
        var (group, targets) = ReadAll(call.Input);
        targets.ForEach(target => _rules.Check(group, target));
        var added = targets.Where(target => !group.Targets.Exists(known => known.IsAt(target.Id, target.Port))).ToList();
        if (group.Targets.Count + added.Count > LoadBalancingQuotas.Targets)
        {
            throw LoadBalancingErrors.TooMany("TooManyTargets", "targets per target group");
        }

        group.Targets.AddRange(added.Select(target => tasks.TryGetValue(target.Id, out var task)
            ? target with { TaskId = task.TaskId, IsSimulated = task.IsSimulated, Published = task.Published }
            : target));
        return [];
    }

    public JsonObject Deregister(SandboxCall call)
    {
        var (group, targets) = ReadAll(call.Input);

        foreach (var target in targets)
        {
            group.Targets.RemoveAll(known => known.IsAt(target.Id, target.Port));
        }

        return [];
    }

    public JsonObject DescribeHealth(SandboxCall call)
    {
        var group = _store.RequireGroup(call.Input.Text("TargetGroupArn")!);
        var asked = call.Input.Objects("Targets").Select(target => TargetRules.Read(group, target)).ToList();
        IReadOnlyList<TargetStatus> found;
        try
        {
            found = asked.Count == 0
                ? _host.Targets(group.Arn)
                : asked.Select(target => _host.Target(group.Arn, target.Id, target.Port)).ToList();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Trace.TraceWarning("{0}: {1}", group.Arn, fault);
            throw new AwsError(
                "HealthUnavailable", "The health of the specified targets could not be retrieved due to an internal error.", 500);
        }

        return new JsonObject { ["TargetHealthDescriptions"] = found.Select(status => Write(group, status)).ToJson() };
    }

    private (TargetGroup Group, List<RegisteredTarget> Targets) ReadAll(JsonObject input)
    {
        var group = _store.RequireGroup(input.Text("TargetGroupArn")!);
        var targets = input.Objects("Targets").Select(target => TargetRules.Read(group, target)).ToList();
        return targets.Count > 0 ? (group, targets) : throw LoadBalancingErrors.Invalid("A target must be specified");
    }

    private static JsonObject Write(TargetGroup group, TargetStatus status)
    {
        var health = new JsonObject { ["State"] = status.State.ToString().ToLowerInvariant() };
        if (status.Reason is not null)
        {
            health["Reason"] = status.Reason;
        }

        if (status.Description is not null)
        {
            health["Description"] = status.Description;
        }

        var target = new JsonObject { ["Id"] = status.Target.Address, ["Port"] = status.Target.Port };
        if (group.Targets.Find(known => known.IsAt(status.Target.Address, status.Target.Port))?.Zone is { } zone)
        {
            target["AvailabilityZone"] = zone;
        }

        return new JsonObject
        {
            ["Target"] = target,
            ["HealthCheckPort"] = group.HealthCheck.Port == HealthCheck.TrafficPort
                ? status.Target.Port.ToString(CultureInfo.InvariantCulture)
                : group.HealthCheck.Port,
            ["TargetHealth"] = health,
        };
    }
}
