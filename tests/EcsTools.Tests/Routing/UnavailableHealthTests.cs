using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Routing.Targets;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Elastic Load Balancing does not know the health of targets for a moment: HealthUnavailable, HTTP 500.</summary>
public sealed class UnavailableHealthTests
{
    private const int Reads = 40;

    [Fact]
    public async Task Health_that_is_unavailable_for_a_moment_is_asked_for_again()
    {
        await using var server = await StartAsync(0.3);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(server.AccessKey, server.SecretKey), server.Region, server.EndpointUrl, SystemClock.Instance);
        var vpc = (await connection.Ec2.DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest())).Vpcs[0].VpcId;
        var group = (await connection.LoadBalancing.CreateTargetGroupAsync(
            new CreateTargetGroupRequest { Name = "web", Protocol = "HTTP", Port = 80, TargetType = "ip", VpcId = vpc })).TargetGroups[0].TargetGroupArn;

        for (var read = 0; read < Reads; read++)
        {
            Assert.Empty((await TargetGroupHealth.ReadAsync(connection, group, default)).Targets);
        }
    }

    [Fact]
    public async Task Health_that_stays_unavailable_is_an_error_that_names_it()
    {
        await using var server = await StartAsync(1);
        using var aws = RawAws.Root(server);
        var answer = await aws.FormAsync("elasticloadbalancing", "Action=DescribeTargetHealth&Version=2015-12-01&TargetGroupArn=x");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("<Code>HealthUnavailable</Code>", answer.Body);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(server.AccessKey, server.SecretKey), server.Region, server.EndpointUrl, SystemClock.Instance);
        var error = await Assert.ThrowsAsync<HealthUnavailableException>(() => TargetGroupHealth.ReadAsync(connection, "x", default));
        Assert.Null(AccessDenial.Find(error));
    }

    private static Task<SandboxServer> StartAsync(double failures) => SandboxServer.StartAsync(
        new SandboxOptions { Runtime = SandboxRuntime.Simulated, Faults = new SandboxFaults { ServerError = failures, Seed = 3 } }, CancellationToken.None);
}
