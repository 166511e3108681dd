using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;
using EcsTools.Sandbox;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>
/// Pushes through a proxy that breaks what passes. Whatever befalls a push, it ends with the image whole in the registry or with an error that says
/// what to do; and the next one sends just what is missing.
/// </summary>
[TakesLong]
public sealed class PushFaultTests : IDisposable
{
    private const int AtATime = 40;

    private static readonly HashSet<string> ClearErrors = new(StringComparer.Ordinal)
    {
        "RegistryUnreachable", "RegistryThrottled", "RegistryUnavailable", "RegistryUnauthorized", "RegistryUploadBroken", "DigestMismatch",
    };

    // Short, so that a stall costs the tests little, and long enough for a busy machine; the push that must succeed has all the time it wants.
    private static readonly RegistryTimeouts Impatient = new() { Stall = TimeSpan.FromSeconds(2.5), Answer = TimeSpan.FromSeconds(2.5) };
    private static readonly RegistryTimeouts VeryImpatient = new() { Stall = TimeSpan.FromSeconds(0.3), Answer = TimeSpan.FromSeconds(0.3) };

    private readonly TemporaryFolder _folder = new();
    private readonly TestImage _image = TestImage.Of(7, "faults", 900, 60_000, 1_100_000);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_push_to_docker_registry_that_meets_faults_is_whole_or_says_why_and_is_finished_by_the_next()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        await RunAsync(registry.Host, null, Enumerable.Range(0, 240), _ => Task.CompletedTask);
    }

    [Fact]
    public async Task A_push_to_the_sandbox_that_meets_faults_is_whole_or_says_why_and_is_finished_by_the_next()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.AccessKey, sandbox.SecretKey), sandbox.Region, sandbox.EndpointUrl, SystemClock.Instance);
        var token = await EcrAuthorization.GetBasicAsync(connection, renew: false, CancellationToken.None);
        var repositories = new EcrRepositories(connection);
        await RunAsync(
            sandbox.RegistryUri,
            "Basic " + token,
            Enumerable.Range(1000, 80),
            name => repositories.InitializeAsync(new InitializeRepositoryRequest { RepositoryName = name }, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData(Fault.TooManyRequests, "RegistryThrottled")]
    [InlineData(Fault.InternalError, "RegistryUnavailable")]
    [InlineData(Fault.RequestStalls, "RegistryUnreachable")]
    [InlineData(Fault.EndEarly, "RegistryUnreachable")]
    [InlineData(Fault.ResetAtStart, "RegistryUnreachable")]
    [InlineData(Fault.AnswerTruncated, "RegistryUnreachable")]
    [InlineData(Fault.AnswerStalls, "RegistryUnreachable")]
    [InlineData(Fault.TokenExpired, "RegistryUnauthorized")]
    internal async Task What_goes_on_failing_is_named_for_what_it_is(Fault fault, string errorId)
    {
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new FaultProxy(registry.Host, 1, rate: 1, null, fault);

        // A stall is what a short patience is for; what answers has time to, on a busy machine too.
        var patience = fault is Fault.RequestStalls or Fault.AnswerStalls ? VeryImpatient : new RegistryTimeouts();
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(proxy, "web", patience, _image.Manifest));

        Assert.Equal(errorId, error.ErrorId);
        Assert.NotNull(error.Remedy);
    }

    [SkippableFact]
    public async Task A_body_that_is_changed_on_its_way_never_becomes_a_blob()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new FaultProxy(registry.Host, 1, rate: 1, null, Fault.BodyCorrupted);
        using var direct = RepositoryClients.For(registry.Host);

        // What has no body to change is reset instead, so only single requests of an upload get through: the error is one or the other.
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(proxy, "web", VeryImpatient, _image.Manifest));

        Assert.Contains(error.ErrorId, ClearErrors);
        Assert.Empty(await direct.ListTagsAsync(CancellationToken.None));
    }

    private async Task RunAsync(string host, string? authorization, IEnumerable<int> seeds, Func<string, Task> prepare)
    {
        var archive = _folder.File("image.tar.gz");
        _image.SaveGzipped(archive);
        var digests = await _image.BlobDigestsAsync();
        var before = Spools();
        var ends = new ConcurrentBag<string>();
        using var gate = new SemaphoreSlim(AtATime);
        await Task.WhenAll(seeds.Select(async seed =>
        {
            await gate.WaitAsync();
            try
            {
                await prepare($"seed/{seed}");
                ends.Add(await RunAsync(host, authorization, seed, archive, digests));
            }
            finally
            {
                gate.Release();
            }
        }));

        Assert.Equal(before, Spools());

        // Schedules without an effect would prove nothing, nor would those that nothing gets through.
        Assert.Contains("whole", ends);
        Assert.Contains(ends, end => end != "whole");
    }

    /// <returns>How the push under faults ended.</returns>
    private async Task<string> RunAsync(string host, string? authorization, int seed, string archive, IReadOnlyList<string> digests)
    {
        var repository = $"seed/{seed}";
        var rate = 0.04 + (seed % 8 * 0.05);
        using var proxy = new FaultProxy(host, seed, rate, authorization);
        var end = await TryPushAsync(proxy, repository, seed % 4 == 0 ? archive : null);

        proxy.IsQuiet = true;
        using var client = ClientOf(proxy, repository, new RegistryTimeouts());
        var missing = 0;
        foreach (var digest in digests)
        {
            missing += await client.FindBlobAsync(digest, CancellationToken.None) is null ? 1 : 0;
        }

        var tagged = await client.FindManifestAsync("v1", CancellationToken.None);
        Assert.True(end != "whole" || (missing == 0 && tagged is not null), $"seed {seed}: a push said it was whole, and {missing} blobs are missing");
        var again = await PushAsync(proxy, repository, new RegistryTimeouts(), _image.Manifest);

        // What the registry was still at work on when it was asked may have arrived since.
        Assert.True(again.BlobsSent <= missing, $"seed {seed} ({end}): {missing} blobs were missing and {again.BlobsSent} sent");
        await AssertWholeAsync(client, digests, again.Digest);
        return end;
    }

    private async Task<string> TryPushAsync(FaultProxy proxy, string repository, string? archive)
    {
        try
        {
            using var source = archive is null ? null : await ImageArchiveOpener.OpenAsync(archive, null, null, CancellationToken.None);
            await PushAsync(proxy, repository, Impatient, source?.Root ?? _image.Manifest);
            return "whole";
        }
        catch (EcsToolsException e)
        {
            Assert.True(ClearErrors.Contains(e.ErrorId), e.ToString());
            Assert.False(string.IsNullOrEmpty(e.Remedy), e.ToString());
            return e.ErrorId;
        }
    }

    private async Task<PushResult> PushAsync(FaultProxy proxy, string repository, RegistryTimeouts timeouts, ImageManifest image)
    {
        using var client = ClientOf(proxy, repository, timeouts);
        var index = new PushedLayerCache(_folder.File(repository.Replace('/', '-')));
        return await new RegistryPusher(client, index, new PushReport("test", null), ImageCompressionLevel.Fastest)
            .PushAsync(image, new[] { "v1" }, CancellationToken.None);
    }

    private static RepositoryClient ClientOf(FaultProxy proxy, string repository, RegistryTimeouts timeouts)
    {
        var token = proxy.Token;
        var authorization = new EcrRegistryAuthorization((renew, _) => Task.FromResult(renew ? token = proxy.Token : token), new HastyClock());
        return new RepositoryClient(new RegistryAddress(proxy.Host), repository, authorization, new ImpatientClock(), timeouts);
    }

    private static async Task AssertWholeAsync(RepositoryClient client, IReadOnlyList<string> digests, string digest)
    {
        var manifest = await client.GetManifestAsync("v1", CancellationToken.None);
        Assert.Equal(digest, manifest!.Digest);
        Assert.Equal(digests, new[] { manifest.Config! }.Concat(manifest.Layers).Select(blob => blob.Digest));
        foreach (var blob in manifest.Layers)
        {
            Assert.Equal(blob.Size, await client.FindBlobAsync(blob.Digest, CancellationToken.None));
        }
    }

    private static string[] Spools() => Directory.GetFiles(Path.GetTempPath(), "ecstools-*.spool");

    /// <summary>An hour passes with every look: a token is never too fresh to have expired.</summary>
    private sealed class HastyClock : IClock
    {
        private DateTimeOffset _now = DateTimeOffset.UtcNow;

        public DateTimeOffset UtcNow => _now += TimeSpan.FromHours(1);

        public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken) => Task.CompletedTask;

        public double NextRandom() => 0.5;
    }
}
