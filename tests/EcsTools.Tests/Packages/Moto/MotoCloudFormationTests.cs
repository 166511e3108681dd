using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoCloudFormationTests(MotoServer moto)
{
    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var client = moto.Client<IAmazonCloudFormation>("AWSSDK.CloudFormation");
        var all = await client.DescribeStacksAsync(new DescribeStacksRequest());
        Assert.Empty(all.Stacks ?? []);
        var problem = await Assert.ThrowsAsync<AmazonCloudFormationException>(() => client.DescribeStacksAsync(new DescribeStacksRequest { StackName = "none" }));
        Assert.Equal("ValidationError", problem.ErrorCode);
        moto.AssertAllCalled("AWSSDK.CloudFormation", new Dictionary<string, string>());
    }
}
