using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Logs;
using EcsTools.Tasks;
using EcsTools.Tests.Compose;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>Services of a compose file that call each other by name, as containers.</summary>
public sealed class ConnectedServicesTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    // The wget of a static busybox cannot look up names.
    private const string Client = @"until printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc api 3000 > /answer 2> /dev/null && grep -q hello /answer; do sleep 0.2; done; "
        + "tail -n 1 /answer; exec sleep 1000";

    [SkippableFact]
    public async Task A_service_calls_another_one_of_its_app_by_the_name_in_the_compose_file()
    {
        sandbox.Require();
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl, SystemClock.Instance);
        var (one, other) = (TaskSandbox.Unique("one"), TaskSandbox.Unique("two"));

        // Both apps have a service api. Each of them knows only its own.
        await PublishAsync(connection, one);
        await PublishAsync(connection, other);
        Assert.Equal([$"hello from {one}", $"hello from {other}"], [await AnswerAsync(connection, one), await AnswerAsync(connection, other)]);
    }

    private async Task PublishAsync(AwsConnection connection, string name)
    {
        using var folder = new ComposeFolder($"""
            name: {name}
            services:
              web:
                image: {sandbox.Image}
                command: ["sh", "-c", "{Client}"]
                environment: {"{ API_URL: 'http://api:3000' }"}
                stop_grace_period: 2s
              api:
                image: {sandbox.Image}
                command: ["sh", "-c", "mkdir /www; echo hello from {name} > /www/index.html; exec httpd -f -p 3000 -h /www"]
                expose: [3000]
                stop_grace_period: 2s
            """);
        var definition = folder.Read();
        Assert.Empty(definition.Warnings);
        var publisher = new AppPublisher(connection);
        var request = new PublishAppRequest { Definition = definition, Cluster = "connected", SkipTest = true };
        var app = await publisher.ApplyAsync(await publisher.PlanAsync(request, default), null, default);
        Assert.Equal("Running", app.Status);
    }

    /// <summary>The first line of the log of the client, which may come a while after the task runs.</summary>
    private static async Task<string> AnswerAsync(AwsConnection connection, string app)
    {
        var query = new TaskQuery { Clusters = ["connected"], ServiceName = app + "-web", Running = true };
        var task = await new FargateTasks(connection).GetAsync(query, problem => throw problem, default).FirstAsync();
        var request = new TaskLogRequest { Tasks = [TaskReference.Parse(task.TaskArn, null)] };
        var line = await connection.Clock.UntilAsync(
            async () => await new TaskLogs(connection).ReadAsync(request, _ => { }, null, default).FirstOrDefaultAsync(),
            TimeSpan.FromMinutes(3),
            TimeSpan.FromSeconds(0.2),
            TimeSpan.FromSeconds(1),
            default);
        Assert.NotNull(line);
        return line.Message;
    }
}
