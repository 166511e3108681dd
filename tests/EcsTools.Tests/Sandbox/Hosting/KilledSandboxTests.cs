using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using Amazon.ECR.Model;
using Amazon.ECS.Model;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Campaigns.Durability;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Tests.Sandbox.Registry;
using EcsTools.Tests.Support;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>What is on disk at the moment of an answer is what a kill leaves.</summary>
public sealed class KilledSandboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _atKill = new();

    public void Dispose()
    {
        _folder.Dispose();
        _atKill.Dispose();
    }

    [Fact]
    public async Task What_was_answered_is_there_after_a_kill()
    {
        await using var server = await StartAsync(_folder.Path);
        using var connection = Connect(server);
        await connection.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = "kept" });
        await connection.Iam.CreateUserAsync(new CreateUserRequest { UserName = "kept" });
        var key = (await connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = "kept" })).AccessKey;
        await connection.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = "kept" });
        await connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = "kept", LogStreamName = "kept" });
        await WriteAsync(connection, "one");
        await connection.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "kept" });
        using var registry = new RegistryClient(server.RegistryUri, server.Cloud.Service<EcrService>().IssueToken().Password);
        var (manifest, _) = await registry.PushImageAsync("kept", "1", 10_000);
        await WriteAsync(connection, "two");
        Kill();

        await using var second = await StartAsync(_atKill.Path);
        using var again = Connect(second);

        Assert.Equal((server.AccessKey, server.SecretKey), (second.AccessKey, second.SecretKey));
        Assert.Equal("ACTIVE", (await again.Ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = ["kept"] })).Clusters.Single().Status);
        Assert.Equal(key.AccessKeyId, (await again.Iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = "kept" })).AccessKeyMetadata.Single().AccessKeyId);
        Assert.Equal(["one", "two"], await LinesAsync(again));
        using var registryAgain = new RegistryClient(second.RegistryUri, second.Cloud.Service<EcrService>().IssueToken().Password);
        using var pulled = await registryAgain.SendAsync("GET", "/v2/kept/manifests/1");
        Assert.Equal(manifest, await pulled.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_sandbox_that_is_killed_right_after_its_start_has_the_same_root_key()
    {
        await using var server = await StartAsync(_folder.Path);
        Kill();

        await using var second = await StartAsync(_atKill.Path);

        Assert.Equal((server.AccessKey, server.SecretKey), (second.AccessKey, second.SecretKey));
    }

    [Fact]
    public async Task A_fast_clock_does_not_go_back_behind_what_was_answered_before_a_kill()
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, DataPath = _folder.Path, TimeScale = 100_000 }, CancellationToken.None);
        using var connection = Connect(server);
        await Task.Delay(100);
        var before = server.Cloud.ScaledClock.UtcNow;
        await connection.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = "kept" });
        Kill();

        await using var second = await StartAsync(_atKill.Path);

        Assert.True(second.Cloud.ScaledClock.UtcNow >= before, $"The time is {second.Cloud.ScaledClock.UtcNow} after it was {before}.");
    }

    [Fact]
    public async Task A_log_line_that_a_kill_cut_short_does_not_take_the_next_one_with_it()
    {
        await using (var server = await StartAsync(_folder.Path))
        {
            using var connection = Connect(server);
            await connection.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = "kept" });
            await connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = "kept", LogStreamName = "kept" });
            await WriteAsync(connection, "one");
            Kill();
        }

        File.AppendAllText(Directory.GetFiles(Path.Combine(_atKill.Path, "logs")).Single(), "[17000000000,17");
        await using (var second = await StartAsync(_atKill.Path))
        {
            using var connection = Connect(second);
            await WriteAsync(connection, "two");
        }

        await using var third = await StartAsync(_atKill.Path);
        using var last = Connect(third);
        Assert.Equal(["one", "two"], await LinesAsync(last));
    }

    [Fact]
    public async Task A_change_that_cannot_be_kept_is_not_acknowledged_and_a_deletion_takes_nothing_away()
    {
        await using var server = await StartAsync(_folder.Path);
        using var connection = Connect(server);
        using var registry = await FillAsync(server, connection);

        // Nothing can be written to the state, as on a full disk.
        Directory.Move(_folder.File("state"), _folder.File("away"));
        using var refused = await registry.SendAsync("DELETE", "/v2/kept/manifests/1");
        await server.CallAsync("AWSSDK.CloudWatchLogs", "DeleteLogGroup", new JsonObject { ["logGroupName"] = "kept" });

        // The copy is made while nothing can be saved: a save deletes files.
        Kill();
        Directory.Move(_atKill.File("away"), _atKill.File("state"));
        Directory.Move(_folder.File("away"), _folder.File("state"));

        Assert.Equal(500, (int)refused.StatusCode);
        await using var second = await StartAsync(_atKill.Path);
        using var again = Connect(second);
        Assert.Equal(["one"], await LinesAsync(again));
        using var registryAgain = new RegistryClient(second.RegistryUri, second.Cloud.Service<EcrService>().IssueToken().Password);
        using var pulled = await registryAgain.SendAsync("GET", "/v2/kept/manifests/1");
        Assert.Equal(200, (int)pulled.StatusCode);

        // What was to be deleted is deleted by the next save of the first.
        await connection.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = "other" });
        await connection.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = "other" });
        await connection.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "other" });
        Assert.Empty(Directory.GetFiles(_folder.File("logs")));
        Assert.Empty(Directory.GetFiles(_folder.File("registry"), "*", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public async Task Every_file_is_its_owners_only_also_where_it_was_there_before()
    {
        Skip.If(OperatingSystem.IsWindows(), "Unix file modes");
        foreach (var name in new[] { "state", "logs", "registry" })
        {
            Directory.CreateDirectory(_folder.File(name));
            File.SetUnixFileMode(_folder.File(name), (UnixFileMode)0b111_111_111);
        }

        _folder.Write("state/AWSSDK.ECS.json.new", "half");
        File.SetUnixFileMode(_folder.File("state/AWSSDK.ECS.json.new"), (UnixFileMode)0b110_110_110);
        await using var server = await StartAsync(_folder.Path);
        using var connection = Connect(server);
        using var registry = await FillAsync(server, connection);

        var entries = new DirectoryInfo(_folder.Path).GetFileSystemInfos("*", SearchOption.AllDirectories);
        Assert.True(entries.Length > 10);
        Assert.All(entries, entry => Assert.Equal(
            entry is DirectoryInfo ? (UnixFileMode)0b111_000_000 : (UnixFileMode)0b110_000_000, entry.UnixFileMode));
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_by_kills()
    {
        var report = await new KillCampaign(seed: 5).RunAsync(kills: 3);

        Assert.True(report.Findings.Count == 0, report.Summary + "\n" + string.Join("\n", report.Findings));
    }

    private static Task<SandboxServer> StartAsync(string dataPath)
        => SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated, DataPath = dataPath }, CancellationToken.None);

    private static AwsConnection Connect(SandboxServer server)
        => new(new BasicAWSCredentials(server.AccessKey, server.SecretKey), "us-east-1", server.EndpointUrl, SystemClock.Instance);

    private static Task WriteAsync(AwsConnection connection, string line) => connection.Logs.PutLogEventsAsync(new PutLogEventsRequest
    {
        LogGroupName = "kept",
        LogStreamName = "kept",
        LogEvents = [new InputLogEvent { Timestamp = DateTime.UtcNow, Message = line }],
    });

    /// <summary>Writes one log line and pushes one image.</summary>
    private static async Task<RegistryClient> FillAsync(SandboxServer server, AwsConnection connection)
    {
        await connection.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = "kept" });
        await connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = "kept", LogStreamName = "kept" });
        await WriteAsync(connection, "one");
        await connection.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "kept" });
        var registry = new RegistryClient(server.RegistryUri, server.Cloud.Service<EcrService>().IssueToken().Password);
        await registry.PushImageAsync("kept", "1", 10_000);
        return registry;
    }

    private static async Task<string[]> LinesAsync(AwsConnection connection)
    {
        var events = await connection.Logs.GetLogEventsAsync(new GetLogEventsRequest { LogGroupName = "kept", LogStreamName = "kept", StartFromHead = true });
        return events.Events.Select(line => line.Message).ToArray();
    }

    private void Kill()
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("sandbox.lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(_atKill.Path, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
