using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.CertificateManager.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Tests.Sandbox.LoadBalancing;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Target groups of HTTP/2 and gRPC that another tool created.</summary>
public sealed class ProtocolVersionTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [Theory]
    [InlineData("HTTP2")]
    [InlineData("GRPC")]
    public async Task They_need_an_HTTPS_listener_and_keep_their_version(string version)
    {
        var (world, name) = (new RoutingWorld(sandbox.Connection), TaskSandbox.Unique("lb"));
        var balancer = await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var created = await sandbox.Connection.LoadBalancing.CreateTargetGroupAsync(new CreateTargetGroupRequest
        {
            Name = name, TargetType = "ip", Protocol = "HTTP", ProtocolVersion = version, Port = 3000, VpcId = balancer.VpcId,
        });
        var arn = created.TargetGroups[0].TargetGroupArn;
        var request = RoutingWorld.Forward(name, name, "/x*");
        var without = await Assert.ThrowsAsync<EcsToolsException>(() => world.PlanAsync(request));
        Assert.Equal("TargetGroupNeedsHttps", without.ErrorId);
        Assert.Contains($"New-FargateLoadBalancer {name} -Certificate", without.Remedy, StringComparison.Ordinal);

        await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name, Certificates = [await CertificateAsync()], NoRedirect = true });
        var other = await Assert.ThrowsAsync<EcsToolsException>(() => world.PlanAsync(request with { ListenerPort = 80 }));
        Assert.Equal(("TargetGroupNeedsHttps", "Use -ListenerPort 443."), (other.ErrorId, other.Remedy));
        Assert.Equal(arn, (await world.AddAsync(request)).Single().TargetGroupArn);
        var group = await new TargetGroupPlanner(sandbox.Connection).FindAsync(name, default);
        Assert.Equal(version, group!.ProtocolVersion);
    }

    [Fact]
    public async Task A_status_of_HTTP_is_none_of_gRPC()
    {
        var name = TaskSandbox.Unique("tg");
        var vpc = (await new RoutingWorld(sandbox.Connection).BalancerAsync(new LoadBalancerRequest { LoadBalancer = name })).VpcId;
        var created = await sandbox.Connection.LoadBalancing.CreateTargetGroupAsync(new CreateTargetGroupRequest
        {
            Name = name, TargetType = "ip", Protocol = "HTTP", ProtocolVersion = "GRPC", Port = 3000, VpcId = vpc,
        });
        var request = new TargetGroupRequest { Name = name, HealthCheck = new HealthCheckRequest { SuccessCode = "200" } };
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => new TargetGroupPlanner(sandbox.Connection).ChangesAsync(request, created.TargetGroups[0], default));
        Assert.Equal(("InvalidSuccessCode", "SuccessCode"), (error.ErrorId, error.Parameter));
        Assert.EndsWith($"--target-group-arn {created.TargetGroups[0].TargetGroupArn} --matcher GrpcCode=0", error.Remedy, StringComparison.Ordinal);
    }

    private async Task<string> CertificateAsync()
    {
        var arn = (await sandbox.Connection.Certificates.RequestCertificateAsync(
            new RequestCertificateRequest { DomainName = "www.example.com", ValidationMethod = "DNS" })).CertificateArn;
        await LoadBalancingCalls.UntilAsync(
            async () => (await sandbox.Connection.Certificates.DescribeCertificateAsync(
                new DescribeCertificateRequest { CertificateArn = arn })).Certificate.Status == "ISSUED",
            "issued");
        return arn;
    }
}
