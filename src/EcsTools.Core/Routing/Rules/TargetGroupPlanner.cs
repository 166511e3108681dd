using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Routing.Rules;

/// <summary>A target group of a plan. A new one has its ARN after the step that creates it.</summary>
internal sealed class PlannedGroup(string name, TargetGroup? current)
{
    private string? _arn = current?.TargetGroupArn;

    public string Name { get; } = name;

    public TargetGroup? Current { get; } = current;

    public string Arn
    {
        get => _arn ?? throw new InvalidOperationException($"Target group {Name} is not created yet.");
        set => _arn = value;
    }

    /// <summary>Whether this is the group with an ARN.</summary>
    public bool Is(string arn) => _arn == arn;
}

/// <summary>Plans target groups: new ones, and changes of their health checks and attributes.</summary>
internal sealed class TargetGroupPlanner(AwsConnection connection)
{
    private const string Stickiness = "stickiness.enabled";

    public async Task<TargetGroup?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await connection.LoadBalancing.DescribeTargetGroupsAsync(
                new DescribeTargetGroupsRequest { Names = [name] }, cancellationToken).ConfigureAwait(false);
            return found.TargetGroups is [var group, ..] ? group : null;
        }
        catch (TargetGroupNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Plans a group.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of this group.</param>
    /// <param name="vpc">The VPC of the load balancer.</param>
    /// <param name="loadBalancerArn">The load balancer.</param>
    /// <param name="tags">Tags of a new group.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<(PlannedGroup Group, IReadOnlyList<ChangeStep> Steps)> PlanAsync(
        TargetGroupRequest request,
        string name,
        string vpc,
        string loadBalancerArn,
        IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken)
    {
        var current = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        var group = new PlannedGroup(name, current);
        if (current is null)
        {
            return (group, [Creation(request, group, vpc, tags)]);
        }

        Check(request, current, vpc, loadBalancerArn);
        return (group, await ChangesAsync(request, current, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The steps that bring the health check and the attributes of an existing group to the requested ones.</summary>
    public async Task<IReadOnlyList<ChangeStep>> ChangesAsync(TargetGroupRequest request, TargetGroup current, CancellationToken cancellationToken)
    {
        var steps = new List<ChangeStep>();
        CheckSuccessCode(request.HealthCheck, current);
        var check = HealthChanges(request.HealthCheck, current);
        if (check.Count > 0)
        {
            steps.Add(new ChangeStep(check, () => $"health check of target group {current.TargetGroupName} changed", cancel =>
                connection.LoadBalancing.ModifyTargetGroupAsync(
                    new ModifyTargetGroupRequest
                    {
                        TargetGroupArn = current.TargetGroupArn,
                        HealthCheckPath = request.HealthCheck.Path,
                        HealthCheckIntervalSeconds = Seconds(request.HealthCheck.Interval),
                        HealthCheckTimeoutSeconds = Seconds(request.HealthCheck.Timeout),
                        HealthyThresholdCount = request.HealthCheck.HealthyThreshold,
                        UnhealthyThresholdCount = request.HealthCheck.UnhealthyThreshold,
                        Matcher = MatcherOf(request.HealthCheck),
                    },
                    cancel)));
        }

        if (Attributes(request) is { Count: > 0 } wanted)
        {
            var answer = await connection.LoadBalancing.DescribeTargetGroupAttributesAsync(
                new DescribeTargetGroupAttributesRequest { TargetGroupArn = current.TargetGroupArn }, cancellationToken).ConfigureAwait(false);
            var there = (answer.Attributes ?? []).ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
            var differing = wanted.Where(attribute => !there.TryGetValue(attribute.Key, out var value) || value != attribute.Value).ToList();
            if (differing.Count > 0)
            {
                steps.Add(new ChangeStep(
                    differing.Select(attribute => new FieldChange(
                        $"targetGroups[{current.TargetGroupName}].{attribute.Key}",
                        there.TryGetValue(attribute.Key, out var before) ? before : null,
                        attribute.Value)).ToList(),
                    () => $"attributes of target group {current.TargetGroupName} set",
                    cancel => SetAsync(current.TargetGroupArn, differing, cancel)));
            }
        }

        return steps;
    }

    /// <summary>Checks that a listener can forward to existing groups. AWS forwards HTTP/2 and gRPC only from HTTPS listeners.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="listener">The listener of the route.</param>
    public static void CheckVersions(IReadOnlyList<PlannedGroup> groups, FargateLoadBalancer balancer, FargateListener listener)
    {
        if (listener.Protocol != "HTTPS" && groups.FirstOrDefault(group => group.Current?.ProtocolVersion is "HTTP2" or "GRPC") is { } group)
        {
            throw new EcsToolsException(
                ErrorCodes.TargetGroupNeedsHttps,
                $"Target group '{group.Name}' has the protocol version {group.Current!.ProtocolVersion}, and the listener of port {listener.ListenerPort} is "
                    + $"{listener.Protocol}. AWS forwards to such a group only from an HTTPS listener.",
                balancer.Listeners.FirstOrDefault(other => other.Protocol == "HTTPS") is { } secure
                    ? $"Use -ListenerPort {secure.ListenerPort}."
                    : $"Create one: New-FargateLoadBalancer {balancer.LoadBalancer} -Certificate with a domain name.",
                "ListenerPort",
                listener.ListenerPort);
        }
    }

    private ChangeStep Creation(TargetGroupRequest request, PlannedGroup group, string vpc, IReadOnlyDictionary<string, string>? tags)
    {
        if (request.ContainerPort is not { } port)
        {
            throw new EcsToolsException(
                ErrorCodes.ContainerPortMissing,
                $"Target group '{group.Name}' does not exist yet, and -ContainerPort was not given.",
                "Give -ContainerPort, the port that the container listens on.",
                "ContainerPort");
        }

        var check = request.HealthCheck;
        var attributes = Attributes(request);
        var changes = new List<FieldChange>
        {
            new($"targetGroups[{group.Name}]", null, $"HTTP:{port}, health check {check.Path ?? "/"} every {Seconds(check.Interval) ?? 30} s"),
        };
        changes.AddRange(attributes.Select(attribute => new FieldChange($"targetGroups[{group.Name}].{attribute.Key}", null, attribute.Value)));
        return new ChangeStep(changes, () => $"target group {group.Name} created", async cancel =>
        {
            var all = (tags ?? new Dictionary<string, string>()).ToDictionary(tag => tag.Key, tag => tag.Value);
            all[ManagedTag.Key] = ManagedTag.TargetGroup;
            var created = await connection.LoadBalancing.CreateTargetGroupAsync(
                new CreateTargetGroupRequest
                {
                    Name = group.Name,
                    TargetType = "ip",
                    Protocol = "HTTP",
                    Port = port,
                    VpcId = vpc,
                    HealthCheckPath = check.Path ?? "/",
                    HealthCheckIntervalSeconds = Seconds(check.Interval),
                    HealthCheckTimeoutSeconds = Seconds(check.Timeout) ?? TimeoutFor(check.Interval),
                    HealthyThresholdCount = check.HealthyThreshold,
                    UnhealthyThresholdCount = check.UnhealthyThreshold,
                    Matcher = MatcherOf(check),
                    Tags = ElbLists.ToTags(all),
                },
                cancel).ConfigureAwait(false);
            group.Arn = created.TargetGroups[0].TargetGroupArn;
            if (attributes.Count > 0)
            {
                await SetAsync(group.Arn, attributes, cancel).ConfigureAwait(false);
            }
        });
    }

    private Task SetAsync(string group, List<TargetGroupAttribute> attributes, CancellationToken cancellationToken)
        => connection.LoadBalancing.ModifyTargetGroupAttributesAsync(
            new ModifyTargetGroupAttributesRequest { TargetGroupArn = group, Attributes = attributes }, cancellationToken);

    /// <summary>AWS refuses an interval that is not longer than the timeout, whose default is six seconds.</summary>
    private static int? TimeoutFor(TimeSpan? interval) => interval?.TotalSeconds <= 6 ? Math.Max(2, (int)interval.Value.TotalSeconds - 1) : null;

    private static Matcher? MatcherOf(HealthCheckRequest check) => check.SuccessCode is { } codes ? new Matcher { HttpCode = codes } : null;

    private static List<FieldChange> HealthChanges(HealthCheckRequest check, TargetGroup current)
    {
        var changes = new List<FieldChange>();
        Compare("path", current.HealthCheckPath, check.Path);
        Compare("interval", Text(current.HealthCheckIntervalSeconds), Text(Seconds(check.Interval)));
        Compare("timeout", Text(current.HealthCheckTimeoutSeconds), Text(Seconds(check.Timeout)));
        Compare("healthyThreshold", Text(current.HealthyThresholdCount), Text(check.HealthyThreshold));
        Compare("unhealthyThreshold", Text(current.UnhealthyThresholdCount), Text(check.UnhealthyThreshold));
        Compare("successCode", current.Matcher?.HttpCode, check.SuccessCode);
        return changes;

        void Compare(string field, string? before, string? after)
        {
            if (after is not null && before != after)
            {
                changes.Add(new FieldChange($"targetGroups[{current.TargetGroupName}].healthCheck.{field}", before, after));
            }
        }
    }

    private static List<TargetGroupAttribute> Attributes(TargetGroupRequest request)
    {
        var all = new List<TargetGroupAttribute>();
        void Add(string key, string? value)
        {
            if (value is not null)
            {
                all.Add(new TargetGroupAttribute { Key = key, Value = value });
            }
        }

        Add("deregistration_delay.timeout_seconds", Text(Seconds(request.DeregistrationDelay)));
        Add("slow_start.duration_seconds", Text(Seconds(request.SlowStart)));
        if (request.Stickiness is { } stickiness)
        {
            Add(Stickiness, stickiness == TimeSpan.Zero ? "false" : "true");
            Add("stickiness.lb_cookie.duration_seconds", stickiness == TimeSpan.Zero ? null : Text(Seconds(stickiness)));
        }

        return all;
    }

    private static void Check(TargetGroupRequest request, TargetGroup current, string vpc, string loadBalancerArn)
    {
        if (current.TargetType?.Value != "ip")
        {
            throw new EcsToolsException(
                ErrorCodes.TargetGroupOfOtherType,
                $"Target group '{request.Name}' has the target type {current.TargetType?.Value}. Tasks on Fargate need the type ip, and "
                    + "AWS cannot change the type.",
                $"Use another name: -Name {request.Name}-ip",
                "Name",
                request.Name);
        }

        if (current.VpcId != vpc || (current.LoadBalancerArns ?? []).Exists(arn => arn != loadBalancerArn))
        {
            var place = current.VpcId != vpc ? $"in {current.VpcId}" : "used by another load balancer";
            throw new EcsToolsException(
                ErrorCodes.TargetGroupElsewhere,
                $"Target group '{request.Name}' is {place}. A target group belongs to one load balancer.",
                $"Use another name: -Name {request.Name}-2",
                "Name",
                request.Name);
        }

        if (request.ContainerPort is { } port && port != current.Port)
        {
            throw new EcsToolsException(
                ErrorCodes.TargetGroupPortFixed,
                $"Target group '{request.Name}' has the port {current.Port}, and AWS cannot change it to {port}.",
                $"Use -ContainerPort {current.Port}, or another -Name, such as {request.Name}-{port}.",
                "ContainerPort",
                port);
        }
    }

    private static void CheckSuccessCode(HealthCheckRequest check, TargetGroup current)
    {
        if (check.SuccessCode is { } code && current.ProtocolVersion == "GRPC")
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("SuccessCode").OfRecord,
                $"-SuccessCode {code} is a status of HTTP, and the health check of target group '{current.TargetGroupName}' has those of gRPC.",
                $"Leave out -SuccessCode, or set the status with the AWS CLI: aws elbv2 modify-target-group --target-group-arn {current.TargetGroupArn} "
                    + "--matcher GrpcCode=0",
                "SuccessCode",
                code);
        }
    }

    private static int? Seconds(TimeSpan? time) => time is { } value ? (int)value.TotalSeconds : null;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
