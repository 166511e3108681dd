using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Credentials;
using EcsTools.Models;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>Builds by the engine itself.</summary>
[Collection("Docker engine")]
public sealed class ImageBuilderTests : IDisposable
{
    private readonly EngineFixture _engine;
    private readonly TemporaryFolder _records = new();

    public ImageBuilderTests(EngineFixture engine) => _engine = engine;

    public void Dispose() => _records.Dispose();

    [SkippableFact]
    public async Task A_folder_becomes_an_image_that_says_what_it_is()
    {
        _engine.Require();
        using var folder = Folder($"FROM {_engine.Image} AS first\nARG WHO\nRUN echo $WHO\nFROM first AS last\nCOPY . /app/\nLABEL b=2\nFROM scratch\n");
        folder.Write("app.txt", "x");
        var progress = new Collected<OperationProgress>();
        var tags = new[] { _engine.NewTag("builder"), _engine.NewTag("builder-two") };
        var built = await BuildAsync(
            new ImageBuildRequest
            {
                ContextPath = folder.Path,
                Tags = tags,
                Target = "last",
                Platform = "linux/amd64",
                BuildArguments = new Dictionary<string, string> { ["WHO"] = "me & you" },
                Labels = new Dictionary<string, string> { ["a"] = "1" },
            },
            progress);
        var image = await _engine.Client.Images.InspectImageAsync(tags[1]);
        Assert.Equal(image.ID, built.ImageId);
        Assert.Equal((tags[0], "Classic", "LINUX", "X86_64"), (built.Image, built.Builder, built.OperatingSystem, built.Architecture));
        Assert.Equal(tags, built.References);
        Assert.Equal(image.Size, built.Size);
        Assert.Equal((folder.Path, folder.File("Dockerfile")), (built.ContextPath, built.DockerfilePath));
        Assert.Equal(new[] { ("a", "1"), ("b", "2") }, image.Config.Labels.Select(l => (l.Key, l.Value)).Order());
        var reports = progress.Values;
        Assert.Contains(reports, r => r.Status.StartsWith("Sending the build context", StringComparison.Ordinal));
        Assert.Contains(reports, r => r is { Level: ProgressLevel.Progress, Percent: > 0 } && r.Status.Contains("COPY . /app/", StringComparison.Ordinal));
        Assert.Contains(reports, r => r is { Level: ProgressLevel.Verbose, Status: "me & you" });
        Assert.True(reports[^1].Completed);
        Assert.All(reports, r => Assert.Equal("Building " + tags[0], r.Activity));
    }

    [SkippableFact]
    public async Task The_engine_takes_our_context_for_the_docker_clients_own()
    {
        _engine.Require();
        Tool.Require("docker");
        using var folder = Folder($"FROM {_engine.Image}\nCOPY . /all/\n");
        folder.Write(".dockerignore", "**/*.log\n!keep/*.log\n");
        folder.Write("keep/a.log", "kept");
        folder.Write("drop/b.log", "dropped");
        folder.Write(new string('n', 120) + "/file with a name.txt", new string('c', 100_000));
        File.CreateSymbolicLink(folder.File("link"), "keep/a.log");
        var environment = new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = "0", ["DOCKER_HOST"] = _engine.Engine.Endpoint };
        var theirs = await Tool.RunAsync("docker", new[] { "build", "-t", _engine.NewTag("theirs"), folder.Path }, environment);
        Assert.True(theirs.ExitCode == 0, theirs.Error);

