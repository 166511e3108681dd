using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Models;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>Builds through <c>docker buildx</c>: a program in its place notes what it is given and says what buildx says.</summary>
[Collection("Docker engine")]
[UnsupportedOSPlatform("windows")]
public sealed class BuildKitBuildTests
{
    private const string Output = """
        #0 building with "default" instance using docker driver
        #1 [internal] load build definition from Dockerfile
        #1 DONE 0.0s
        #4 [build 1/3] FROM docker.io/library/node
        #4 DONE 0.1s
        #5 [build 2/3] RUN npm ci
        #5 CACHED
        #6 [build 3/3] RUN make
        #6 0.312 made it
        #6 DONE 0.4s
        #7 exporting to image
        #7 DONE 0.1s
        """;

    private const string Failure = """
        #6 [2/2] RUN exit 3
        #6 0.201 the last words
        #6 ERROR: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3
        ------
         > [2/2] RUN exit 3:
        ------
        ERROR: failed to solve: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3
        """;

    private readonly EngineFixture _engine;

    public BuildKitBuildTests(EngineFixture engine) => _engine = engine;

    [SkippableFact]
    public async Task The_request_becomes_arguments_and_the_output_progress()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        var progress = new Collected<OperationProgress>();
        var built = await setting.BuildAsync(
            new ImageBuildRequest
            {
                ContextPath = setting.Context.Path,
                Tags = new[] { "web:1", "web:2" },
                BuildArguments = new Dictionary<string, string> { ["ECSTOOLS_TEST_ARG"] = "a \"quoted\" value\\", ["PATH"] = "/x" },
                Labels = new Dictionary<string, string> { ["l"] = "with space" },
                Target = "build",
                Platform = "linux/arm64",
                NoCache = true,
                Pull = true,
            },
            progress);
        Assert.Equal(("BuildKit", 1, "web:1"), (built.Builder, built.CachedSteps, built.Image));
        var said = setting.Arguments;
        Assert.Equal(new[] { "buildx", "build", "--progress", "plain", "--load", "--iidfile" }, said.Take(6));
        Assert.Equal(
            new[]
            {
                "--file", setting.Context.File("Dockerfile"), "--tag", "web:1", "--tag", "web:2", "--label", "l=with space",
                "--build-arg", "ECSTOOLS_TEST_ARG", "--build-arg", "PATH=/x", "--target", "build", "--platform", "linux/arm64", "--no-cache", "--pull",
                setting.Context.Path,
            },
            said.Skip(7));
        Assert.Equal("a \"quoted\" value\\", setting.Variable("ECSTOOLS_TEST_ARG"));
        Assert.Equal(_engine.Engine.Endpoint, setting.Variable("DOCKER_HOST"));
        Assert.Equal("1", setting.Variable("BUILDX_NO_DEFAULT_ATTESTATIONS"));
        Assert.Contains(progress.Values, r => r is { Status: "Step 3/3: RUN make", Percent: 66, Level: ProgressLevel.Progress });
        Assert.Contains(progress.Values, r => r is { Status: "made it", Level: ProgressLevel.Verbose });
    }

    [SkippableFact]
    public async Task A_failing_step_is_told_from_the_output()
    {
        _engine.Require();
        using var setting = await SettingAsync(Failure, 1);
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => setting.BuildAsync(new ImageBuildRequest { ContextPath = setting.Context.Path }));
        Assert.Equal("ImageBuildFailed", failed.ErrorId);
        Assert.Contains("at step 2/2 'RUN exit 3': process \"/bin/sh -c exit 3\" did not complete successfully", failed.Message, StringComparison.Ordinal);
        Assert.Contains("the last words", failed.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_client_that_only_complains_is_quoted()
    {
        _engine.Require();
        using var setting = await SettingAsync("ERROR: multiple platforms feature is currently not supported", 1);
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => setting.BuildAsync(new ImageBuildRequest { ContextPath = setting.Context.Path }));
        Assert.Contains("failed: multiple platforms feature", failed.Message, StringComparison.Ordinal);
        using var old = await SettingAsync("unknown flag: --iidfile", 125);
        var unknown = await Assert.ThrowsAsync<EcsToolsException>(() => old.BuildAsync(new ImageBuildRequest { ContextPath = old.Context.Path }));
        Assert.Contains("exit code 125", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("unknown flag: --iidfile", unknown.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Credentials_travel_in_a_configuration_of_the_build_alone()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        var credential = new RegistryCredential { Registry = "r:5000", UserName = "AWS", Password = "tok" };
        await setting.BuildAsync(new ImageBuildRequest { ContextPath = setting.Context.Path, RegistryCredentials = new[] { credential } });
        var config = JsonNode.Parse(setting.Config)!;
        Assert.Equal(Convert.ToBase64String("AWS:tok"u8), (string?)config["auths"]!["r:5000"]!["auth"]);
        Assert.Equal("/nonexistent/home/.docker/cli-plugins", (string?)config["cliPluginsExtraDirs"]![0]);
        Assert.False(Directory.Exists(setting.Variable("DOCKER_CONFIG")), "the configuration outlived the build");
        Assert.DoesNotContain("tok", string.Join(' ', setting.Arguments), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Secrets_go_by_file_or_by_a_variable_of_the_build_and_never_by_an_argument()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        using var folder = new TemporaryFolder();
        var file = folder.Write("a, b", "from a file");
        var secrets = new[] { new BuildSecret { Id = "npmrc", Path = file }, new BuildSecret { Id = "token", Value = "s3cret" } };
        await setting.BuildAsync(new ImageBuildRequest { ContextPath = setting.Context.Path, Secrets = secrets });
        Assert.Equal(new[] { "--secret", $"id=npmrc,\"src={file}\"", "--secret", "id=token,env=ECSTOOLS_SECRET_1" }, setting.Arguments.SkipWhile(word => word != "--secret").Take(4));
        Assert.Equal("s3cret", setting.Variable("ECSTOOLS_SECRET_1"));
        Assert.DoesNotContain("s3cret", string.Join(' ', setting.Arguments) + secrets[1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_secret_whose_file_is_missing_is_refused()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        using var folder = new TemporaryFolder();
        var file = folder.File("a, b");
        var gone = await Assert.ThrowsAsync<EcsToolsException>(() => setting.BuildAsync(
            new ImageBuildRequest { ContextPath = setting.Context.Path, Secrets = [new BuildSecret { Id = "npmrc", Path = file + "gone" }] }));
        Assert.Equal("SecretFileNotFound", gone.ErrorId);
    }

    [SkippableFact]
    public async Task A_secret_needs_BuildKit()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        var secrets = new[] { new BuildSecret { Id = "token", Value = "s3cret" } };
        var classic = await Assert.ThrowsAsync<EcsToolsException>(() => setting.BuildAsync(
            new ImageBuildRequest { ContextPath = setting.Context.Path, Secrets = secrets, Builder = ImageBuilderKind.Classic }));
        Assert.Equal("SecretNeedsBuildKit", classic.ErrorId);
    }

    [SkippableFact]
    public async Task The_variable_that_turns_buildkit_off_is_heeded()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        setting.Context.Write("Dockerfile", $"FROM {_engine.Image}\nLABEL x=1\n");
        var off = setting.Environment with { Variable = name => name == "DOCKER_BUILDKIT" ? "0" : setting.Environment.Variable(name) };
        var request = new ImageBuildRequest { ContextPath = setting.Context.Path, Tags = new[] { _engine.NewTag("off") } };
        var built = await new ImageBuilder(_engine.Engine, off, SystemClock.Instance, setting.Records).BuildAsync(request, null, default);
        Assert.Equal("Classic", built.Builder);
    }

    [SkippableFact]
    public async Task Nothing_is_built_again_unless_the_folder_changed()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        setting.Context.Write("Dockerfile", $"FROM {_engine.Image} AS build\nRUN --mount=type=cache,target=/c true\n");
        setting.Context.Write("app.txt", "1");
        var request = new ImageBuildRequest { ContextPath = setting.Context.Path };
        var first = await setting.BuildAsync(request);
        var again = await setting.BuildAsync(request);
        setting.Context.Write("app.txt", "2");
        var changed = await setting.BuildAsync(request);
        Assert.Equal(
            new[] { (ChangeStatus.Created, "BuildKit"), (ChangeStatus.Unchanged, ""), (ChangeStatus.Created, "BuildKit") },
            new[] { first, again, changed }.Select(built => (built.Change, built.Builder)));
    }

    [SkippableFact]
    public async Task A_folder_that_changes_during_the_build_is_built_again()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        setting.Context.Write("Dockerfile", $"FROM {_engine.Image}\nRUN --mount=type=cache,target=/c true\n");
        var growing = setting.Context.Write("app.txt", "1");
        var request = new ImageBuildRequest { ContextPath = setting.Context.Path };
        var during = new Act(report =>
        {
            if (report.Status == "made it")
            {
                File.WriteAllText(growing, "2");
            }
        });
        await setting.BuildAsync(request, during);
        File.WriteAllText(growing, "1");
        Assert.Equal(ChangeStatus.Created, (await setting.BuildAsync(request)).Change);
    }

    [SkippableFact]
    public async Task The_folder_that_a_killed_build_left_is_deleted_and_that_of_a_running_one_is_not()
    {
        _engine.Require();
        using var setting = await SettingAsync(Output, 0);
        var process = ProcessIdentity.Current;
        var left = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"ecstools-build-{process.Number}-{process.Start - 1000}-{Guid.NewGuid():N}"));
        File.WriteAllText(Path.Combine(left.FullName, "config.json"), "{}");
        var running = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"ecstools-build-{process.Number}-{process.Start}-{Guid.NewGuid():N}"));
        await setting.BuildAsync(new ImageBuildRequest { ContextPath = setting.Context.Path });
        Assert.Equal((false, true), (Directory.Exists(left.FullName), Directory.Exists(running.FullName)));
        running.Delete();
    }

    private sealed class Act(Action<OperationProgress> act) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => act(value);
    }

    private async Task<Setting> SettingAsync(string output, int exitCode)
    {
        Tool.Require("sh");
        var image = await new EngineImages(_engine.Engine).InspectAsync(_engine.Image, default);
        return new Setting(_engine.Engine, image, output, exitCode);
    }

    private sealed class Setting : IDisposable
    {
        private readonly DockerEngine _engine;
        private readonly TemporaryFolder _bin = new();

        public Setting(DockerEngine engine, EngineImage image, string output, int exitCode)
        {
            _engine = engine;
            Context.Write("Dockerfile", "FROM a AS build\nRUN --mount=type=cache,target=/c true\n");
            _bin.Write("output", output + "\n");
            var script = _bin.Write("docker", $$"""
                #!/bin/sh
                [ "$2" = version ] && exit 0
                here='{{_bin.Path}}'
                for argument in "$@"; do printf '%s\0' "$argument"; done > "$here/arguments"
                env -0 > "$here/environment"
                [ -n "$DOCKER_CONFIG" ] && cp "$DOCKER_CONFIG/config.json" "$here/config"
                while [ $# -gt 0 ]; do [ "$1" = --iidfile ] && printf '{{image.ImageId}}' > "$2"; shift; done
                cat "$here/output" >&2
                exit {{exitCode}}
                """);
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public TemporaryFolder Context { get; } = new();

        public BuildRecords Records => new(_bin.File("records"));

        public HostEnvironment Environment => EngineFixture.Alone(null, ("PATH", _bin.Path));

        public string Config => File.ReadAllText(_bin.File("config"));

        public IReadOnlyList<string> Arguments => File.ReadAllText(_bin.File("arguments")).TrimEnd('\0').Split('\0');

        public string? Variable(string name) => File.ReadAllText(_bin.File("environment")).Split('\0')
            .FirstOrDefault(line => line.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

        public Task<BuiltImage> BuildAsync(ImageBuildRequest request, IProgress<OperationProgress>? progress = null) =>
            new ImageBuilder(_engine, Environment, SystemClock.Instance, Records).BuildAsync(request, progress, default);

        public void Dispose()
        {
            _bin.Dispose();
            Context.Dispose();
        }
    }
}
