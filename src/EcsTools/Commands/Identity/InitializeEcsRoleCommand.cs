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

namespace EcsTools.Commands.Identity;

/// <summary>Makes an IAM role that ECS works with, or gives the one that is there what it lacks.</summary>
/// <remarks>
/// <para>
/// Commands that need a role make it themselves. This one is for an administrator, where those who deploy may not make roles, and for roles
/// with a name, path or policies of their own. It can be run again: nothing is taken from a role that is there, and the object says what
/// was done (Change).
/// </para>
/// <para>
/// A role made just now is not known everywhere at once: for up to a minute services may answer that they are unable to assume it.
/// </para>
/// </remarks>
/// <example>
///   <code>Initialize-EcsRole TaskExecution -AllowCreateLogGroup</code>
///   <para>Makes ecsTaskExecutionRole, with which ECS pulls images and writes logs.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition crawler | Initialize-EcsRole Scheduler</code>
///   <para>Makes a role with which EventBridge Scheduler may start tasks of the family crawler, and hand them their roles.</para>
/// </example>
/// <example>
///   <code>Initialize-EcsRole Task -Name EcsToolsWeb -PolicyArn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess -EnableExecuteCommand</code>
///   <para>Makes a role for the program in the container.</para>
/// </example>
[Cmdlet(VerbsData.Initialize, "EcsRole", SupportsShouldProcess = true)]
[OutputType(typeof(EcsRole))]
public sealed class InitializeEcsRoleCommand : AwsCommand
{
    /// <summary>
    /// <para type="description">TaskExecution: ECS pulls the image, writes the log and reads the secrets of a task with it. Task: the
    /// program in the container has it. Scheduler, Events: EventBridge starts tasks with it. Infrastructure: ECS changes load balancers
    /// with it.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public EcsRoleKind Kind { get; set; }

    /// <summary>
    /// <para type="description">Name of the role. Without it: ecsTaskExecutionRole, EcsToolsTaskRole, EcsToolsScheduler-family,
    /// EcsToolsEvents-family, EcsToolsInfrastructureRole.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleName")]
    public string? Name { get; set; }

    /// <summary>
    /// <para type="description">IAM path of the role, such as /ecs/.</para>
    /// </summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">Tags to set on the role, such as @{ team = 'web' }.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>
    /// <para type="description">ARN of a policy that bounds what a new role may do.</para>
    /// </summary>
    [Parameter]
    public string? PermissionsBoundary { get; set; }

    /// <summary>
    /// <para type="description">ARNs of further managed policies to attach.</para>
    /// </summary>
    [Parameter]
    public string[] PolicyArn { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">TaskExecution: lets ECS make log groups.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AllowCreateLogGroup { get; set; }

    /// <summary>
    /// <para type="description">TaskExecution: ARNs of Secrets Manager secrets and SSM parameters that task definitions refer to.</para>
    /// </summary>
    [Parameter]
    public string[] SecretArn { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">Task: lets Enter-FargateTask open a shell in the container.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter EnableExecuteCommand { get; set; }

    /// <summary>
    /// <para type="description">Scheduler, Events: family of the task definitions to run. Without it: every family.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    public string? Family { get; set; }

    /// <summary>
    /// <para type="description">Scheduler, Events: ARN of the task definition's execution role, to be passed to the task.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ExecutionRoleArn { get; set; }

    /// <summary>
    /// <para type="description">Scheduler, Events: ARN of the task definition's task role, to be passed to the task.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TaskRoleArn { get; set; }

    /// <summary>
    /// <para type="description">Scheduler, Events: ARN of the SQS queue that gets what could not be started.</para>
    /// </summary>
    [Parameter]
    public string? DeadLetterArn { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        RefuseWhatIsForAnotherKind();
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var roles = new EcsRoles(connection);
        var plan = await roles.PlanAsync(Request(), cancellationToken).ConfigureAwait(false);
        var accountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var action = $"Set up IAM role '{plan.RoleName}' in account {accountId}";
        if (plan.Steps.Count == 0
            || await pipeline.ShouldProcessAsync(PlanText.From(action, plan.Steps), PlanText.From(action + "?", plan.Steps), "IAM role")
                .ConfigureAwait(false))
        {
            pipeline.WriteObject(await roles.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    // A task definition from the pipeline brings what some kinds have no use for; what was typed was meant.
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
                $"-{parameter} is for a role of kind {meant}, and this one is of kind {Kind}.",
                $"Leave -{parameter} away, or make that role by itself: Initialize-EcsRole {kinds[0]} -{parameter} ...",
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
