using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;

namespace EcsTools.Campaigns.Durability.Kinds;

/// <summary>A line of one log stream.</summary>
internal sealed class LogLineKind : DurableKind
{
    private const string Group = "lines";

    public override string Name => "line";

    public override bool IsDeletable => false;

    public override async Task PrepareAsync(SandboxTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await target.Connection.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = Group }, cancellationToken);
            await target.Connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = Group, LogStreamName = Group }, cancellationToken);
        }
        catch (ResourceAlreadyExistsException)
        {
            // From the last time.
        }
    }

    public override Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Logs.PutLogEventsAsync(
            new PutLogEventsRequest
            {
                LogGroupName = Group,
                LogStreamName = Group,
                LogEvents = [new InputLogEvent { Timestamp = DateTime.UtcNow, Message = name }],
            },
            cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        while (names.Count > 0)
        {
            var page = await target.Connection.Logs.GetLogEventsAsync(
                new GetLogEventsRequest { LogGroupName = Group, LogStreamName = Group, StartFromHead = true, NextToken = token });
            found.UnionWith((page.Events ?? []).Select(line => line.Message));
            if (page.NextForwardToken == token)
            {
                break;
            }

            token = page.NextForwardToken;
        }

        return found;
    }
}
