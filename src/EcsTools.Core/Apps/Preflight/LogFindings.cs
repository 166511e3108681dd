using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Preflight;

/// <summary>Checks that log groups do not keep their lines for ever.</summary>
/// <param name="connection">Connection to the account and region.</param>
/// <param name="newRetention">Days that groups which do not exist yet will have; null if none will be created.</param>
internal sealed class LogFindings(AwsConnection connection, int? newRetention)
{
    private const int Suggested = 30;

    private readonly LogGroups _groups = new(connection);

    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        foreach (var name in FargateTaskDefinitions.LogGroupsOf(service.Document, connection.Region))
        {
            var group = await connection.UnlessDeniedAsync(
                () => _groups.ReadAsync(name, cancellationToken), null, "The retention of log groups was not checked").ConfigureAwait(false);
            if (group is { RetentionInDays: null } || (group is null && newRetention == 0))
            {
                findings.Add(AppFinding.Warning(
                    service,
                    FargateAppFindingCode.LogsKeptForever,
                    name,
                    $"Log group {name} keeps its lines for ever, and each gigabyte costs every month.",
                    service.Source is null ? $"Register the task definition again with -LogRetention {Suggested}, or another number of days."
                        : $"Publish the app with -LogRetention {Suggested}, or another number of days.",
                    group is null || service.TaskDefinition is null ? null
                        : $"Get-FargateTaskDefinition {service.TaskDefinition} | Register-FargateTask -LogRetention {Suggested}"));
            }
        }

        return findings;
    }
}
