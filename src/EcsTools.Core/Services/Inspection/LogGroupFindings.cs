using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services.Inspection;

/// <summary>Whether the log groups of a revision exist: a task whose log driver finds none does not start.</summary>
internal sealed class LogGroupFindings(AwsConnection connection)
{
    private readonly LogGroups _groups = new(connection);

    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, CancellationToken cancellationToken)
    {
        // Register-FargateTask creates the log groups of a file.
        if (service.TaskDefinition is not { } revision)
        {
            return [];
        }

        var created = service.Containers.Select(container => container["logConfiguration"]?["options"])
            .Where(options => TaskDefinitionDocument.Text(options?["awslogs-create-group"]) == "true")
            .Select(options => TaskDefinitionDocument.Text(options?["awslogs-group"])).ToList();
        var findings = new List<AppFinding>();
        foreach (var name in FargateTaskDefinitions.LogGroupsOf(service.Document, connection.Region).Where(name => !created.Contains(name)))
        {
            var exists = await connection.UnlessDeniedAsync(
                () => _groups.ExistsAsync(name, cancellationToken), true, "It was not checked whether the log groups exist").ConfigureAwait(false);
            if (!exists)
            {
                findings.Add(AppFinding.Error(
                    service,
                    FargateAppFindingCode.LogGroupMissing,
                    name,
                    $"Log group {name} does not exist, so the tasks do not start.",
                    "Register the task definition again, which creates the log group.",
                    $"Get-FargateTaskDefinition {revision} | Register-FargateTask"));
            }
        }

        return findings;
    }
}
