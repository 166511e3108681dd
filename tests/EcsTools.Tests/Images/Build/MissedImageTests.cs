using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Engine;
using EcsTools.Models;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>Builds on an engine from which somebody removes images meanwhile.</summary>
public sealed class MissedImageTests
{
    private const string Id = "sha256:b21af5c8d5edb6527dd679fe3476659301be3e9a2fbd65869af92e59e390cf28";
    private readonly Collected<OperationProgress> _progress = new();
    private readonly BuildTranscript _transcript;

    public MissedImageTests() => _transcript = new BuildTranscript("Building", _progress);

    [Theory]
    [InlineData("unable to find image \\\"" + Id + "\\\"")]
    [InlineData("No such image: " + Id)]
    [InlineData("failed to get destination image \\\"" + Id + "\\\": No such image: " + Id)]
    public async Task A_build_that_misses_an_image_of_the_engine_starts_again(string said)
    {
        Assert.Equal(2, await BuildsAsync(Error(said), Success));
        Assert.Equal((null, "0123456789ab"), (_transcript.Failure, _transcript.ImageId));
    }

    [Fact]
    public async Task A_build_that_starts_again_says_so()
    {
        await BuildsAsync(Error("No such image: " + Id), Success);
        Assert.Contains(_progress.Values, told => told.Level == ProgressLevel.Verbose && told.Status.Contains("starts again"));
    }

    [Fact]
    public async Task A_build_that_misses_an_image_each_time_fails()
    {
        var missed = Error("No such image: " + Id);
        Assert.Equal(3, await BuildsAsync(missed, missed, missed, Success));
        Assert.Equal("No such image: " + Id, _transcript.Failure);
    }

    [Theory]
    [InlineData("No such image: web:1")]
    [InlineData("No such image: web@" + Id)]
    [InlineData("The command '/bin/sh -c false' returned a non-zero code: 1")]
    public async Task A_build_that_fails_otherwise_does_not_start_again(string said)
        => Assert.Equal(1, await BuildsAsync(Error(said), Success));

    private const string Success = "{\"stream\":\"Successfully built 0123456789ab\\n\"}\n";

    private static string Error(string said)
        => $"{{\"stream\":\"Step 1/2 : FROM web\\n\"}}\n{{\"errorDetail\":{{\"message\":\"{said}\"}},\"error\":\"{said}\"}}\n";

    /// <summary>Builds where the engine answers one build after another so, and gives how many it was asked for.</summary>
    private async Task<int> BuildsAsync(params string[] answers)
    {
        var left = new Queue<string>(answers);
        using var server = new RawHttpServer((line, _) => "200 OK\r\nContent-Type: application/json\r\nApi-Version: 1.41\r\n\r\n"
            + (line.Contains("/build?") ? left.Dequeue() : line.Contains("/version") ? "{\"ApiVersion\":\"1.41\",\"Version\":\"20.10\"}" : "{}"));
        using var folder = new TemporaryFolder();
        folder.Write("Dockerfile", "FROM web\nCOPY . /app/\n");
        using var engine = await DockerEngine.ConnectAsync(EngineFixture.Alone("tcp://" + server.Host), default);
        await new ClassicBuild(engine, _transcript).RunAsync(
            new ImageBuildRequest { ContextPath = folder.Path }, BuildContext.Open(folder.Path, null), [], default);
        return server.Heads.Count(head => head.Contains("/build?"));
    }
}
