using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Failures;
using EcsTools.Models;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Failures;

public sealed class FailureHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SkippingClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_failure_comes_back_as_it_was_and_says_that_it_is_remembered()
    {
        var failure = Failure("one") with
        {
            LogLines = ["a", "b"],
            ExitCode = 3,
            Kind = FargateFailureKind.OutOfMemory,
            Duration = TimeSpan.FromSeconds(2)
        };
        await Memory().AddAsync([failure], default);
        var read = Assert.Single(Memory().Read());

        Assert.True(read.Remembered);
        Assert.Equal(failure.LogLines, read.LogLines);
        Assert.Equal((failure.TaskArn, failure.Kind, failure.ExitCode, failure.Cause, failure.OccurredAt, failure.Duration),
            (read.TaskArn, read.Kind, read.ExitCode, read.Cause, read.OccurredAt, read.Duration));
    }

    [Fact]
    public async Task The_same_task_is_kept_once_as_it_was_told_last()
    {
        await Memory().AddAsync([Failure("one"), Failure("two")], default);
        await Memory().AddAsync([Failure("one") with { Cause = "Known better." }], default);

        Assert.Equal(2, Memory().Read().Count);
        Assert.Equal("Known better.", Memory().Read().Single(failure => failure.TaskId == "one").Cause);
    }

    [Fact]
    public async Task Processes_that_remember_at_the_same_time_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; index < 5; index++)
            {
                // An object each, so that only the file keeps them apart, as with processes.
                await Memory().AddAsync([Failure($"{writer}-{index}")], default);
            }
        })));

        Assert.Equal(40, Memory().Read().Count);
        Assert.Equal([".failures.jsonl.lock", "failures.jsonl"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_oldest_go_first()
    {
        var now = _clock.UtcNow;
        await Memory().AddAsync(Enumerable.Range(0, FailureHistory.Capacity + 20)
            .Select(index => Failure($"t{index}") with { OccurredAt = now.AddMinutes(-index) }).ToList(), default);
        Assert.Equal(FailureHistory.Capacity, Memory().Read().Count);
        Assert.Equal("t0", Memory().Read()[0].TaskId);
        Assert.DoesNotContain(Memory().Read(), failure => failure.TaskId == $"t{FailureHistory.Capacity}");
    }

    [Fact]
    public async Task What_is_a_month_old_goes_by_itself()
    {
        await Memory().AddAsync([Failure("old") with { OccurredAt = _clock.UtcNow }], default);
        Assert.Single(Memory().Read());

        await _clock.DelayAsync(FailureHistory.KeptFor, default);
        Assert.Empty(Memory().Read());
    }

    [Fact]
    public async Task A_damaged_line_is_forgotten_and_the_others_are_not()
    {
        await Memory().AddAsync([Failure("one")], default);
        File.AppendAllText(_folder.File("failures.jsonl"), "{ half a line\n\n{}\n");
        await Memory().AddAsync([Failure("two")], default);

        Assert.Equal(["one", "two"], Memory().Read().Select(failure => failure.TaskId).Order());
    }

    [SkippableFact]
    public async Task The_file_is_its_owner_s_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "modes of files are those of Unix");
        await Memory().AddAsync([Failure("one")], default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("failures.jsonl")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_the_memory_and_nothing_else()
    {
        var memory = new FailureHistory(_folder.Write("a-file", "") + "/below", _clock);
        await memory.AddAsync([Failure("one")], default);
        Assert.Empty(memory.Read());
    }

    private FailureHistory Memory() => new(_folder.Path, _clock);

    private FargateFailure Failure(string id) => new()
    {
        TaskArn = $"arn:aws:ecs:eu-west-1:123456789012:task/demo/{id}",
        TaskId = id,
        Cluster = "demo",
        Family = "web",
        TaskDefinitionArn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1",
        Cause = "It failed.",
        Remedy = "Mend it.",
        OccurredAt = _clock.UtcNow,
        Region = "eu-west-1",
        AccountId = "123456789012",
    };
}
