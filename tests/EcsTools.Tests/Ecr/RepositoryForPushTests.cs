using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Compression;
using EcsTools.Images.Sources;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Images;
using EcsTools.Tests.Sandbox.Registry;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Ecr;

/// <summary>What becomes of the repository of a push that does not complete.</summary>
public sealed class RepositoryForPushTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name = $"push-{Guid.NewGuid():N}";

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_push_that_is_stopped_removes_the_repository_that_it_has_created()
    {
        var log = StopWhenCreated();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PushAsync(Layout(), log));
        Assert.False(await IsThereAsync());
        var left = Assert.Single(log.Reports, report => report.Level == ProgressLevel.Leftover);
        Assert.Contains($"'{_name}', which had no image yet and was removed", left.Status, StringComparison.Ordinal);

        // The next push creates it again, and is not misled by what it remembers of the first.
        await PushAsync(Layout(), new ProgressLog(), default(CancellationToken));
        Assert.True(await IsThereAsync());
    }

    [Fact]
    public async Task A_push_that_fails_removes_the_repository_that_it_has_created()
    {
        var log = new ProgressLog();
        await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(Damaged(), log));
        Assert.False(await IsThereAsync());
        Assert.Single(log.Reports, report => report.Level == ProgressLevel.Leftover);
    }

    [Fact]
    public async Task A_repository_that_was_there_before_stays()
    {
        await new EcrRepositories(sandbox.Connection).InitializeAsync(new InitializeRepositoryRequest { RepositoryName = _name }, default);
        var log = new ProgressLog();
        await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(Damaged(), log));
        Assert.True(await IsThereAsync());
        Assert.DoesNotContain(log.Reports, report => report.Level == ProgressLevel.Leftover);
    }

    [Fact]
    public async Task A_repository_to_which_somebody_else_has_pushed_in_the_meantime_stays()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "other");
        var log = new ProgressLog(report =>
        {
            if (IsCreated(report))
            {
#pragma warning disable xUnit1031 // A report is not asynchronous, and the push must wait here.
                world.ImageAsync(_name, "theirs", tags: ["theirs"]).GetAwaiter().GetResult();
#pragma warning restore xUnit1031
                _stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PushAsync(Layout(), log));
        world.Dispose();
        Assert.True(await IsThereAsync());
        Assert.DoesNotContain(log.Reports, report => report.Level == ProgressLevel.Leftover);
        Assert.NotEqual(_name, repository.RepositoryName);
    }

    [Fact]
    public async Task A_copy_that_is_stopped_removes_the_repository_that_it_has_created()
    {
        var (source, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "source");
        await world.ImageAsync(source.RepositoryName, "copied", tags: ["1"]);
        world.Dispose();
        var copier = new ImageCopier(sandbox.Connection);
        var request = new CopyImageRequest { Source = source.RepositoryUri + ":1", RepositoryName = _name };
        using var plan = await copier.PlanAsync(request, default);
        var log = StopWhenCreated();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copier.ApplyAsync(plan, log, _stop.Token));
        Assert.False(await IsThereAsync());
        Assert.Single(log.Reports, report => report.Level == ProgressLevel.Leftover);
    }

    private ProgressLog StopWhenCreated() => new(report =>
    {
        if (IsCreated(report))
        {
            _stop.Cancel();
        }
    });

    private static bool IsCreated(OperationProgress report) => report.Status.StartsWith("Created the repository", StringComparison.Ordinal);

    private string Layout()
    {
        var folder = _folder.File("layout");
        OciLayout.Write(folder);
        return folder;
    }

    /// <summary>An image with a layer that is not what its digest says.</summary>
    private string Damaged()
    {
        var folder = Layout();
        var layer = new DirectoryInfo(Path.Combine(folder, "blobs", "sha256")).GetFiles().OrderByDescending(file => file.Length).First();
        var bytes = File.ReadAllBytes(layer.FullName);
        bytes[^1] ^= 1;
        File.WriteAllBytes(layer.FullName, bytes);
        return folder;
    }

    private Task PushAsync(string path, ProgressLog log) => PushAsync(path, log, _stop.Token);

    private async Task PushAsync(string path, ProgressLog log, CancellationToken cancellationToken) => await new EcrImagePush(sandbox.Connection).PushAsync(
        new PushImageRequest { RepositoryName = _name, Path = path, Tags = ["1"], CompressionLevel = ImageCompressionLevel.Fastest }, log, cancellationToken);

    private async Task<bool> IsThereAsync() => (await new EcrRepositories(sandbox.Connection).ListNamesAsync(default)).Contains(_name);
}
