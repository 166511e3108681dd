using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Scheduler.Model;
using EcsTools.Aws;

namespace EcsTools.Schedules;

/// <summary>Lists the schedule groups of EventBridge Scheduler.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ScheduleGroups(AwsConnection connection)
{
    /// <summary>Names of all groups.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var request = new ListScheduleGroupsRequest();
        do
        {
            var page = await connection.Scheduler.ListScheduleGroupsAsync(request, cancellationToken).ConfigureAwait(false);
            names.AddRange((page.ScheduleGroups ?? []).Select(group => group.Name));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return names;
    }
}