        // The engine's cache compares every file's name, mode, owner and content.
        var ours = await BuildAsync(new ImageBuildRequest { ContextPath = folder.Path, Tags = new[] { _engine.NewTag("ours") } });
        Assert.Equal(1, ours.CachedSteps);
        var again = await BuildAsync(new ImageBuildRequest { ContextPath = folder.Path, NoCache = true });
        Assert.Equal(0, again.CachedSteps);
        Assert.Equal(again.ImageId, again.Image);
        await _engine.Client.Images.DeleteImageAsync(again.ImageId, new global::Docker.DotNet.Models.ImageDeleteParameters());
    }

    [SkippableFact]
    public async Task A_failing_step_is_named_with_its_last_lines_and_a_remedy()
    {
        _engine.Require();
        using var folder = Folder($"FROM {_engine.Image}\nRUN echo before\nRUN echo one; echo two; no-such-program\nRUN echo after\n");
        var failed = await FailAsync(folder);
        Assert.Equal(("ImageBuildFailed", ErrorKind.Failed), (failed.ErrorId, failed.Kind));
        Assert.Contains("step 3/4 'RUN echo one; echo two; no-such-program'", failed.Message, StringComparison.Ordinal);
        Assert.Contains("non-zero code: 127", failed.Message, StringComparison.Ordinal);

        // The engine carries the step's two streams side by side: only what is in them is certain, not their order.
        Assert.Equal(new[] { "  one", "  two" }, failed.Message.Split('\n').Where(line => line is "  one" or "  two"));
        Assert.DoesNotContain("intermediate container", failed.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist in the image", failed.Remedy, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("FROM {0}\nCOPY no-such-file /x\n", ".dockerignore")]
    [InlineData("FROM 127.0.0.1:1/no/image:1\n", "cannot reach")]
    [InlineData("FROM {0}\nRUN echo no space left on device; exit 1\n", "Free some space on the engine's disk")]
    [InlineData("FROM {0}\nRUN exit 137\n", "memory")]
    [InlineData("FROM {0}\nCMD [\"a\", b]\nEXPOSE nonsense\n", "Correct the step")]
    public async Task What_went_wrong_brings_its_own_remedy(string dockerfile, string remedy)
    {
        _engine.Require();
        using var folder = Folder(dockerfile.Replace("{0}", _engine.Image, StringComparison.Ordinal));
        var failed = await FailAsync(folder);
        Assert.Contains(remedy, failed.Remedy, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_base_image_the_registry_lacks_is_told_from_a_registry_that_is_not_there()
    {
        _engine.Require();
        using var registry = await DockerRegistryServer.StartAsync();
        using var folder = Folder($"FROM {registry.Host}/none:1\n");
        var failed = await FailAsync(folder);
        Assert.Contains("base image was not found", failed.Remedy, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Credentials_for_base_images_come_from_the_request_or_dockers_configuration_and_reach_the_registry()
    {
        _engine.Require();
        using var registry = new AskingRegistry();
        using var folder = Folder($"ARG R={registry.Host}\nFROM $R/private:1\n");
        using var config = new TemporaryFolder();
        var secret = Convert.ToBase64String("file-user:file-secret"u8);
        config.Write("config.json", $"{{\"auths\":{{\"{registry.Host}\":{{\"auth\":\"{secret}\"}}}}}}");
        var builder = new ImageBuilder(_engine.Engine, EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path)), SystemClock.Instance, new BuildRecords(config.File("records")));
        var request = new ImageBuildRequest { ContextPath = folder.Path, Builder = ImageBuilderKind.Classic };
        await Assert.ThrowsAsync<EcsToolsException>(() => builder.BuildAsync(request, null, default));
        Assert.Contains("file-user:file-secret", registry.Credentials);
        var credential = new RegistryCredential { Registry = registry.Host, UserName = "own", Password = "own-secret" };
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => builder.BuildAsync(request with { RegistryCredentials = new[] { credential } }, null, default));
        Assert.Contains("own:own-secret", registry.Credentials);
        Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("own-secret", credential.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_cancelled_build_ends_and_leaves_no_container()
    {
        _engine.Require();
        using var folder = Folder($"FROM {_engine.Image}\nRUN echo {_engine.Name}-cancel; sleep 600\n");
        using var stop = new CancellationTokenSource();
        var progress = new StopAt(r => r.Status == _engine.Name + "-cancel", stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BuildAsync(new ImageBuildRequest { ContextPath = folder.Path }, progress, stop.Token));
        Assert.True(progress.Last!.Completed);

        // The engine notices the broken connection in its own time.
        for (var look = 0; await StepsRunningAsync() > 0; look++)
        {
            Assert.True(look < 300, "the step still runs");
            await Task.Delay(100);
        }
    }

    [SkippableFact]
    public async Task A_file_that_shrinks_while_it_is_sent_ends_the_build_with_its_name()
    {
        _engine.Require();
        using var folder = Folder($"FROM {_engine.Image}\nCOPY . /x/\n");
        var growing = folder.Write("shrinks.bin", new string('x', 3_000_000));
        var progress = new Act(r =>
        {
            if (r.Status.StartsWith("Sending", StringComparison.Ordinal))
            {
                File.WriteAllText(growing, "short");
            }
        });
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => BuildAsync(new ImageBuildRequest { ContextPath = folder.Path }, progress));
        Assert.Equal("BuildContextChanged", failed.ErrorId);
        Assert.Contains("shrinks.bin", failed.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Instructions_for_buildkit_are_refused_where_it_is_not_to_be_had()
    {
        _engine.Require();
        using var folder = Folder($"FROM {_engine.Image}\nRUN --mount=type=cache,target=/c true\n");
        var missing = await FailAsync(folder);
        Assert.Equal(("DockerfileNeedsBuildKit", "Dockerfile"), (missing.ErrorId, missing.Parameter));
        Assert.Contains("line 2", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Install the Docker CLI", missing.Remedy, StringComparison.Ordinal);
        var refused = await FailAsync(folder, ImageBuilderKind.Classic);
        Assert.Contains("classic builder was chosen", refused.Message, StringComparison.Ordinal);
        using var plain = Folder("FROM scratch\nCOPY . /\n");
        Assert.Equal("DockerfileNeedsBuildKit", (await FailAsync(plain, ImageBuilderKind.BuildKit)).ErrorId);
    }

    private static TemporaryFolder Folder(string dockerfile)
    {
        var folder = new TemporaryFolder();
        folder.Write("Dockerfile", dockerfile);
        return folder;
    }

    private Task<EcsToolsException> FailAsync(TemporaryFolder folder, ImageBuilderKind builder = ImageBuilderKind.Auto) =>
        Assert.ThrowsAsync<EcsToolsException>(() => BuildAsync(new ImageBuildRequest { ContextPath = folder.Path, Builder = builder }));

    private Task<BuiltImage> BuildAsync(ImageBuildRequest request, IProgress<OperationProgress>? progress = null, CancellationToken token = default) =>
        new ImageBuilder(_engine.Engine, EngineFixture.Alone(), SystemClock.Instance, new BuildRecords(_records.Path)).BuildAsync(request, progress, token);

    private async Task<int> StepsRunningAsync()
    {
        var all = await _engine.Client.Containers.ListContainersAsync(new global::Docker.DotNet.Models.ContainersListParameters { All = true });
        return all.Count(container => container.Command.Contains(_engine.Name + "-cancel", StringComparison.Ordinal));
    }

    private sealed class StopAt : IProgress<OperationProgress>
    {
        private readonly Func<OperationProgress, bool> _when;
        private readonly CancellationTokenSource _stop;

        public StopAt(Func<OperationProgress, bool> when, CancellationTokenSource stop)
        {
            _when = when;
            _stop = stop;
        }

        public OperationProgress? Last { get; private set; }

        public void Report(OperationProgress value)
        {
            Last = value;
            if (_when(value))
            {
                _stop.Cancel();
            }
        }
    }

    private sealed class Act : IProgress<OperationProgress>
    {
        private readonly Action<OperationProgress> _act;

        public Act(Action<OperationProgress> act) => _act = act;

        public void Report(OperationProgress value) => _act(value);
    }
}
