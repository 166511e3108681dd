using System;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;

namespace EcsTools.Tasks;

/// <summary>The roles of a task definition: found by name, and the execution role made where nothing was said of it and it is missing.</summary>
internal sealed class TaskRoles(AwsConnection connection)
{
    // The name under which the console and AWS's tutorials make it.
    private const string ExecutionRole = "ecsTaskExecutionRole";

    /// <summary>Puts the ARNs of the roles into the document.</summary>
    /// <returns>Name of the execution role that is to be made, or null.</returns>
    public async Task<string?> SettleAsync(JsonObject document, CancellationToken cancellationToken)
    {
        await ResolveAsync(document, "taskRoleArn", "TaskRole", cancellationToken).ConfigureAwait(false);
        if (document["executionRoleArn"] is not null)
        {
            await ResolveAsync(document, "executionRoleArn", "ExecutionRole", cancellationToken).ConfigureAwait(false);
            return null;
        }

        var found = await FindAsync(ExecutionRole, cancellationToken).ConfigureAwait(false);
        document["executionRoleArn"] = found ?? await ArnAsync(ExecutionRole, cancellationToken).ConfigureAwait(false);
        return found is null ? ExecutionRole : null;
    }

    public async Task<string> MakeExecutionRoleAsync(IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => await ArnAsync(ExecutionRole, cancellationToken).ConfigureAwait(false);

    private async Task ResolveAsync(JsonObject document, string member, string parameter, CancellationToken cancellationToken)
    {
        if (TaskDefinitionDocument.Text(document[member]) is not { } role || AwsArn.Is(role))
        {
            return;
        }

        document[member] = await FindAsync(role, cancellationToken).ConfigureAwait(false)
            ?? throw new EcsToolsException(
                "RoleNotFound",
                ErrorKind.NotFound,
                $"There is no role '{role}'.",
                $"Give the name or ARN of a role that trusts ecs-tasks.amazonaws.com, or make one with Initialize-EcsRole{(parameter == "ExecutionRole" ? "; without -ExecutionRole one is made" : "")}.",
                parameter,
                role);
    }

    /// <summary>The role's ARN, or null where there is none. Who may not read roles is taken at their word.</summary>
    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var response = await connection.Iam.GetRoleAsync(new GetRoleRequest { RoleName = name }, cancellationToken).ConfigureAwait(false);
            return response.Role.Arn;
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
        catch (AmazonIdentityManagementServiceException problem) when (problem.ErrorCode is "AccessDenied" or "AccessDeniedException")
        {
            return await ArnAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> ArnAsync(string name, CancellationToken cancellationToken)
        => $"arn:{Amazon.RegionEndpoint.GetBySystemName(connection.Region).PartitionName}:iam::{await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false)}:role/{name}";
}
