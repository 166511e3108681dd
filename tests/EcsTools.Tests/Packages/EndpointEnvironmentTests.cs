using System;
using Amazon;
using Amazon.ECS;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>These change the environment of the process, so nothing else runs beside them.</summary>
[CollectionDefinition(nameof(EndpointEnvironmentTests), DisableParallelization = true)]
[Collection(nameof(EndpointEnvironmentTests))]
public sealed class EndpointEnvironmentTests : IDisposable
{
    // What the SDK remembers of an environment that is gone.
    public void Dispose() => FallbackRegionFactory.Reset();

    [Fact]
    public void The_endpoint_variables_of_the_environment_and_their_order_are_those_of_the_sdk()
    {
        using var general = new EnvironmentVariable("AWS_ENDPOINT_URL", "http://127.0.0.1:1111");
        Assert.Equal("http://127.0.0.1:1111/", Endpoint(new AmazonECSConfig { RegionEndpoint = RegionEndpoint.USEast1 }));
        using var own = new EnvironmentVariable("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:2222");
        Assert.Equal("http://127.0.0.1:2222/", Endpoint(new AmazonECSConfig { RegionEndpoint = RegionEndpoint.USEast1 }));
        Assert.Equal("http://127.0.0.1:3333/", Endpoint(new AmazonECSConfig { ServiceURL = "http://127.0.0.1:3333" }));
    }

    [Fact]
    public void A_global_service_needs_no_region_and_takes_one_that_is_configured()
    {
        using var noRegion = new EnvironmentVariable("AWS_REGION", null);
        using var noDefaultRegion = new EnvironmentVariable("AWS_DEFAULT_REGION", null);
        using var noProfile = new EnvironmentVariable("AWS_PROFILE", "a profile that is nowhere");
        FallbackRegionFactory.Reset();
        Assert.Equal(RegionEndpoint.USEast1, new Amazon.IdentityManagement.AmazonIdentityManagementServiceConfig().RegionEndpoint);
        using var region = new EnvironmentVariable("AWS_REGION", "cn-north-1");
        FallbackRegionFactory.Reset();
        Assert.Equal(RegionEndpoint.CNNorth1, new Amazon.IdentityManagement.AmazonIdentityManagementServiceConfig().RegionEndpoint);
    }

    private static string Endpoint(ClientConfig config) =>
        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new Amazon.ECS.Model.ListClustersRequest())).URL;

    private sealed class EnvironmentVariable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        public EnvironmentVariable(string name, string? value)
        {
            _name = name;
            _before = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
