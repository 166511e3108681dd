using System.Net.Http;
using System.Threading.Tasks;
using Amazon.CertificateManager;
using Amazon.EC2;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Packages.Moto;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>The flow that moto serves, served by the sandbox.</summary>
public sealed class SdkTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    [Fact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var elb = Client<IAmazonElasticLoadBalancingV2>("AWSSDK.ElasticLoadBalancingV2");
        using var acm = Client<IAmazonCertificateManager>("AWSSDK.CertificateManager");
        using var ec2 = Client<IAmazonEC2>("AWSSDK.EC2");
        await new LoadBalancingFlow(elb, acm, ec2).RunAsync();
    }

    private T Client<T>(string package)
        where T : IAmazonService
    {
        var standIn = StandIn.Of(package);
        var config = standIn.NewConfig(new SocketsHttpHandler());
        config.ServiceURL = sandbox.Server.EndpointUrl;
        config.AuthenticationRegion = sandbox.Server.Region;
        return (T)(object)standIn.NewClient(config, new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey));
    }
}
