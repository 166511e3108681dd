using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Amazon.CloudWatchLogs.Model;
using EcsTools.Aws;

namespace EcsTools.TaskDefinitions;

/// <summary>Lists log groups.</summary>
internal static class LogGroupList
{
    /// <summary>The groups whose names begin with a prefix.</summary>
    public static async IAsyncEnumerable<LogGroup> LogGroupsAsync(
        this AwsConnection connection, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeLogGroupsRequest { LogGroupNamePrefix = prefix.Length > 0 ? prefix : null };
        do
        {
            var page = await connection.Logs.DescribeLogGroupsAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var group in page.LogGroups ?? [])
            {
                yield return group;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }
}
