using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using EcsTools.Aws;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Logs;

public sealed class FollowTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [Fact]
    public async Task A_slow_reader_gets_every_line_and_the_lines_after_the_stop()
    {
        var (task, stream) = await RunningAsync();
        var written = false;
        var clock = new LeapingClock(async () =>
        {
            // The log is being followed by now, and comes faster than it is read.
            if (!written)
            {
                written = true;
                await WriteAsync(stream, "before", 25_000);
            }
        });
        using var connection = sandbox.Connect(clock);

        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var line in new TaskLogs(connection).ReadAsync(Follow(task), error => throw error, null, default))
        {
            if (line.Message.StartsWith('['))
            {
                continue;
            }

            Assert.True(seen.Add(line.Message), line.Message);
            if (seen.Count == 10)
            {
                await StopAsync(task);
                await WriteAsync(stream, "after", 15_000);
            }
            else if (seen.Count == 39_990)
            {
                await WriteAsync(stream, "late", 10);
            }

            if (seen.Count % 2000 == 20)
            {
                // The reader is slow: each of its pauses is longer than the time in which the last lines arrive.
                clock.Leap(TimeSpan.FromHours(1));
            }
        }

        Assert.Equal(40_010, seen.Count);
    }

    [Fact]
    public async Task Lines_that_come_around_the_stop_are_read_once_each()
    {
        var (task, stream) = await RunningAsync();

        // For the reader, all of this happens within the time that ingestion takes, however slow this machine is.
        var clock = new HeldClock();
        using var connection = sandbox.Connect(clock);
        var lines = new ConcurrentBag<string>();
        var reading = Task.Run(async () =>
        {
            await foreach (var line in new TaskLogs(connection).ReadAsync(Follow(task), error => throw error, null, default))
            {
                lines.Add(line.Message);
            }
        });
        for (var part = 0; part < 8; part++)
        {
            if (part == 4)
            {
                await StopAsync(task);
            }

            await WriteAsync(stream, "part" + part, 5000);
        }

        clock.Release();
        await reading;

        Assert.Equal(40_000, lines.Where(line => line.StartsWith("part", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(40_000, lines.Count(line => line.StartsWith("part", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stream_that_never_pauses_does_not_keep_another_one_waiting()
    {
        var (busy, busyStream) = await RunningAsync();
        var (quiet, quietStream) = await RunningAsync();
        await WriteAsync(busyStream, "busy", 1000);
        var clock = new LeapingClock();
        using var connection = sandbox.Connect(clock);
        using var stop = new CancellationTokenSource();
        var number = 0;

        // Every line that is read is followed by another one. Only the quiet stream ends this.
        await foreach (var line in new TaskLogs(connection).ReadAsync(Follow(busy, quiet), error => throw error, null, stop.Token))
        {
            if (line.Message == "quiet 0")
            {
                return;
            }

            if (++number % 500 == 0)
            {
                await WriteAsync(busyStream, $"more{number}", 1000);
                clock.Leap(TimeSpan.FromSeconds(1));
            }

            if (number == 5000)
            {
                await WriteAsync(quietStream, "quiet", 1);
            }

            Assert.True(number < 40_000, "The quiet stream was not read.");
        }

        Assert.Fail("The log ended.");
    }

    [Fact]
    public async Task A_task_that_writes_single_lines_is_not_asked_without_a_pause()
    {
        var (task, stream) = await RunningAsync();
        var pauses = 0;
        var clock = new LeapingClock(() =>
        {
            pauses++;
            return Task.CompletedTask;
        });
        using var connection = sandbox.Connect(clock);
        await WriteAsync(stream, "line", 1);

        // Every line that is read is followed by another one.
        var number = 0;
        await foreach (var line in new TaskLogs(connection).ReadAsync(Follow(task), error => throw error, null, default))
        {
            if (line.Message.StartsWith("line", StringComparison.Ordinal) && ++number < 20)
            {
                await WriteAsync(stream, $"line{number}", 1);
            }
            else if (number == 20)
            {
                break;
            }
        }

        // On a busy machine two lines can arrive at one look.
        Assert.InRange(pauses, 10, int.MaxValue);
    }

    [Fact]
    public async Task A_timeout_ends_the_log_with_a_warning()
    {
        var (task, stream) = await RunningAsync();
        await WriteAsync(stream, "line", 10);
        var clock = new LeapingClock();
        using var connection = sandbox.Connect(clock);
        var reports = new Reports();
        var request = Follow(task) with { Timeout = TimeSpan.FromMinutes(10) };

        var lines = await new TaskLogs(connection).ReadAsync(request, error => throw error, reports, default).ToListAsync();

        Assert.Equal(10, lines.Count(line => line.Message.StartsWith("line ", StringComparison.Ordinal)));
        var warning = Assert.Single(reports.All, report => report.Level == ProgressLevel.Warning);
        Assert.Contains("-Timeout", warning.Status, StringComparison.Ordinal);
        Assert.Contains(task.TaskId, warning.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_came_to_its_end_has_no_warning()
    {
        var (task, stream) = await RunningAsync();
        await WriteAsync(stream, "line", 10);
        await StopAsync(task);
        var reports = new Reports();

        var lines = await new TaskLogs(sandbox.Connection)
            .ReadAsync(Follow(task) with { Timeout = TimeSpan.FromMinutes(10) }, error => throw error, reports, default).ToListAsync();

        Assert.Equal(10, lines.Count(line => line.Message.StartsWith("line ", StringComparison.Ordinal)));
        Assert.DoesNotContain(reports.All, report => report.Level == ProgressLevel.Warning);
    }

    [Fact]
    public async Task A_tail_of_zero_shows_only_new_lines()
    {
        var (task, stream) = await RunningAsync();
        await WriteAsync(stream, "old", 10);
        var written = false;
        var clock = new LeapingClock(async () =>
        {
            if (!written)
            {
                written = true;
                await WriteAsync(stream, "new", 2);
                await StopAsync(task);
            }
        });
        using var connection = sandbox.Connect(clock);

        var lines = await new TaskLogs(connection).ReadAsync(Follow(task) with { Tail = 0 }, error => throw error, null, default).ToListAsync();

        Assert.Equal(["new 0", "new 1"], lines.Select(line => line.Message).Where(line => !line.StartsWith('[')));
    }

    [Fact]
    public async Task A_wait_that_one_task_misses_still_reads_the_other_logs_to_their_end()
    {
        var (stopped, stoppedStream) = await RunningAsync();
        var (running, _) = await RunningAsync();
        await WriteAsync(stoppedStream, "line", 30_000);
        await StopAsync(stopped);
        var tasks = await new FargateTasks(sandbox.Connection).FindAsync([Reference(stopped), Reference(running)], default);
        var lines = new ConcurrentBag<string>();
        var failed = new List<string>();

        var ended = await new TaskRunMonitor(sandbox.Connection).StayAsync(
            tasks, false, TimeSpan.FromMilliseconds(1), line => lines.Add(line.Message), (error, _) => failed.Add(error.ErrorId), null, default);

        Assert.Equal([stopped.TaskId], ended.Select(task => task.TaskId));
        Assert.Equal(["TaskWaitTimeout"], failed);
        Assert.Equal(30_000, lines.Count(line => line.StartsWith("line ", StringComparison.Ordinal)));
        Assert.Equal("line 29999", ended[0].Logs[^1].Message);
    }

    private static TaskReference Reference(FargateTask task) => TaskReference.Parse(task.TaskArn, null);

    private static TaskLogRequest Follow(params FargateTask[] tasks) => new() { Tasks = tasks.Select(Reference).ToList(), Follow = true };

    private async Task<(FargateTask Task, Stream Stream)> RunningAsync()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("follow"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var task = Assert.Single(await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinitionArn, Cluster = cluster.Cluster }));
        var stream = await StreamOfAsync(task);
        await WrittenAsync(stream);
        return (task, stream);
    }

    /// <summary>
    /// Waits for the line that the container itself writes at its start. A stream has one writer at a time: a line that comes after one with a later time
    /// is behind the place that a reader has reached.
    /// </summary>
    private async Task WrittenAsync(Stream stream)
    {
        var request = new GetLogEventsRequest { LogGroupName = stream.Group, LogStreamName = stream.Name, StartFromHead = true };
        while ((await sandbox.Connection.Logs.GetLogEventsAsync(request)).Events is not { Count: > 0 })
        {
            await Task.Delay(20);
        }
    }

    private async Task<Stream> StreamOfAsync(FargateTask task)
    {
        while (true)
        {
            var groups = await sandbox.Connection.Logs.DescribeLogGroupsAsync(new DescribeLogGroupsRequest());
            foreach (var group in groups.LogGroups ?? [])
            {
                var streams = await sandbox.Connection.Logs.DescribeLogStreamsAsync(new DescribeLogStreamsRequest { LogGroupName = group.LogGroupName });
                if ((streams.LogStreams ?? []).Find(candidate => candidate.LogStreamName.EndsWith(task.TaskId, StringComparison.Ordinal)) is { } found)
                {
                    return new Stream(group.LogGroupName, found.LogStreamName);
                }
            }

            await Task.Delay(50);
        }
    }

    private async Task StopAsync(FargateTask task)
    {
        await sandbox.Connection.Ecs.StopTaskAsync(new Amazon.ECS.Model.StopTaskRequest { Cluster = task.ClusterArn, Task = task.TaskArn });
        while ((await new FargateTasks(sandbox.Connection).FindAsync([Reference(task)], default))[0].LastStatus != "STOPPED")
        {
            await Task.Delay(50);
        }
    }

    private async Task WriteAsync(Stream stream, string word, int count)
    {
        foreach (var part in Enumerable.Range(0, count).Chunk(5000))
        {
            var now = DateTime.UtcNow;
            await sandbox.Connection.Logs.PutLogEventsAsync(new PutLogEventsRequest
            {
                LogGroupName = stream.Group,
                LogStreamName = stream.Name,
                LogEvents = part.Select(number => new InputLogEvent { Timestamp = now, Message = $"{word} {number}" }).ToList(),
            });
        }
    }

    private sealed record Stream(string Group, string Name);

    private sealed class Reports : IProgress<OperationProgress>
    {
        public ConcurrentBag<OperationProgress> All { get; } = [];

        public void Report(OperationProgress value) => All.Add(value);
    }

    /// <summary>A clock that stands still until it is released. Waits take a moment.</summary>
    private sealed class HeldClock : IClock
    {
        private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
        private long _ahead;
        private volatile bool _released;

        public DateTimeOffset UtcNow => _start.AddTicks(Interlocked.Read(ref _ahead));

        public void Release() => _released = true;

        public async Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
        {
            await Task.Delay(5, cancellationToken);
            if (_released)
            {
                Interlocked.Add(ref _ahead, duration.Ticks);
            }
        }

        public double NextRandom() => 0.5;
    }

    /// <summary>A clock on which waits take a moment, and which can leap as it would while a reader takes its time.</summary>
    private sealed class LeapingClock(Func<Task>? waited = null) : IClock
    {
        private long _ahead;

        public DateTimeOffset UtcNow => DateTimeOffset.UtcNow.AddTicks(Interlocked.Read(ref _ahead));

        public void Leap(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);

        public async Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
        {
            await Task.Delay(5, cancellationToken);
            Leap(duration);
            if (waited is not null)
            {
                await waited();
            }
        }

        public double NextRandom() => 0.5;
    }
}
