using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services.Scaling;

/// <summary>Scales services: within bounds, by metric targets and on a schedule.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ServiceScaling(AwsConnection connection)
{
    private static readonly (string Metric, string Name)[] Policies =
        [(ScalingState.Cpu, "ecstools-cpu"), (ScalingState.Memory, "ecstools-memory"), (ScalingState.Requests, "ecstools-requests")];

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">How to scale the service.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or the service does not exist.</exception>
    public async Task<ServiceScalingPlan> PlanAsync(ServiceScalingRequest request, CancellationToken cancellationToken)
    {
        ScalingChecks.Request(request, connection.Clock.UtcNow);
        var raw = await new FargateServices(connection).RequireRawAsync(request.Service, cancellationToken).ConfigureAwait(false);
        var service = ServiceMapper.ToModel(raw);
        var state = await ScalingState.ReadAsync(connection, service, request.ScheduleName is not null, cancellationToken).ConfigureAwait(false);
        var current = state.ToModel(service);
        var plan = new ServiceScalingPlan(request, current, []) { Service = service, State = state };
        if (request.ScheduleName is { } name)
        {
            return plan with { Differences = ScalingDifferences.OfSchedule(request, current, name) };
        }

        if (request.Remove)
        {
            return plan with { Differences = current.IsScaled ? new[] { new FieldChange("scaling", Bounds(current), null) } : [] };
        }

        if (!IsAsked(request))
        {
            return plan;
        }

        ScalingChecks.Counts(request, current);
        var rule = (raw.LoadBalancers ?? []).Select(
            balancer => balancer.AdvancedConfiguration?.ProductionListenerRule).FirstOrDefault(arn => arn is not null);
        var targets = Targets(
            request, state, metric => metric == ScalingState.Requests ? ScalingChecks.ResourceLabel(request, service, rule) : null);
        ScalingChecks.Tracking(request, Policies.Any(policy => After(targets, state, policy.Metric) is not null));
        return plan with { Targets = targets, Differences = ScalingDifferences.From(request, current, targets) };
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateScaling> ApplyAsync(ServiceScalingPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Change == ChangeStatus.Unchanged)
        {
            return plan.Current with { Change = ChangeStatus.Unchanged };
        }

        var service = await new FargateServices(connection).RequireAsync(plan.Request.Service, cancellationToken).ConfigureAwait(false);
        var id = ScalingState.ResourceId(service);
        if (plan.Request.ScheduleName is not null)
        {
            await ScheduleAsync(plan, id, cancellationToken).ConfigureAwait(false);
        }
        else if (plan.Request.Remove)
        {
            // This also removes its policies and schedules.
            await connection.AutoScaling.DeregisterScalableTargetAsync(
                new DeregisterScalableTargetRequest
                {
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceId = id,
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RegisterAsync(plan, id, cancellationToken).ConfigureAwait(false);
        }

        var state = await ScalingState.ReadAsync(connection, service, needsSchedules: false, cancellationToken).ConfigureAwait(false);
        return state.ToModel(service) with { Change = plan.Change, Differences = plan.Differences };
    }

    private static bool IsAsked(ServiceScalingRequest request)
        => request.MinimumCount is not null || request.MaximumCount is not null || request.CpuTarget is not null
            || request.MemoryTarget is not null
            || request.RequestTarget is not null || request.ScaleOutCooldown is not null || request.ScaleInCooldown is not null
            || request.NoScaleIn is not null;

    /// <summary>The metrics that were given, or whose settings change.</summary>
    private static List<ScalingTarget> Targets(ServiceScalingRequest request, ScalingState state, Func<string, string?> label)
    {
        var settings = request.ScaleOutCooldown is not null || request.ScaleInCooldown is not null || request.NoScaleIn is not null;
        var targets = new List<ScalingTarget>();
        foreach (var (metric, name) in Policies)
        {
            var there = state.Tracking(metric);
            var asked = metric switch
            {
                ScalingState.Cpu => request.CpuTarget,
                ScalingState.Memory => request.MemoryTarget,
                _ => request.RequestTarget,
            };
            var wanted = asked ?? (settings ? there?.TargetTrackingScalingPolicyConfiguration.TargetValue : null);
            if (wanted is null || (wanted == 0 && there is null))
            {
                continue;
            }

            var known = there?.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel;
            targets.Add(
                new ScalingTarget(
                    metric,
                    there?.PolicyName ?? name,
                    wanted == 0 ? null : wanted,
                    wanted == 0 ? null : asked is null ? known : label(metric)));
        }

        return targets;
    }

    private static double? After(List<ScalingTarget> targets, ScalingState state, string metric)
        => targets.Find(target => target.Metric == metric) is { } target
            ? target.Value
            : state.Tracking(metric)?.TargetTrackingScalingPolicyConfiguration.TargetValue;

    private async Task RegisterAsync(ServiceScalingPlan plan, string id, CancellationToken cancellationToken)
    {
        var (request, current) = (plan.Request, plan.Current);
        var (minimum, maximum) = ScalingDifferences.Bounds(request, current);
        if (minimum != current.MinimumCount || maximum != current.MaximumCount)
        {
            await connection.AutoScaling.RegisterScalableTargetAsync(
                new RegisterScalableTargetRequest
                {
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceId = id,
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                    MinCapacity = minimum,
                    MaxCapacity = maximum,
                },
                cancellationToken).ConfigureAwait(false);
        }

        foreach (var target in plan.Targets)
        {
            if (target.Value is null)
            {
                await connection.AutoScaling.DeleteScalingPolicyAsync(
                    new DeleteScalingPolicyRequest
                    {
                        PolicyName = target.PolicyName,
                        ServiceNamespace = ServiceNamespace.Ecs,
                        ResourceId = id,
                        ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await connection.AutoScaling.PutScalingPolicyAsync(Policy(plan, target, id), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The complete policy: AWS replaces the current one.</summary>
    private static PutScalingPolicyRequest Policy(ServiceScalingPlan plan, ScalingTarget target, string id)
    {
        var there = plan.State.Tracking(target.Metric)?.TargetTrackingScalingPolicyConfiguration;
        return new PutScalingPolicyRequest
        {
            PolicyName = target.PolicyName,
            PolicyType = PolicyType.TargetTrackingScaling,
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = id,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            TargetTrackingScalingPolicyConfiguration = new TargetTrackingScalingPolicyConfiguration
            {
                TargetValue = target.Value,
                PredefinedMetricSpecification = new PredefinedMetricSpecification
                {
                    PredefinedMetricType = target.Metric,
                    ResourceLabel = target.ResourceLabel,
                },
                ScaleOutCooldown = Seconds(plan.Request.ScaleOutCooldown ?? plan.Current.ScaleOutCooldown) ?? there?.ScaleOutCooldown,
                ScaleInCooldown = Seconds(plan.Request.ScaleInCooldown ?? plan.Current.ScaleInCooldown) ?? there?.ScaleInCooldown,
                DisableScaleIn = plan.Request.NoScaleIn ?? plan.Current.NoScaleIn,
            },
        };
    }

    private async Task ScheduleAsync(ServiceScalingPlan plan, string id, CancellationToken cancellationToken)
    {
        var request = plan.Request;
        if (request.Remove)
        {
            await connection.AutoScaling.DeleteScheduledActionAsync(
                new DeleteScheduledActionRequest
                {
                    ScheduledActionName = request.ScheduleName,
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceId = id,
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                },
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var there = plan.Current.Schedules.FirstOrDefault(schedule => schedule.ScheduleName == request.ScheduleName);
        await connection.AutoScaling.PutScheduledActionAsync(
            new PutScheduledActionRequest
            {
                ScheduledActionName = request.ScheduleName,
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceId = id,
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                Schedule = request.Expression?.Text ?? there!.Expression,
                Timezone = request.TimeZone?.Name ?? there?.TimeZone,
                ScalableTargetAction = new ScalableTargetAction
                {
                    MinCapacity = request.MinimumCount ?? there?.MinimumCount,
                    MaxCapacity = request.MaximumCount ?? there?.MaximumCount,
                },
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string Bounds(FargateScaling scaling)
        => string.Format(CultureInfo.InvariantCulture, "{0} to {1} tasks", scaling.MinimumCount, scaling.MaximumCount);

    private static int? Seconds(TimeSpan? time) => time is { } value ? (int)value.TotalSeconds : null;
}
