using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Services;

/// <summary>Creates a service that keeps tasks running on Fargate, or changes an existing one.</summary>
/// <remarks>
/// <para>
/// You can run the command again at any time. It changes only the settings that you give and that differ, and reports what it did: Change
/// is Created, Updated or Unchanged, and Differences lists each field. -WhatIf shows the same and changes nothing.
/// </para>
/// <para>
/// A new service uses rolling deployments, with the circuit breaker and rollback turned on. Without -Subnet the tasks run in the public
/// subnets of the default VPC, with a public IP address and a security group named ecstools- and the family. This group opens the ports of
/// the task definition to the internet, and the port that a load balancer sends requests to only to the load balancer.
/// </para>
/// </remarks>
/// <example>
///   <code>New-FargateService web web -Cluster demo -DesiredCount 2 -Wait</code>
///   <para>Keeps two tasks of the family web running, and waits until they run.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage ./web -Tag 1.0.0 -Repository web | Register-FargateTask -Port 80 | New-FargateService -Cluster demo -DesiredCount 2 -Wait</code>
///   <para>Pushes an image, registers it, and keeps two tasks of it running. The service has the name of the family.</para>
/// </example>
/// <example>
///   <code>New-FargateService web -Cluster demo -TaskDefinition web -DesiredCount 6 -BaseOnDemand 2 -SpotWeight 3</code>
///   <para>Keeps six tasks running. Two run on demand. Of the other four, three run on Spot and one on demand.</para>
/// </example>
/// <example>
///   <code>
/// $traffic = @{ TargetGroupArn = $blue; AlternateTargetGroupArn = $green; ListenerRuleArn = $rule; LoadBalancerRoleArn = $role }
/// New-FargateService web web -Cluster demo @traffic -Strategy Canary -CanaryPercent 10 -StepBakeTime 5m -BakeTime 10m
///   </code>
///   <para>Puts the service behind a load balancer. Deployments move 10 % of the traffic first, and the rest five minutes later.</para>
/// </example>
/// <example>
///   <code>New-FargateService web -Cluster demo -MaximumPercent 150 -WhatIf</code>
///   <para>Shows what would change in an existing service. Nothing changes.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "FargateService", SupportsShouldProcess = true)]
[OutputType(typeof(FargateService), typeof(EcsPlanStep))]
public sealed class NewFargateServiceCommand : ServiceSettingsCommand
{
    /// <summary>Name of the service: 1 to 255 letters, digits, hyphens and underscores.</summary>
    /// <value>the family of the task definition</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [Subject(typeof(FargateService))]
    public string? ServiceName { get; set; }

    /// <summary>
    /// Task definition to run: a family (its newest active revision), family:revision, or an ARN. Required for a new service.
    /// </summary>
    /// <value>the current task definition of an existing service</value>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    [Subject(typeof(FargateTaskDefinition), Rank = 1)]
    public string? TaskDefinition { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => BringToAsync(Settings() with { ServiceName = ServiceName, TaskDefinition = TaskDefinition }, pipeline, cancellationToken);
}
