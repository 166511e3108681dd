using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;

namespace EcsTools.Campaigns.Durability.Kinds;

/// <summary>A log group with a stream and a line.</summary>
internal sealed class LogGroupKind : DurableKind
{
    public override string Name => "group";

    public override async Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
    {
        var logs = target.Connection.Logs;
        await logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = name }, cancellationToken);
        await logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = name, LogStreamName = name }, cancellationToken);
        await logs.PutLogEventsAsync(
            new PutLogEventsRequest { LogGroupName = name, LogStreamName = name, LogEvents = [new InputLogEvent { Timestamp = DateTime.UtcNow, Message = name }] },
            cancellationToken);
    }

    public override Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Logs.DeleteLogGroupAsync(new DeleteLogGroupRequest { LogGroupName = name }, cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            try
            {
                var page = await target.Connection.Logs.GetLogEventsAsync(
                    new GetLogEventsRequest { LogGroupName = name, LogStreamName = name, StartFromHead = true });
                found.UnionWith((page.Events ?? []).Select(line => line.Message));
            }
            catch (ResourceNotFoundException)
            {
                // It is not there.
            }
        }

        return found;
    }
}
