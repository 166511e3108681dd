using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services.Scaling;

/// <summary>Everything that Application Auto Scaling knows about one service.</summary>
internal sealed record ScalingState
{
    public const string Cpu = "ECSServiceAverageCPUUtilization";
    public const string Memory = "ECSServiceAverageMemoryUtilization";
    public const string Requests = "ALBRequestCountPerTarget";

    public ScalableTarget? Target { get; init; }

    public IReadOnlyList<ScalingPolicy> Policies { get; init; } = [];

    public IReadOnlyList<ScheduledAction> Actions { get; init; } = [];

    /// <summary>The policy that tracks a metric, whoever created it; null if there is none.</summary>
    public ScalingPolicy? Tracking(string metric)
        => Policies.FirstOrDefault(
            policy => policy.TargetTrackingScalingPolicyConfiguration?.PredefinedMetricSpecification is { } predefined
                && predefined.PredefinedMetricType?.Value == metric);

    /// <summary>The service's name in Application Auto Scaling.</summary>
    public static string ResourceId(FargateService service) => $"service/{service.Cluster}/{service.ServiceName}";

    /// <summary>Reads the state of a service.</summary>
    /// <param name="connection">The account and region.</param>
    /// <param name="service">The service.</param>
    /// <param name="needsSchedules">Whether it is about the schedules. If not, they are left out if the caller may not read them.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static async Task<ScalingState> ReadAsync(
        AwsConnection connection, FargateService service, bool needsSchedules, CancellationToken cancellationToken)
    {
        var id = ResourceId(service);
        var targets = await connection.AutoScaling.DescribeScalableTargetsAsync(
            new DescribeScalableTargetsRequest
            {
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceIds = [id],
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            },
            cancellationToken).ConfigureAwait(false);
        return new ScalingState
        {
            Target = targets.ScalableTargets?.FirstOrDefault(target => target.ResourceId == id),
            Policies = await PoliciesAsync(connection, id, cancellationToken).ConfigureAwait(false),
            Actions = needsSchedules
                ? await ActionsAsync(connection, id, cancellationToken).ConfigureAwait(false)
                : await connection.UnlessDeniedAsync(
                    () => ActionsAsync(connection, id, cancellationToken), [], "The schedules of the scaling are left out").ConfigureAwait(false),
        };
    }

    public FargateScaling ToModel(FargateService service)
    {
        var tracked = new[] { Cpu, Memory, Requests }.Select(Tracking)
            .FirstOrDefault(policy => policy is not null)?.TargetTrackingScalingPolicyConfiguration;
        return new FargateScaling
        {
            Cluster = service.Cluster,
            ServiceName = service.ServiceName,
            ServiceArn = service.ServiceArn,
            IsScaled = Target is not null,
            MinimumCount = Target?.MinCapacity,
            MaximumCount = Target?.MaxCapacity,
            DesiredCount = service.DesiredCount,
            CpuTarget = Value(Cpu),
            MemoryTarget = Value(Memory),
            RequestTarget = Value(Requests),
            ScaleOutCooldown = Seconds(tracked?.ScaleOutCooldown),
            ScaleInCooldown = Seconds(tracked?.ScaleInCooldown),
            NoScaleIn = tracked?.DisableScaleIn == true,
            Schedules = Actions.Select(ToModel).OrderBy(action => action.ScheduleName, StringComparer.Ordinal).ToList(),
            Region = service.Region,
            AccountId = service.AccountId,
        };
    }

    private double? Value(string metric) => Tracking(metric)?.TargetTrackingScalingPolicyConfiguration.TargetValue;

    private static FargateScalingSchedule ToModel(ScheduledAction action) => new()
    {
        ScheduleName = action.ScheduledActionName,
        Expression = action.Schedule ?? "",
        TimeZone = ServiceSettingsText.Blank(action.Timezone) ?? "UTC",
        MinimumCount = action.ScalableTargetAction?.MinCapacity,
        MaximumCount = action.ScalableTargetAction?.MaxCapacity,
    };

    private static TimeSpan? Seconds(int? seconds) => seconds is int number ? TimeSpan.FromSeconds(number) : null;

    private static async Task<List<ScalingPolicy>> PoliciesAsync(AwsConnection connection, string id, CancellationToken cancellationToken)
    {
        var all = new List<ScalingPolicy>();
        var request = new DescribeScalingPoliciesRequest { ServiceNamespace = ServiceNamespace.Ecs, ResourceId = id };
        do
        {
            var page = await connection.AutoScaling.DescribeScalingPoliciesAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.ScalingPolicies ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    private static async Task<List<ScheduledAction>> ActionsAsync(AwsConnection connection, string id, CancellationToken cancellationToken)
    {
        var all = new List<ScheduledAction>();
        var request = new DescribeScheduledActionsRequest { ServiceNamespace = ServiceNamespace.Ecs, ResourceId = id };
        do
        {
            var page = await connection.AutoScaling.DescribeScheduledActionsAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.ScheduledActions ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }
}
