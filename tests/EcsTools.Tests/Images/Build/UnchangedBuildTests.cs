using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using EcsTools.Images.Build;
using EcsTools.Models;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>An image is built again for each reason that changes it, and for no other.</summary>
[Collection("Docker engine")]
[UnsupportedOSPlatform("windows")]
public sealed class UnchangedBuildTests : IDisposable
{
    private readonly EngineFixture _engine;
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _records = new();

    public UnchangedBuildTests(EngineFixture engine)
    {
        _engine = engine;
        _folder.Write("Dockerfile", $"ARG BASE={_engine.Image}\nFROM $BASE AS first\nCOPY . /app/\nFROM first AS last\nLABEL last=1\n");
        _folder.Write(".dockerignore", "*.log\n");
        _folder.Write("app.txt", "one");
        _folder.Write("run.log", "ignored");
    }

    private ImageBuildRequest Request => new() { ContextPath = _folder.Path };

    public void Dispose()
    {
        _folder.Dispose();
        _records.Dispose();
    }

    public static IEnumerable<object[]> Reasons() => Changes.Keys.Select(name => new object[] { name });

    private static Dictionary<string, Func<UnchangedBuildTests, ImageBuildRequest>> Changes { get; } = new()
    {
        ["the content of a file"] = test => test.After(() => test._folder.Write("app.txt", "two")),
        ["a new file"] = test => test.After(() => test._folder.Write("more.txt", "")),
        ["a file that is gone"] = test => test.After(() => File.Delete(test._folder.File("app.txt"))),
        ["the mode of a file"] = test => test.After(() => File.SetUnixFileMode(test._folder.File("app.txt"), UnixFileMode.UserRead | UnixFileMode.UserExecute)),
        ["a link in place of a file"] = test => test.After(() =>
        {
            File.Delete(test._folder.File("app.txt"));
            File.CreateSymbolicLink(test._folder.File("app.txt"), "Dockerfile");
        }),
        ["the ignore file"] = test => test.After(() => test._folder.Write(".dockerignore", "*.tmp\n")),
        ["the Dockerfile"] = test => test.After(() => File.AppendAllText(test._folder.File("Dockerfile"), "LABEL more=1\n")),
        ["another Dockerfile"] = test => test.After(() => File.Copy(test._folder.File("Dockerfile"), test._folder.File("Other"))) with { DockerfilePath = "Other" },
        ["a build argument"] = test => test.Request with { BuildArguments = new Dictionary<string, string> { ["MORE"] = "1" } },
        ["a label"] = test => test.Request with { Labels = new Dictionary<string, string> { ["a"] = "1" } },
        ["the target"] = test => test.Request with { Target = "first" },
        ["the platform"] = test => test.Request with { Platform = "linux/amd64" },
        ["the builder"] = test => test.Request with { Builder = ImageBuilderKind.Classic },
        ["-NoCache"] = test => test.Request with { NoCache = true },
        ["-Pull"] = test => test.Request with { Pull = true },
        ["the records are gone"] = test => test.After(() => Directory.Delete(test._records.Path, recursive: true)),
        ["the records are damaged"] = test => test.After(() => File.WriteAllText(test._records.File("builds.json"), "[{\"Inputs\":\"sha256:")),
    };

    [SkippableTheory]
    [MemberData(nameof(Reasons))]
    public async Task A_change_is_built(string reason)
    {
        _engine.Require();
        await BuildAsync(Request);
        Assert.Equal(ChangeStatus.Unchanged, (await BuildAsync(Request)).Change);

        var request = Changes[reason](this);
        if (request.Pull)
        {
            // The base image is in no registry.
            _folder.Write("Dockerfile", "FROM scratch\nCOPY . /app/\n");
            await BuildAsync(Request);
        }

        Assert.Equal(ChangeStatus.Created, (await BuildAsync(request)).Change);
        Assert.Equal(ChangeStatus.Unchanged, (await BuildAsync(request with { NoCache = false, Pull = false })).Change);
    }

    [SkippableFact]
    public async Task What_does_not_change_the_image_is_not_built()
    {
        _engine.Require();
        var first = await BuildAsync(Request);
        File.SetLastWriteTimeUtc(_folder.File("app.txt"), DateTime.UtcNow.AddDays(-3));
        _folder.Write("run.log", "ignored, and changed");
        var progress = new Collected<OperationProgress>();
        var tags = new[] { _engine.NewTag("same"), _engine.NewTag("same-too") };
        var again = await BuildAsync(Request with { Tags = tags }, progress);
        Assert.Equal((first.ImageId, ChangeStatus.Unchanged, "", tags[0]), (again.ImageId, again.Change, again.Builder, again.Image));
        Assert.Equal(again.ImageId, (await _engine.Client.Images.InspectImageAsync(tags[1])).ID);
        Assert.Contains(progress.Values, r => r.Level == ProgressLevel.Verbose && r.Status.Contains("nothing has changed", StringComparison.Ordinal));
        Assert.True(progress.Values[^1].Completed);
    }

