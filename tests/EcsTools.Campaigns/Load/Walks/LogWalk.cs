using System;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;

namespace EcsTools.Campaigns.Load.Walks;

internal sealed class LogWalk : IWalk
{
    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        await target.SendAsync(target.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = name }));
        await target.SendAsync(target.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = name, LogStreamName = name }));
        await target.SendAsync(target.Logs.PutLogEventsAsync(
            new PutLogEventsRequest
            {
                LogGroupName = name,
                LogStreamName = name,
                LogEvents = [new InputLogEvent { Timestamp = DateTime.UtcNow, Message = "line of " + name }],
            }));
        var read = await target.SendAsync(target.Logs.GetLogEventsAsync(
            new GetLogEventsRequest { LogGroupName = name, LogStreamName = name, StartFromHead = true }));
        await target.SendAsync(target.Logs.DeleteLogGroupAsync(new DeleteLogGroupRequest { LogGroupName = name }));
        return read.Events is [{ Message: var line }] && line == "line of " + name ? null : $"log group {name} has other lines than were written";
    }
}
