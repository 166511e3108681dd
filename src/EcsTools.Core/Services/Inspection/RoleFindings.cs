using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Checks;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services.Inspection;

/// <summary>Whether the roles of a task definition exist, and ECS can use them.</summary>
internal sealed class RoleFindings(AwsConnection connection)
{
    private static readonly (string Member, string Kind, string Name)[] Roles =
        [("executionRoleArn", "TaskExecution", "execution role"), ("taskRoleArn", "Task", "task role")];

    private readonly RoleCheck _check = new(connection);

    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        foreach (var (member, kind, what) in Roles)
        {
            if (TaskDefinitionDocument.Text(service.Document[member]) is not { } arn)
            {
                continue;
            }

            var name = AwsArn.NameOf(arn);
            var state = await _check.AskAsync(arn, RoleCheck.Tasks, "The roles of the task definition were not checked", cancellationToken)
                .ConfigureAwait(false);
            if (state is RoleState.Missing or RoleState.NotTrusted)
            {
                var isMissing = state == RoleState.Missing;
                findings.Add(AppFinding.Error(
                    service,
                    isMissing ? FargateAppFindingCode.RoleMissing : FargateAppFindingCode.RoleNotTrusted,
                    name,
                    $"The {what} '{name}' does not {(isMissing ? "exist" : "trust " + RoleCheck.Tasks)}, so the tasks do not start.",
                    isMissing ? "Create the role." : "Correct its trust policy.",
                    $"Initialize-EcsRole {kind} -Name {name}" + (kind == "TaskExecution" && isMissing
                        ? await SecretsAsync(service, cancellationToken).ConfigureAwait(false) : "")));
            }
        }

        return findings;
    }

    /// <summary>A new execution role gets the permission for the secrets at once.</summary>
    private async Task<string> SecretsAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var secrets = await new TaskRoles(connection).SecretsAsync(service.Document, cancellationToken).ConfigureAwait(false);
        return secrets.Count == 0 ? "" : " -SecretArn " + string.Join(", ", secrets.Select(secret => $"'{secret}'"));
    }
}
