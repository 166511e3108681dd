using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Benchmarks;
using EcsTools.Clusters;
using EcsTools.Sandbox;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Support;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Aws;

/// <summary>Lists of an account with more in it than a page and than a token bucket, against AWS's rates.</summary>
[TakesLong]
public sealed class ReadingAtScaleTests(ReadingAtScaleTests.Account account) : IClassFixture<ReadingAtScaleTests.Account>, IDisposable
{
    private const int Clusters = 3;
    private const int Services = 400;
    private const int Enough = 20;

    private readonly AwsConnection _connection = account.Connect(SystemClock.Instance);

    private SandboxServer Sandbox => account.Sandbox;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task Tasks_of_every_cluster_come_once_each_in_the_order_they_are_listed_in()
    {
        var tasks = await new FargateTasks(_connection).GetAsync(new TaskQuery { Clusters = ["cluster-*"], Detailed = false }, Fail, default).ToListAsync();
        Assert.Equal(Clusters * Services, tasks.Select(task => task.TaskArn).Distinct().Count());
        Assert.Equal(Clusters * Services, tasks.Count);
        Assert.Equal(await ListedAsync(), tasks.Select(task => task.TaskArn));
    }

    [Fact]
    public async Task Services_of_every_cluster_come_once_each()
    {
        var services = await new FargateServices(_connection).GetAsync(["cluster-*"], null, Fail, default).ToListAsync();
        Assert.Equal(Clusters * Services, services.Select(service => service.ServiceArn).Distinct().Count());
        Assert.Equal(Clusters * Services, services.Count);
    }

    [Fact]
    public async Task Task_definitions_more_than_the_bucket_holds_are_read_without_an_error_and_without_listing_their_revisions()
    {
        // 50 at once, 20 a second from then on: 1, 10 to 19 and 100 to 199, and two pages of their names.
        const int Families = 111;
        var (before, refused) = (Sandbox.RequestCount, Sandbox.Rates!.Refused);
        var definitions = await new FargateTaskDefinitions(_connection).GetAsync(["family-0-1*"], true, "ACTIVE", Fail, default).ToListAsync();
        Assert.Equal(Families, definitions.Select(definition => definition.Family).Distinct().Count());
        Assert.Equal(Families + 2, Sandbox.RequestCount - before - (Sandbox.Rates.Refused - refused));
    }

    [Fact]
    public async Task A_list_of_more_definitions_than_can_be_read_at_once_says_so_and_does_not_wait_for_them()
    {
        var notices = new List<string>();
        var query = new TaskQuery { Clusters = ["cluster-0"], Detailed = false, Notice = notices.Add };
        var tasks = await new FargateTasks(_connection).GetAsync(query, Fail, default).ToListAsync();
        Assert.Equal(Services, tasks.Count);
        Assert.Contains("-Detailed", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_take_out_of_the_bucket_shows_as_patience_and_not_as_an_error()
    {
        // Another program of the account, which knows nothing of ours.
        using var other = account.Connect(new OtherClock());
        using var stop = new CancellationTokenSource();
        var refused = Sandbox.Rates!.Refused;
        var theirs = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DrawAsync(other, () => Sandbox.Rates.Refused > refused + Enough, stop.Token)));
        for (var waves = 0; waves < 10 && Sandbox.Rates.Refused == refused; waves++)
        {
            var clusters = await Task.WhenAll(
                Enumerable.Range(0, 60).Select(_ => new FargateClusters(_connection).RequireAsync("cluster-1", default)));
            Assert.All(clusters, found => Assert.Equal("cluster-1", found.Cluster));
        }

        await stop.CancelAsync();
        await theirs;
        Assert.True(Sandbox.Rates.Refused > refused, "Nothing was throttled: the test has shown nothing.");
    }

    private static void Fail(EcsToolsException problem) => throw problem;

    /// <summary>Draws until calls enough were refused: from then on nobody learns more from it.</summary>
    private static async Task DrawAsync(AwsConnection connection, Func<bool> isEnough, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !isEnough())
        {
            await connection.Ecs.ListClustersAsync(new ListClustersRequest(), default);
        }
    }

    /// <summary>Names of tasks as ECS lists them, cluster after cluster.</summary>
    private async Task<List<string>> ListedAsync()
    {
        var listed = new List<string>();
        for (var cluster = 0; cluster < Clusters; cluster++)
        {
            var request = new ListTasksRequest { Cluster = $"cluster-{cluster}" };
            do
            {
                var page = await _connection.Ecs.ListTasksAsync(request);
                listed.AddRange(page.TaskArns);
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }

        return listed;
    }

    /// <summary>The machine's clock for one who keeps buckets of his own.</summary>
    private sealed class OtherClock : IClock
    {
        public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

        public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken) => SystemClock.Instance.DelayAsync(duration, cancellationToken);

        public double NextRandom() => SystemClock.Instance.NextRandom();
    }

    /// <summary>The account, filled once.</summary>
    public sealed class Account : IAsyncLifetime
    {
        public SandboxServer Sandbox { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Sandbox = await SandboxServer.StartAsync(
                new SandboxOptions { Runtime = SandboxRuntime.Simulated, LimitRates = true, TimeScale = 100 }, CancellationToken.None);
            await LargeAccount.FillAsync(Sandbox, Clusters, Services, tasks: 1);
        }

        public async Task DisposeAsync() => await Sandbox.DisposeAsync();

        internal AwsConnection Connect(IClock clock)
            => new(new BasicAWSCredentials(Sandbox.AccessKey, Sandbox.SecretKey), Sandbox.Region, Sandbox.EndpointUrl, clock);
    }
}
