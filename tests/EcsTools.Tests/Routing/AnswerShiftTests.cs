using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Sandbox.LoadBalancing;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Traffic that moves step by step to containers, and turns back by what they answer.</summary>
[TakesLong]
public sealed class AnswerShiftTests(BalancedContainerSandbox sandbox) : IClassFixture<BalancedContainerSandbox>
{
    [SkippableFact]
    public async Task Targets_that_are_healthy_and_answer_with_errors_turn_the_traffic_back()
    {
        sandbox.Require();
        using var connection = Connect();
        var (world, name) = (new RoutingWorld(connection), TaskSandbox.Unique("lb"));
        await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var old = (await world.AddAsync(Route(name, "-o"))).Single();
        var next = (await world.AddAsync(Route(name, "-n", "/cgi-bin/*") with { Weight = 0 })).Single();
        await ServeAsync(old, "one", 1_000_000);
        await ServeAsync(next, "two", 0);
        await using var client = new SteadyClient(await UrlAsync(connection, name) + BalancedServices.AppPath);
        await client.MoreAsync(5);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => world.ChangeAsync(next, Steps(20)));
        var before = client.Count;
        await client.MoreAsync(20);
        var answers = await client.StopAsync();

        Assert.Equal("TrafficTurnedBack", error.ErrorId);
        Assert.Contains($"percent of the answers of '{name}-n' are errors", error.Message, StringComparison.Ordinal);
        Assert.Contains("After step 1 of 5", error.Message, StringComparison.Ordinal);
        Assert.All(answers.Take(5), answer => Assert.Equal((200, "one"), (answer.Status, answer.Body)));
        Assert.All(answers.Skip(before + 1), answer => Assert.Equal((200, "one"), (answer.Status, answer.Body)));
    }

    [SkippableFact]
    public async Task Targets_that_answer_well_get_all_of_the_traffic()
    {
        sandbox.Require();
        using var connection = Connect();
        var (world, name) = (new RoutingWorld(connection), TaskSandbox.Unique("lb"));
        await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var old = (await world.AddAsync(Route(name, "-o"))).Single();
        var next = (await world.AddAsync(Route(name, "-n", "/cgi-bin/*") with { Weight = 0 })).Single();
        await ServeAsync(old, "one", 1_000_000);
        await ServeAsync(next, "two", 1_000_000);
        await using var client = new SteadyClient(await UrlAsync(connection, name) + BalancedServices.AppPath);
        var moved = await world.ChangeAsync(next, Steps(50));
        var before = client.Count;
        await client.MoreAsync(20);
        var answers = await client.StopAsync();

        Assert.Equal([100d, 0d], moved.Targets.Select(target => target.Percent));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.All(answers.Skip(before + 1), answer => Assert.Equal("two", answer.Body));
    }

    private static RouteChangeRequest Steps(double percent) => RoutingWorld.Weight(100) with { Steps = new WeightSteps(percent, TimeSpan.FromMinutes(1), 1) };

    /// <summary>A route whose health check does not ask the program.</summary>
    private static RouteRequest Route(string balancer, string group, params string[] paths)
    {
        var route = RoutingWorld.Forward(balancer, balancer + group, paths);
        return route with
        {
            Target = route.Target! with
            {
                ContainerPort = 8080,
                HealthCheck = new HealthCheckRequest { Path = "/", Interval = TimeSpan.FromSeconds(6), Timeout = TimeSpan.FromSeconds(5) },
            },
        };
    }

    private static async Task<string> UrlAsync(AwsConnection connection, string balancer)
        => "http://" + (await new LoadBalancers(connection).FindAsync(balancer, default))!.DnsName;

    private AwsConnection Connect() => new(
        new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl, new SandboxTime(sandbox.Server));

    /// <summary>A service behind the route, whose program answers well so many times.</summary>
    private async Task ServeAsync(FargateRoute route, string version, int answers)
        => await sandbox.SteadyServiceAsync(sandbox.AgingApp(version, answers), 1, BalancedServices.Behind(route.TargetGroupArn!));
}
