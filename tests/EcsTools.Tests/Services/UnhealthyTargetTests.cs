using System;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Network;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Routing;
using EcsTools.Tests.Sandbox.LoadBalancing;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>Containers that run, and that the load balancer considers unhealthy.</summary>
[TakesLong]
public sealed class UnhealthyTargetTests(BalancedContainerSandbox sandbox) : IClassFixture<BalancedContainerSandbox>
{
    [SkippableFact]
    public async Task The_wait_names_the_reason_of_the_load_balancer_and_what_to_change()
    {
        sandbox.Require();
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl, new SandboxTime(sandbox.Server));
        var (routing, services, name) = (new RoutingWorld(connection), new ServiceWorld(connection), TaskSandbox.Unique("lb"));
        await routing.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var route = RoutingWorld.Forward(name, name + "-u");
        var group = (await routing.AddAsync(route with
        {
            Target = route.Target! with
            {
                ContainerPort = 8080,
                HealthCheck = new HealthCheckRequest { Path = "/missing", Interval = TimeSpan.FromSeconds(6), Timeout = TimeSpan.FromSeconds(5) },
                DeregistrationDelay = TimeSpan.FromSeconds(5),
            },
        }))[0].TargetGroupArn!;
        await services.RegisterAsync(new TaskDefinitionRequest
        {
            Family = name,
            ImageUri = sandbox.Image,
            Command = ["sh", "-c", "mkdir /www; exec httpd -f -p 8080 -h /www"],
            Ports = [new TaskPort(8080, "tcp")],
        });
        var error = await services.FailAsync(new FargateServiceRequest
        {
            TaskDefinition = name, Cluster = await services.ClusterAsync(), Target = new ServiceTargetRequest { TargetGroupArn = group },
        });

        Assert.True(
            error.Message.Contains($"answered the load balancer's health check of target group {name}-u with the status 404", StringComparison.Ordinal),
            error.Message + "\n" + string.Join("\n", services.Told));
        Assert.Contains("Set-FargateRoute -HealthCheckPath", error.Remedy, StringComparison.Ordinal);
    }
}
