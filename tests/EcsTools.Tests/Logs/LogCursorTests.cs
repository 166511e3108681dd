using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using EcsTools.Logs;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Logs;

public sealed class LogCursorTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly DateTime _start = DateTime.UtcNow.AddMinutes(-10);

    [Fact]
    public async Task A_stream_that_is_deleted_and_made_again_is_read_on_and_no_line_comes_twice()
    {
        var stream = await StreamAsync();
        await WriteAsync(stream, 0, "one", "two");
        var cursor = new LogStreamCursor(sandbox.Connection, stream, null);
        Assert.Equal(["one", "two"], await NextAsync(cursor));
        Assert.Empty(await NextAsync(cursor));
        await sandbox.Connection.Logs.DeleteLogStreamAsync(new DeleteLogStreamRequest { LogGroupName = stream.Group, LogStreamName = stream.Name });
        Assert.Empty(await NextAsync(cursor));
        await sandbox.Connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = stream.Group, LogStreamName = stream.Name });
        await WriteAsync(stream, 0, "one", "two", "three");
        Assert.Equal(["three"], await NextAsync(cursor));
    }

    [Fact]
    public async Task A_filter_gives_each_line_that_matches_once_and_goes_on()
    {
        var stream = await StreamAsync();
        await WriteAsync(stream, 0, "an error here", "nothing", "another error");
        var cursor = new FilteredStreamCursor(sandbox.Connection, stream, null, "error");
        Assert.Equal(["an error here", "another error"], await NextAsync(cursor));
        Assert.Empty(await NextAsync(cursor));
        await WriteAsync(stream, 2, "error in the same moment", "fine");
        Assert.Equal(["error in the same moment"], await NextAsync(cursor));
        await WriteAsync(stream, 120, "a late error");
        Assert.Equal(["a late error"], await NextAsync(cursor));
        Assert.Empty(await NextAsync(cursor));
    }

    [Fact]
    public async Task A_filtered_tail_is_the_newest_of_what_matches()
    {
        var stream = await StreamAsync();
        await WriteAsync(stream, 0, [.. Enumerable.Range(0, 20).Select(number => number % 2 == 0 ? $"error {number}" : $"fine {number}")]);
        var cursor = new FilteredStreamCursor(sandbox.Connection, stream, null, "error");
        Assert.Equal(["error 16", "error 18"], (await cursor.TailAsync(2, default)).Select(line => line.Message));
        Assert.Empty(await NextAsync(cursor));
    }

    [Fact]
    public async Task A_filter_of_a_stream_that_is_not_there_yet_waits_for_it()
    {
        var stream = await StreamAsync();
        var later = stream with { Name = "later" };
        var cursor = new FilteredStreamCursor(sandbox.Connection, later, null, "error");
        Assert.Empty(await NextAsync(cursor));
        await sandbox.Connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = later.Group, LogStreamName = later.Name });
        await WriteAsync(later, 0, "error");
        Assert.Equal(["error"], await NextAsync(cursor));
    }

    [Fact]
    public async Task A_filter_that_is_none_is_explained()
    {
        var stream = await StreamAsync();
        await WriteAsync(stream, 0, "one");
        var cursor = new FilteredStreamCursor(sandbox.Connection, stream, null, "{ $.level = ");
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => cursor.NextAsync(default));
        Assert.Equal(("InvalidLogFilter", "Filter"), (error.ErrorId, error.Parameter));
        Assert.Contains("?error", error.Remedy);
    }

    private static async Task<List<string>> NextAsync(LogCursor cursor)
        => (await cursor.NextAsync(default)).Select(line => line.Message).ToList();

    private async Task<TaskLogStream> StreamAsync()
    {
        var group = "/test/" + TaskSandbox.Unique("log");
        await sandbox.Connection.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = group });
        await sandbox.Connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = group, LogStreamName = "stream" });
        return new TaskLogStream("main", "0123", group, "ecs", "stream");
    }

    private Task WriteAsync(TaskLogStream stream, int second, params string[] lines)
        => sandbox.Connection.Logs.PutLogEventsAsync(new PutLogEventsRequest
        {
            LogGroupName = stream.Group,
            LogStreamName = stream.Name,
            LogEvents = lines.Select((line, index) => new InputLogEvent { Timestamp = _start.AddSeconds(second + index), Message = line }).ToList(),
        });
}
