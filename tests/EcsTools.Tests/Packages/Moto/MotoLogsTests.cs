using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoLogsTests(MotoServer moto)
{
    private const string Group = "/ecs/contract";

    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var logs = moto.Client<IAmazonCloudWatchLogs>("AWSSDK.CloudWatchLogs");
        await logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = Group, Tags = new() { ["app"] = "demo" } });
        await Assert.ThrowsAsync<ResourceAlreadyExistsException>(() => logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = Group }));
        await logs.PutRetentionPolicyAsync(new PutRetentionPolicyRequest { LogGroupName = Group, RetentionInDays = 7 });
        var group = (await logs.DescribeLogGroupsAsync(new DescribeLogGroupsRequest { LogGroupNamePrefix = Group })).LogGroups.Single();
        Assert.Equal(7, group.RetentionInDays);
        Assert.InRange(group.CreationTime!.Value, DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1));
        await logs.DeleteRetentionPolicyAsync(new DeleteRetentionPolicyRequest { LogGroupName = Group });

        var arn = group.Arn.TrimEnd('*').TrimEnd(':');
        await logs.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = new() { ["stage"] = "test" } });
        Assert.Equal("test", (await logs.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn })).Tags["stage"]);

        await Events(logs);
        await logs.DeleteLogStreamAsync(new DeleteLogStreamRequest { LogGroupName = Group, LogStreamName = "web/1" });
        await logs.DeleteLogGroupAsync(new DeleteLogGroupRequest { LogGroupName = Group });
        moto.AssertAllCalled("AWSSDK.CloudWatchLogs", new Dictionary<string, string>());
    }

    private static async Task Events(IAmazonCloudWatchLogs logs)
    {
        await logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = Group, LogStreamName = "web/1" });
        // To the millisecond, as a log event is.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds()).UtcDateTime;
        await logs.PutLogEventsAsync(new PutLogEventsRequest
        {
            LogGroupName = Group,
            LogStreamName = "web/1",
            LogEvents = [new InputLogEvent { Timestamp = at, Message = "grüße 1" }, new InputLogEvent { Timestamp = at.AddMilliseconds(1), Message = "two\nlines" }],
        });
        Assert.Equal("web/1", (await logs.DescribeLogStreamsAsync(new DescribeLogStreamsRequest { LogGroupName = Group })).LogStreams.Single().LogStreamName);
        var got = await logs.GetLogEventsAsync(new GetLogEventsRequest
        {
            LogGroupName = Group,
            LogStreamName = "web/1",
            StartFromHead = true,
            StartTime = at.AddSeconds(-1),
            EndTime = at.AddSeconds(1),
        });
        Assert.Equal(["grüße 1", "two\nlines"], got.Events.Select(e => e.Message));
        Assert.Equal(at, got.Events[0].Timestamp);
        var filtered = await logs.FilterLogEventsAsync(new FilterLogEventsRequest
        {
            LogGroupName = Group,
            StartTime = new DateTimeOffset(at).ToUnixTimeMilliseconds() + 1,
        });
        Assert.Equal("two\nlines", filtered.Events.Single().Message);
        Assert.Equal(new DateTimeOffset(at).ToUnixTimeMilliseconds() + 1, filtered.Events.Single().Timestamp);
    }
}
