using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Network;
using EcsTools.Tests.Tasks;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Apps;

/// <summary>ECS calls AWS Cloud Map with the permissions of its caller. An app whose services call each other by name needs them.</summary>
public sealed class ConnectPermissionTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly AppWorld _world = new(sandbox.Connection);

    [Theory]
    [InlineData("servicediscovery:CreateHttpNamespace")]
    [InlineData("servicediscovery:GetNamespace")]
    [InlineData("servicediscovery:CreateService")]
    [InlineData("servicediscovery:GetOperation")]
    public async Task Without_a_permission_in_Cloud_Map_the_publication_fails_and_names_it(string action)
    {
        var request = Connected(AppWorld.Unique());
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, action);

        var error = await new AppWorld(caller.Connection).FailAsync(request);

        Assert.Equal(ErrorKind.PermissionDenied, error.Kind);
        Assert.Contains(action, error.Message, StringComparison.Ordinal);
        Assert.Equal("Running", (await _world.PublishAsync(request)).Status);
    }

    [Fact]
    public async Task A_name_that_exists_needs_another_permission_than_a_new_one()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(Connected(name));
        var known = (await sandbox.Connection.Ecs.DescribeServicesAsync(
            new DescribeServicesRequest { Cluster = name + "-cluster", Services = [name + "-api"] })).Services[0];
        var request = new UpdateServiceRequest
        {
            Cluster = known.ClusterArn,
            Service = known.ServiceName,
            ServiceConnectConfiguration = known.Deployments.Single(deployment => deployment.Status == "PRIMARY").ServiceConnectConfiguration,
        };
        using var creating = await RestrictedCaller.CreateAsync(sandbox.Server, "servicediscovery:CreateService");
        using var reading = await RestrictedCaller.CreateAsync(sandbox.Server, "servicediscovery:GetService");

        await creating.Connection.Ecs.UpdateServiceAsync(request);
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => reading.Connection.Ecs.UpdateServiceAsync(request));

        Assert.Equal("ClientException", refused.ErrorCode);
        Assert.Equal("servicediscovery:GetService", AccessDenial.Find(refused)?.Action);
    }

    [Fact]
    public void Another_fault_with_the_same_code_is_no_denial()
        => Assert.Null(AccessDenial.From(new AwsErrorInfo("ClientException", "The specified cluster is inactive.", null, 400, "ECS")));

    private static PublishAppRequest Connected(string name)
    {
        var server = AppWorld.Worker("api");
        server = server with
        {
            Container = server.Container with { Ports = [new TaskPort(80, "tcp") { Name = "api-80" }] },
            Connection = new AppConnection { Endpoints = [new AppEndpoint("api", 80)] },
        };
        return AppWorld.Request(name, AppWorld.Worker("web") with { Connection = new AppConnection() }, server);
    }
}
