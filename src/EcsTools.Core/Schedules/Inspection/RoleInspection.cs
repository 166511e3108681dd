using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Checks;
using EcsTools.Models;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Schedules.Inspection;

/// <summary>
/// Checks the role with which EventBridge starts the tasks: who may assume it, and whether it may start the task and pass the roles of the task. IAM itself
/// judges the permissions.
/// </summary>
internal sealed class RoleInspection(AwsConnection connection)
{
    private const string NotChecked = "The permissions of the roles of schedules were not checked";

    private readonly RoleCheck _roles = new(connection);

    public async Task InspectAsync(ScheduledTask schedule, TaskDefinition? definition, ScheduleFindings findings, CancellationToken cancellationToken)
    {
        if (schedule.RoleArn is not { } arn)
        {
            return;
        }

        var fix = Fix(schedule, definition, AwsArn.NameOf(arn));
        var service = schedule.Backend == nameof(ScheduleBackend.Rule) ? "events.amazonaws.com" : "scheduler.amazonaws.com";
        var state = await _roles.AskAsync(arn, service, "The roles of schedules were not checked", cancellationToken).ConfigureAwait(false);
        if (state is null)
        {
            return;
        }

        if (state == RoleState.Missing)
        {
            findings.Error("RoleMissing", $"The role '{AwsArn.NameOf(arn)}' does not exist, so EventBridge cannot start the task.", "Create the role.", fix);
            return;
        }

        if (state == RoleState.NotTrusted)
        {
            findings.Error(
                "RoleTrust", $"The role '{AwsArn.NameOf(arn)}' does not trust {service}, so EventBridge cannot use it.", "Correct its trust policy.", fix);
        }

        await PermissionsAsync(schedule, arn, definition, findings, fix, cancellationToken).ConfigureAwait(false);
        await PassedRolesAsync(definition, findings, cancellationToken).ConfigureAwait(false);
    }

    private static string Fix(ScheduledTask schedule, TaskDefinition? definition, string role)
        => $"Initialize-EcsRole {(schedule.Backend == nameof(ScheduleBackend.Rule) ? "Events" : "Scheduler")} -Name {role} -Family {schedule.Family}"
            + (definition?.ExecutionRoleArn is { } execution ? $" -ExecutionRoleArn {execution}" : "")
            + (definition?.TaskRoleArn is { } task ? $" -TaskRoleArn {task}" : "")
            + (schedule.DeadLetterArn is { } queue ? $" -DeadLetterArn {queue}" : "");

    private async Task PermissionsAsync(
        ScheduledTask schedule, string role, TaskDefinition? definition, ScheduleFindings findings, string fix, CancellationToken cancellationToken)
    {
        if (definition is not null && !await AllowsAsync(role, "ecs:RunTask", definition.TaskDefinitionArn, cancellationToken).ConfigureAwait(false))
        {
            findings.Error("RunTaskDenied", $"The role '{AwsArn.NameOf(role)}' is not allowed to run '{definition.Family}' (ecs:RunTask).", "Allow it.", fix);
        }

        foreach (var passed in new[] { definition?.ExecutionRoleArn, definition?.TaskRoleArn }.OfType<string>().Distinct())
        {
            if (!await AllowsAsync(role, "iam:PassRole", passed, cancellationToken).ConfigureAwait(false))
            {
                findings.Error(
                    "PassRoleDenied",
                    $"The role '{AwsArn.NameOf(role)}' is not allowed to pass the role '{AwsArn.NameOf(passed)}' to the task (iam:PassRole). "
                        + "Nothing runs, and nothing says so.",
                    "Allow it.",
                    fix);
            }
        }

        if (schedule.DeadLetterArn is not { } queue)
        {
            findings.Information(
                "NoDeadLetterQueue",
                "The schedule has no dead-letter queue. Nobody is told about starts that failed for good.",
                $"Give it an SQS queue: Set-EcsScheduledTask {findings.Selector} -DeadLetterArn <ARN of a queue>");
        }
        else if (!await AllowsAsync(role, "sqs:SendMessage", queue, cancellationToken).ConfigureAwait(false))
        {
            findings.Warning(
                "DeadLetterDenied",
                $"The role '{AwsArn.NameOf(role)}' is not allowed to send to the dead-letter queue {queue} (sqs:SendMessage).",
                "Allow it.",
                fix);
        }
    }

    /// <summary>The roles of the task itself: ECS refuses a start whose role is gone.</summary>
    private async Task PassedRolesAsync(TaskDefinition? definition, ScheduleFindings findings, CancellationToken cancellationToken)
    {
        var passed = new[] { (Arn: definition?.ExecutionRoleArn, Kind: "TaskExecution"), (Arn: definition?.TaskRoleArn, Kind: "Task") };
        foreach (var (arn, kind) in passed.Where(role => role.Arn is not null))
        {
            var name = AwsArn.NameOf(arn!);
            if (await _roles.AskAsync(arn!, RoleCheck.Tasks, leftOut: null, cancellationToken).ConfigureAwait(false) == RoleState.Missing)
            {
                findings.Error(
                    "TaskRoleMissing", $"The role '{name}' of the task definition does not exist, so every run fails.", "Create the role.",
                    $"Initialize-EcsRole {kind} -Name {name}");
            }
        }
    }

    private Task<bool> AllowsAsync(string role, string action, string resource, CancellationToken cancellationToken)
    {
        var request = new SimulatePrincipalPolicyRequest { PolicySourceArn = role, ActionNames = [action], ResourceArns = [resource] };
        if (action == "iam:PassRole")
        {
            request.ContextEntries =
            [
                new ContextEntry
                {
                    ContextKeyName = "iam:PassedToService",
                    ContextKeyType = Amazon.IdentityManagement.ContextKeyTypeEnum.String,
                    ContextKeyValues = ["ecs-tasks.amazonaws.com"],
                },
            ];
        }

        return connection.UnlessDeniedAsync(
            async () => (await connection.Iam.SimulatePrincipalPolicyAsync(request, cancellationToken).ConfigureAwait(false)).EvaluationResults
                .TrueForAll(result => result.EvalDecision == Amazon.IdentityManagement.PolicyEvaluationDecisionType.Allowed),
            true,
            NotChecked);
    }
}
