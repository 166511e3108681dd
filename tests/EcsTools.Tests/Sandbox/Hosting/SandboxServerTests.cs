using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.Logs;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

public sealed class SandboxServerTests : IDisposable
{
    private const string CreateGroup = "Logs_20140328.CreateLogGroup";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "sandbox-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task State_and_keys_survive_a_restart_with_a_data_path()
    {
        string accessKey, userKey, userSecret, vpcs;
        await using (var first = await StartAsync(new SandboxOptions { DataPath = _folder }))
        {
            accessKey = first.AccessKey;
            using var aws = RawAws.Root(first);
            await aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=kept");
            var key = await aws.FormAsync("iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=kept");
            (userKey, userSecret) = (key.Xml("AccessKeyId")!, key.Xml("SecretAccessKey")!);
            await aws.JsonAsync("logs", CreateGroup, "{\"logGroupName\":\"kept\"}");
            first.Cloud.Service<EcsTools.Sandbox.Services.Logs.LogsService>().Append("kept", "s", 1000, "a line \"quoted\" é");
            vpcs = (await aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15")).Xml("vpcId")!;
        }

        await using var second = await StartAsync(new SandboxOptions { DataPath = _folder });
        using var again = RawAws.Root(second);
        var events = await again.JsonAsync("logs", "Logs_20140328.GetLogEvents", "{\"logGroupName\":\"kept\",\"logStreamName\":\"s\"}");
        Assert.Equal(accessKey, second.AccessKey);
        Assert.Equal("a line \"quoted\" é", (string?)events.Json["events"]![0]!["message"]);
        Assert.Equal(vpcs, (await again.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15")).Xml("vpcId"));
        using var user = new RawAws(second.EndpointUrl, userKey, userSecret);
        await WaitUntilAsync(async () =>
            (await user.FormAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Xml("Arn") == "arn:aws:iam::000000000000:user/kept");
    }

    [Fact]
    public async Task What_was_changed_is_on_disk_soon_and_not_only_at_the_stop()
    {
        await using var server = await StartAsync(new SandboxOptions { DataPath = _folder });
        using var aws = RawAws.Root(server);
        await aws.JsonAsync("logs", CreateGroup, "{\"logGroupName\":\"soon\"}");
        var file = Path.Combine(_folder, "state", "AWSSDK.CloudWatchLogs.json");

        await WaitUntilAsync(() => Task.FromResult(File.Exists(file) && File.ReadAllText(file).Contains("\"soon\"")));
    }

    [Fact]
    public async Task Two_sandboxes_cannot_share_a_folder()
    {
        await using var first = await StartAsync(new SandboxOptions { DataPath = _folder });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new SandboxOptions { DataPath = _folder }));

        Assert.Contains(_folder, error.Message);
        Assert.Contains("another sandbox", error.Message);
    }

    [Fact]
    public async Task A_damaged_state_file_is_named_and_nothing_stays_locked()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "state"));
        var file = Path.Combine(_folder, "state", "AWSSDK.EC2.json");
        File.WriteAllText(file, "{");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new SandboxOptions { DataPath = _folder }));

        Assert.Contains("AWSSDK.EC2.json", error.Message);
        Assert.Contains("it is not JSON at line 1, column ", error.Message);
        File.Delete(file);
        await using var works = await StartAsync(new SandboxOptions { DataPath = _folder });
    }

    [Fact]
    public async Task Without_a_data_path_each_sandbox_has_its_own_keys()
    {
        await using var first = await StartAsync(new SandboxOptions());
        await using var second = await StartAsync(new SandboxOptions());

        Assert.NotEqual(first.AccessKey, second.AccessKey);
        using var stray = new RawAws(second.EndpointUrl, first.AccessKey, first.SecretKey);
        Assert.Equal("InvalidClientTokenId", (await stray.FormAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Xml("Code"));
    }

    [Fact]
    public async Task A_stopped_sandbox_answers_nobody_and_frees_its_port()
    {
        var server = await StartAsync(new SandboxOptions());
        await server.StopAsync();
        await server.StopAsync();

        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.EndpointUrl));
        await using var next = await StartAsync(new SandboxOptions { Port = server.Port });
        Assert.Equal(server.Port, next.Port);
        Assert.True(server.IsStopped);
    }

    [Theory]
    [InlineData(70000, "us-east-1", 1, "Port 70000")]
    [InlineData(0, "nowhere", 1, "Region 'nowhere'")]
    [InlineData(0, "us-east-1", 0, "TimeScale 0")]
    [InlineData(0, "us-east-1", double.NaN, "TimeScale NaN")]
    public async Task An_option_out_of_range_is_named_with_its_value(int port, string region, double scale, string said)
    {
        var options = new SandboxOptions { Port = port, Region = region, TimeScale = scale };

        Assert.Contains(said, (await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(options))).Message);
    }

    [Theory]
    [InlineData("ecs", HttpStatusCode.BadRequest, "ThrottlingException")]
    [InlineData("iam", HttpStatusCode.BadRequest, "Throttling")]
    [InlineData("ec2", HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded")]
    public async Task A_throttled_request_gets_the_services_own_error(string service, HttpStatusCode status, string code)
    {
        await using var server = await StartAsync(new SandboxOptions { Faults = new SandboxFaults { Throttle = 1 } });
        using var aws = RawAws.Root(server);

        var answer = service switch
        {
            "ecs" => await aws.JsonAsync("ecs", "AmazonEC2ContainerServiceV20141113.ListClusters", "{}"),
            "iam" => await aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08"),
            _ => await aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15"),
        };

        Assert.Equal(status, answer.Status);
        Assert.Contains(code, answer.Body);
    }

    [Fact]
    public async Task Faults_strike_in_the_order_of_their_seed()
    {
        var faults = new SandboxFaults { ServerError = 0.3, Throttle = 0.2, Seed = 7 };

        Assert.Equal(await OutcomesAsync(faults), await OutcomesAsync(faults));
        Assert.NotEqual(await OutcomesAsync(faults), await OutcomesAsync(faults with { Seed = 8 }));
    }

    [Fact]
    public async Task A_reset_is_seen_as_a_broken_connection()
    {
        await using var server = await StartAsync(new SandboxOptions { Faults = new SandboxFaults { Reset = 1 } });
        using var aws = RawAws.Root(server);

        await Assert.ThrowsAsync<HttpRequestException>(() => aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08"));
    }

    [Fact]
    public async Task With_limited_rates_the_burst_passes_and_the_next_request_is_throttled()
    {
        await using var server = await StartAsync(new SandboxOptions { LimitRates = true });
        using var aws = RawAws.Root(server);
        const string register = "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition";
        var throttled = 0;
        for (var i = 0; i < 40; i++)
        {
            throttled += (await aws.JsonAsync("ecs", register, "{}")).Body.Contains("ThrottlingException") ? 1 : 0;
            Assert.True(i >= 20 || throttled == 0, "the burst is 20");
        }

        Assert.True(throttled > 0);
    }

    private static async Task<string> OutcomesAsync(SandboxFaults faults)
    {
        await using var server = await StartAsync(new SandboxOptions { Faults = faults });
        using var aws = RawAws.Root(server);
        var outcomes = "";
        for (var i = 0; i < 20; i++)
        {
            outcomes += (int)(await aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08")).Status + " ";
        }

        return outcomes;
    }

    private static Task<SandboxServer> StartAsync(SandboxOptions options)
        => SandboxServer.StartAsync(options with { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
