using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Identity;

/// <summary>Creates an IAM role that ECS needs, or adds what an existing role lacks.</summary>
/// <remarks>
/// <para>
/// Commands that need a role create it themselves. Use this command as an administrator if those who deploy may not create roles, or for a
/// role with another name, another path or additional policies.
/// </para>
/// <para>
/// You can run the command again at any time. It removes nothing from an existing role, and Change says what it did: Created, Updated or
/// Unchanged. IAM needs up to a minute until a new role works everywhere. Until then services may report that they are unable to assume it.
/// </para>
/// </remarks>
/// <example>
///   <code>Initialize-EcsRole TaskExecution -AllowCreateLogGroup</code>
///   <para>Creates ecsTaskExecutionRole, with which ECS pulls images and writes logs.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition crawler | Initialize-EcsRole Scheduler</code>
///   <para>Creates a role with which EventBridge Scheduler can start tasks of the family crawler and pass them their roles.</para>
/// </example>
/// <example>
///   <code>Initialize-EcsRole Task -Name EcsToolsWeb -PolicyArn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess -EnableExecuteCommand</code>
///   <para>Creates a role for the program in the container.</para>
/// </example>
[Cmdlet(VerbsData.Initialize, "EcsRole", SupportsShouldProcess = true)]
[OutputType(typeof(EcsRole), typeof(EcsPlanStep))]
public sealed class InitializeEcsRoleCommand : AwsCommand, IPlannedCommand
{
    /// <summary>
    /// What the role is for. TaskExecution: ECS pulls the image, writes the log and reads the secrets of a task. Task: the program in the
    /// container uses AWS. Scheduler and Events: EventBridge starts tasks. Infrastructure: ECS changes load balancers.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Subject(Rank = 1)]
    public EcsRoleKind Kind { get; set; }

    /// <summary>Name of the role.</summary>
    /// <value>ecsTaskExecutionRole, EcsToolsTaskRole, EcsToolsScheduler-family, EcsToolsEvents-family or EcsToolsInfrastructureRole</value>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleName")]
    [Subject(typeof(EcsRole))]
    public string? Name { get; set; }

    /// <summary>IAM path of a new role, such as /ecs/.</summary>
    /// <value>/</value>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Tags to set on the role, such as @{ team = 'web' }.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>ARN of the policy that limits what a new role may do.</summary>
    [Parameter]
    public string? PermissionsBoundary { get; set; }

    /// <summary>ARNs of additional managed policies to attach.</summary>
    [Parameter]
    public string[] PolicyArn { get; set; } = Array.Empty<string>();

    /// <summary>Lets ECS create log groups. Only for TaskExecution.</summary>
    [Parameter]
    public SwitchParameter AllowCreateLogGroup { get; set; }

    /// <summary>
    /// ARNs of the Secrets Manager secrets and Parameter Store parameters that task definitions use. Only for TaskExecution.
    /// </summary>
    [Parameter]
    public string[] SecretArn { get; set; } = Array.Empty<string>();

    /// <summary>Lets Enter-FargateTask open a shell in the container. Only for Task.</summary>
    [Parameter]
    public SwitchParameter EnableExecuteCommand { get; set; }

    /// <summary>Family of the task definitions that the role may run. Only for Scheduler and Events.</summary>
    /// <value>every family</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [Subject(typeof(FargateTaskDefinition), Rank = 1)]
    public string? Family { get; set; }

    /// <summary>ARN of the execution role that may be passed to the tasks. Only for Scheduler and Events.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskRoleArnCompleter))]
    public string? ExecutionRoleArn { get; set; }

    /// <summary>ARN of the task role that may be passed to the tasks. Only for Scheduler and Events.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskRoleArnCompleter))]
    public string? TaskRoleArn { get; set; }

    /// <summary>ARN of the SQS queue that receives starts that failed. Only for Scheduler and Events.</summary>
    [Parameter]
    public string? DeadLetterArn { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        RefuseWhatIsForAnotherKind();
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var roles = new EcsRoles(connection);
        var plan = await roles.PlanAsync(Request(), cancellationToken).ConfigureAwait(false);
        var accountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(plan.ToPlan(accountId)).ConfigureAwait(false))
        {
            pipeline.WriteObject(await roles.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    // A task definition from the pipeline can carry values that do not apply to this kind. A value on the command line must apply.
    private void RefuseWhatIsForAnotherKind()
    {
        var schedules = new[] { EcsRoleKind.Scheduler, EcsRoleKind.Events };
        Refuse(AllowCreateLogGroup, nameof(AllowCreateLogGroup), EcsRoleKind.TaskExecution);
        Refuse(SecretArn is { Length: > 0 }, nameof(SecretArn), EcsRoleKind.TaskExecution);
        Refuse(EnableExecuteCommand, nameof(EnableExecuteCommand), EcsRoleKind.Task);
        Refuse(Given(Family) is not null, nameof(Family), schedules);
        Refuse(Given(ExecutionRoleArn) is not null, nameof(ExecutionRoleArn), schedules);
        Refuse(Given(TaskRoleArn) is not null, nameof(TaskRoleArn), schedules);
        Refuse(Given(DeadLetterArn) is not null, nameof(DeadLetterArn), schedules);
    }

    private void Refuse(bool isAsked, string parameter, params EcsRoleKind[] kinds)
    {
        if (isAsked && IsGivenOnCommandLine(parameter) && Array.IndexOf(kinds, Kind) < 0)
        {
            var meant = string.Join(" or ", kinds);
            throw new EcsToolsException(
                ErrorCodes.ParameterOfAnotherKind,
                $"-{parameter} applies only to a role of kind {meant}, not to one of kind {Kind}.",
                $"Omit -{parameter}, or create that role with a separate command: Initialize-EcsRole {kinds[0]} -{parameter} ...",
                parameter,
                Kind);
        }
    }

    // The pipeline binds a property without a value as an empty text.
    private EcsRoleRequest Request() => new()
    {
        Kind = Kind,
        RoleName = Given(Name),
        Path = Given(Path),
        Tags = TextDictionary.From(Tag, nameof(Tag)) ?? new Dictionary<string, string>(),
        PermissionsBoundary = Given(PermissionsBoundary),
        PolicyArns = PolicyArn,
        AllowCreateLogGroup = AllowCreateLogGroup,
        SecretArns = SecretArn,
        EnableExecuteCommand = EnableExecuteCommand,
        Family = Given(Family),
        ExecutionRoleArn = Given(ExecutionRoleArn),
        TaskRoleArn = Given(TaskRoleArn),
        DeadLetterArn = Given(DeadLetterArn),
    };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
