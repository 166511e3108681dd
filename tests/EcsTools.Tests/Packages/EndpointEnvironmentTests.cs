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
public class EndpointEnvironmentTests
{
    [Fact]
    public void The_endpoint_variables_of_the_environment_and_their_order_are_those_of_the_sdk()
    {
        using var general = new EnvironmentVariable("AWS_ENDPOINT_URL", "http://127.0.0.1:1111");
        Assert.Equal("http://127.0.0.1:1111/", Endpoint(new AmazonECSConfig { RegionEndpoint = RegionEndpoint.USEast1 }));
        using var own = new EnvironmentVariable("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:2222");
        Assert.Equal("http://127.0.0.1:2222/", Endpoint(new AmazonECSConfig { RegionEndpoint = RegionEndpoint.USEast1 }));
        Assert.Equal("http://127.0.0.1:3333/", Endpoint(new AmazonECSConfig { ServiceURL = "http://127.0.0.1:3333" }));
    }

    private static string Endpoint(ClientConfig config) =>
        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new Amazon.ECS.Model.ListClustersRequest())).URL;

    private sealed class EnvironmentVariable : IDisposable
    {
        private readonly string _name;

        public EnvironmentVariable(string name, string value)
        {
            _name = name;
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
    }
}
