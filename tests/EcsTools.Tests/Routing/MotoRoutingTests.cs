using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Tests.Services;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Load balancers and routes on a server that shares nothing with this code.</summary>
public sealed class MotoRoutingTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [SkippableFact]
    public async Task A_load_balancer_is_created_changed_and_removed()
    {
        using var connection = Connect();
        await RoutingFlow.CreateChangeAndRemoveAsync(new RoutingWorld(connection), TaskSandbox.Unique("lb"));
    }

    [SkippableFact]
    public async Task A_monolith_is_split_by_weights()
    {
        using var connection = Connect();
        await RoutingFlow.SplitAMonolithAsync(new RoutingWorld(connection), TaskSandbox.Unique("lb"));
    }

    [SkippableFact]
    public async Task Many_hosts_become_several_rules()
    {
        using var connection = Connect();
        await RoutingFlow.ManyHostsAsync(new RoutingWorld(connection), TaskSandbox.Unique("lb"));
    }

    private AwsConnection Connect()
        => new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), "us-east-1", moto.EndpointUrl, new SkippingClock());
}
