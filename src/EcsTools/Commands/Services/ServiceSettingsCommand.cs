using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>A command that creates or changes services: it has the settings of a service, and the wait.</summary>
public abstract partial class ServiceSettingsCommand : NetworkSettingsCommand, IPlannedCommand
{
    /// <summary>Plans the change, asks for confirmation, makes the change, and waits with -Wait.</summary>
    /// <param name="request">What the service shall be.</param>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    private protected async Task BringToAsync(FargateServiceRequest request, CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var setup = new ServiceApplier(connection);
        var plan = await setup.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        var shown = await new PlanCosts(connection, pipeline.Progress).AddAsync(plan, cancellationToken).ConfigureAwait(false);
        if (!await pipeline.ShouldProcessAsync(shown).ConfigureAwait(false))
        {
            return;
        }

        var change = await setup.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        pipeline.WriteObject(
            Wait ? await WaitAsync(pipeline, connection, change, Timeout, cancellationToken).ConfigureAwait(false) : change.Service);
    }

    internal static async Task<FargateService> WaitAsync(
        CommandPipeline pipeline, AwsConnection connection, ServiceChange change, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waited = await new ServiceWait(connection)
            .WaitAsync(change.Wait with { Timeout = timeout, RollBack = true }, pipeline.Progress, cancellationToken)
            .ConfigureAwait(false);
        return waited with { Change = change.Service.Change, Differences = change.Service.Differences };
    }

    /// <summary>The settings as they were given. The derived command adds the name of the service.</summary>
    private protected FargateServiceRequest Settings() => new()
    {
        Cluster = Cluster,
        ContainerName = ContainerName,
        DesiredCount = DesiredCount,
        Subnets = Subnet,
        SecurityGroups = SecurityGroup,
        AssignPublicIp = PublicIp,
        CircuitBreaker = !Said(nameof(NoCircuitBreaker), NoCircuitBreaker),
        FailureThreshold = Threshold(),
        CountAllFailures = Said(nameof(CountAllFailures), CountAllFailures),
        EarlySuccessPercent = EarlySuccessPercent,
        EarlySuccessCleanup = EarlySuccessCleanup?.ToUpperInvariant(),
        MinimumHealthyPercent = MinimumHealthyPercent,
        MaximumPercent = MaximumPercent,
        HealthCheckGracePeriod = HealthCheckGracePeriod,
        Target = Target(),
        ServiceConnect = ServiceConnect,
        EnableExecuteCommand = Said(nameof(EnableExecuteCommand), EnableExecuteCommand),
        AvailabilityZoneRebalancing = Said(nameof(AvailabilityZoneRebalancing), AvailabilityZoneRebalancing),
        Strategy = Strategy,
        BakeTime = BakeTime,
        StepPercent = StepPercent,
        CanaryPercent = CanaryPercent,
        StepBakeTime = StepBakeTime,
        PauseAt = PauseAt?.Select(stage => stage.ToUpperInvariant()).Where(stage => stage != "NONE").ToList(),
        PauseTimeout = PauseTimeout,
        PauseTimeoutAction = PauseTimeoutAction?.ToUpperInvariant(),
        SpotWeight = SpotWeight,
        OnDemandWeight = OnDemandWeight,
        BaseOnDemand = BaseOnDemand,
        Tags = TextDictionary.From(Tag, nameof(Tag)),
        ForceNewDeployment = ForceNewDeployment,
    };

    private bool? Said(string parameter, SwitchParameter value) => IsBound(parameter) ? value.ToBool() : null;

    private FailureThreshold? Threshold()
        => FailureThreshold is not null ? EcsTools.Services.FailureThreshold.Parse(FailureThreshold, UnboundedThreshold)
            : !UnboundedThreshold ? null : throw new EcsToolsException(
                ErrorCode.InvalidValue(nameof(UnboundedThreshold)),
                "-UnboundedThreshold applies to a percentage of failed tasks, but there is no -FailureThreshold.",
                "Add -FailureThreshold, such as -FailureThreshold 50%, or leave out -UnboundedThreshold.",
                nameof(UnboundedThreshold),
                true);

    private ServiceTargetRequest? Target()
    {
        if (Text(TargetGroupArn) is { } arn)
        {
            return new ServiceTargetRequest
            {
                TargetGroupArn = arn,
                ContainerPort = ContainerPort,
                AlternateTargetGroupArn = Text(AlternateTargetGroupArn),
                ListenerRuleArn = Text(ListenerRuleArn),
                TestListenerRuleArn = Text(TestListenerRuleArn),
                RoleArn = Text(LoadBalancerRoleArn),
            };
        }

        foreach (var parameter in new[]
        {
            nameof(ContainerPort), nameof(AlternateTargetGroupArn), nameof(ListenerRuleArn), nameof(TestListenerRuleArn),
            nameof(LoadBalancerRoleArn),
        })
        {
            if (IsBound(parameter))
            {
                throw new EcsToolsException(
                    ErrorCodes.TargetGroupMissing,
                    $"-{parameter} applies to a target group, but there is no -TargetGroupArn.",
                    "Add -TargetGroupArn.",
                    parameter);
            }
        }

        return null;
    }

    /// <summary>A property of an object from the pipeline that is null becomes an empty text.</summary>
    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
