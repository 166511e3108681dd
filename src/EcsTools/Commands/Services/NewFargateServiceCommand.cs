using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Services;

/// <summary>Creates a service that keeps tasks running on Fargate, or brings the one that is there to what is asked.</summary>
/// <remarks>
/// <para>
/// The command can be run again: it finds the service, changes what differs of what you name, leaves the rest as it is, and says what it
/// did
/// (Change: Created, Updated, Unchanged; Differences: field by field). -WhatIf shows the same and changes nothing.
/// </para>
/// <para>
/// A new service deploys by rolling, with the circuit breaker and its rollback on. Where no network is said, tasks run in the public
/// subnets of the
/// default VPC, with a public address and a security group of the family's own (ecstools- and the family), which opens the ports of the
/// task
/// definition to the internet.
/// </para>
/// </remarks>
/// <example>
///   <code>Push-EcrImage ./web -Tag 1.0.0 | Register-FargateTask -Port 80 | New-FargateService -Cluster demo -DesiredCount 2 -Wait</code>
///   <para>Pushes an image, registers it, and keeps two tasks of it running; the service has the name of the family.</para>
/// </example>
/// <example>
///   <code>New-FargateService web -Cluster demo -TaskDefinition web -DesiredCount 6 -BaseOnDemand 2 -SpotWeight 3</code>
///   <para>Keeps six tasks of the family's newest revision: two on demand, and of the other four three on Spot for each one on
/// demand.</para>
/// </example>
/// <example>
///   <code>$traffic = @{ TargetGroupArn = $blue; AlternateTargetGroupArn = $green; ListenerRuleArn = $rule; LoadBalancerRoleArn = $role }
/// New-FargateService web web -Cluster demo @traffic -Strategy Canary -CanaryPercent 10 -StepBakeTime 5m -BakeTime 10m</code>
///   <para>Puts the service behind a load balancer, and moves a tenth of the traffic five minutes before the rest.</para>
/// </example>
/// <example>
///   <code>New-FargateService web -Cluster demo -MaximumPercent 150 -WhatIf</code>
///   <para>Shows what would be changed of the service that is there.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "FargateService", SupportsShouldProcess = true)]
[OutputType(typeof(FargateService))]
public sealed class NewFargateServiceCommand : ServiceSettingsCommand
{
    /// <summary>
    /// <para type="description">Name of the service: 1 to 255 letters, digits, hyphens and underscores; by default the family of the task
    /// definition.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <summary>
    /// <para type="description">What it runs: a family for its newest active revision, family:revision, or an ARN. Not needed where the
    /// service is there.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => BringToAsync(Settings() with { ServiceName = ServiceName, TaskDefinition = TaskDefinition }, pipeline, cancellationToken);
}
