using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.CertificateManager;
using Amazon.EC2;
using Amazon.ElasticLoadBalancingV2;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoLoadBalancingTests(MotoServer moto)
{
    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var elb = moto.Client<IAmazonElasticLoadBalancingV2>("AWSSDK.ElasticLoadBalancingV2");
        using var acm = moto.Client<IAmazonCertificateManager>("AWSSDK.CertificateManager");
        using var ec2 = moto.Client<IAmazonEC2>("AWSSDK.EC2");
        await new LoadBalancingFlow(elb, acm, ec2).RunAsync();
        moto.AssertAllCalled("AWSSDK.ElasticLoadBalancingV2", new Dictionary<string, string>());
        moto.AssertAllCalled("AWSSDK.CertificateManager", new Dictionary<string, string>());
    }
}