    [SkippableFact]
    public async Task A_base_image_whose_tag_moved_is_built_upon()
    {
        _engine.Require();
        var name = _engine.NewTag("moved");
        await TagAsync(_engine.Image, name);
        var request = Request with { BuildArguments = new Dictionary<string, string> { ["BASE"] = name } };
        var first = await BuildAsync(request);
        Assert.Equal(ChangeStatus.Unchanged, (await BuildAsync(request)).Change);

        using var other = new TemporaryFolder();
        other.Write("Dockerfile", $"FROM {_engine.Image}\nLABEL other=1\n");
        await BuildAsync(new ImageBuildRequest { ContextPath = other.Path, Tags = [name] });
        var moved = await BuildAsync(request);
        Assert.Equal(ChangeStatus.Created, moved.Change);
        Assert.NotEqual(first.ImageId, moved.ImageId);
        await TagAsync(_engine.Image, name);
        Assert.Equal((first.ImageId, ChangeStatus.Unchanged), await SayAsync(request));
    }

    [SkippableFact]
    public async Task An_image_that_was_removed_is_built()
    {
        _engine.Require();

        // No other test builds on this image, which would keep it.
        _folder.Write("app.txt", "removed");
        var first = await BuildAsync(Request);
        await _engine.Client.Images.DeleteImageAsync(first.ImageId, new ImageDeleteParameters());
        Assert.Equal(ChangeStatus.Created, (await BuildAsync(Request)).Change);
        Assert.Equal(ChangeStatus.Unchanged, (await BuildAsync(Request)).Change);
    }

    [SkippableFact]
    public async Task A_file_that_changes_while_it_is_sent_counts_as_it_was_sent()
    {
        _engine.Require();
        await BuildAsync(Request);
        var late = _folder.Write("late.bin", new string('1', 3_000_000));
        var content = File.ReadAllText(late);
        var during = new Act(report =>
        {
            if (report.Status.StartsWith("Sending", StringComparison.Ordinal))
            {
                File.WriteAllText(late, new string('2', 3_000_000));
            }
        });
        await BuildAsync(Request, during);
        File.WriteAllText(late, content);
        Assert.Equal(ChangeStatus.Created, (await BuildAsync(Request)).Change);
    }

    [SkippableTheory]
    [InlineData("FROM {0}\nADD http://127.0.0.1:9/x /x\n", "line 2")]
    [InlineData("FROM {0}\nADD [\"a\",\"$SOURCE\",\"/x\"]\n", "line 2")]
    [InlineData("FROM {0}\nARG V=1\nADD app-$V.tar /x\n", "line 3")]
    [InlineData("FROM {0}\nADD --chown=1 git@example.com:a/b.git /x\n", "line 2")]
    [InlineData("# syntax=example.com/frontend:1\nFROM {0}\n", "example.com/frontend:1")]
    [InlineData("FROM image:$UNKNOWN\n", "image:$UNKNOWN")]
    [InlineData("FROM {0}\nADD app.tar $HOME/\nRUN echo http://example.com\n", null)]
    public void What_the_folder_does_not_decide_is_always_built(string dockerfile, string? reason)
    {
        _folder.Write("Dockerfile", dockerfile.Replace("{0}", "base:1", StringComparison.Ordinal));
        var undecided = new BuildInputs(Request, BuildContext.Open(_folder.Path, null), "unix:///x", false).Undecided;
        Assert.Equal(reason is null, undecided is null);
        Assert.Contains(reason ?? "", undecided ?? "", StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_base_image_with_instructions_of_its_own_is_built_upon_each_time()
    {
        _engine.Require();
        var name = _engine.NewTag("onbuild");
        using var other = new TemporaryFolder();
        other.Write("Dockerfile", $"FROM {_engine.Image}\nONBUILD COPY . /more/\n");
        await BuildAsync(new ImageBuildRequest { ContextPath = other.Path, Tags = [name] });
        var request = Request with { BuildArguments = new Dictionary<string, string> { ["BASE"] = name } };
        await BuildAsync(request);
        Assert.Equal(ChangeStatus.Created, (await BuildAsync(request)).Change);
    }

    [SkippableFact]
    public async Task A_change_that_is_taken_back_is_not_built()
    {
        _engine.Require();
        var first = await BuildAsync(Request);
        _folder.Write("app.txt", "two");
        await BuildAsync(Request);
        _folder.Write("app.txt", "one");
        Assert.Equal((first.ImageId, ChangeStatus.Unchanged), await SayAsync(Request));
    }

    private ImageBuildRequest After(Action change)
    {
        change();
        return Request;
    }

    private async Task<(string ImageId, string Change)> SayAsync(ImageBuildRequest request)
    {
        var built = await BuildAsync(request);
        return (built.ImageId, built.Change);
    }

    private Task TagAsync(string image, string reference)
    {
        var parts = reference.Split(':');
        return _engine.Client.Images.TagImageAsync(image, new ImageTagParameters { RepositoryName = parts[0], Tag = parts[1], Force = true });
    }

    private Task<BuiltImage> BuildAsync(ImageBuildRequest request, IProgress<OperationProgress>? progress = null) =>
        new ImageBuilder(_engine.Engine, EngineFixture.Alone(), SystemClock.Instance, new BuildRecords(_records.Path)).BuildAsync(request, progress, default);

    private sealed class Act(Action<OperationProgress> act) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => act(value);
    }
}
