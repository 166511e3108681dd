using System.Collections.Generic;
using System.Linq;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Xunit;
using Tag = Amazon.ECS.Model.Tag;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoEcsTests(MotoServer moto)
{
    private const string Cluster = "contract";

    private static readonly Dictionary<string, string> NotInMoto = new()
    {
        ["ListServiceDeployments"] = "moto has no service deployments",
        ["DescribeServiceDeployments"] = "moto has no service deployments",
        ["DescribeServiceRevisions"] = "moto has no service revisions",
        ["StopServiceDeployment"] = "moto has no service deployments",
        ["ContinueServiceDeployment"] = "moto has no service deployments",
        ["ExecuteCommand"] = "moto runs no containers to enter",
    };

    [SkippableFact]
    public async Task Every_operation_moto_has_is_understood_both_ways()
    {
        using var ecs = moto.Client<IAmazonECS>("AWSSDK.ECS");
        await Clusters(ecs);
        await TaskDefinitions(ecs);
        await Tasks(ecs, await Subnet());
        await Services(ecs);
        await Leave(ecs);
        moto.AssertAllCalled("AWSSDK.ECS", NotInMoto);
    }

    private static async Task Clusters(IAmazonECS ecs)
    {
        var created = (await ecs.CreateClusterAsync(new CreateClusterRequest
        {
            ClusterName = Cluster,
            CapacityProviders = ["FARGATE"],
            Settings = [new ClusterSetting { Name = ClusterSettingName.ContainerInsights, Value = "enabled" }],
            Tags = [new Tag { Key = "app", Value = "démo & co" }],
        })).Cluster;
        Assert.EndsWith(":cluster/" + Cluster, created.ClusterArn);
        Assert.Equal("ACTIVE", created.Status);

        var described = (await ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [Cluster, "absent"], Include = ["TAGS"] }));
        Assert.Equal("démo & co", described.Clusters.Single().Tags.Single().Value);
        Assert.Equal("MISSING", described.Failures.Single().Reason);
        Assert.Contains(created.ClusterArn, (await ecs.ListClustersAsync(new ListClustersRequest())).ClusterArns);
        await ecs.UpdateClusterAsync(new UpdateClusterRequest
        {
            Cluster = Cluster,
            Settings = [new ClusterSetting { Name = ClusterSettingName.ContainerInsights, Value = "disabled" }],
        });
        var providers = await ecs.PutClusterCapacityProvidersAsync(new PutClusterCapacityProvidersRequest
        {
            Cluster = Cluster,
            CapacityProviders = ["FARGATE", "FARGATE_SPOT"],
            DefaultCapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE", Base = 1, Weight = 2 }],
        });
        Assert.Equal(2, providers.Cluster.DefaultCapacityProviderStrategy.Single().Weight);
        await ecs.ListAccountSettingsAsync(new ListAccountSettingsRequest { EffectiveSettings = true });
    }

    private static async Task TaskDefinitions(IAmazonECS ecs)
    {
        var registered = (await ecs.RegisterTaskDefinitionAsync(new RegisterTaskDefinitionRequest
        {
            Family = "web",
            Cpu = "256",
            Memory = "512",
            NetworkMode = NetworkMode.Awsvpc,
            RequiresCompatibilities = [Compatibility.FARGATE],
            ContainerDefinitions =
            [
                new ContainerDefinition
                {
                    Name = "web",
                    Image = "web:1",
                    Essential = true,
                    Cpu = 256,
                    Memory = 512,
                    PortMappings = [new PortMapping { ContainerPort = 80, Protocol = Amazon.ECS.TransportProtocol.Tcp }],
                    Environment = [new Amazon.ECS.Model.KeyValuePair { Name = "GREETING", Value = "<hello> \"world\"" }],
                    DockerLabels = new() { ["team"] = "ops" },
                },
            ],
        })).TaskDefinition;
        Assert.Equal(1, registered.Revision);
        var described = (await ecs.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = "web:1" })).TaskDefinition;
        var container = described.ContainerDefinitions.Single();
        Assert.Equal("<hello> \"world\"", container.Environment.Single().Value);
        Assert.Equal("ops", container.DockerLabels["team"]);
        Assert.Equal(NetworkMode.Awsvpc, described.NetworkMode);
        Assert.Equal(registered.TaskDefinitionArn, (await ecs.ListTaskDefinitionsAsync(new ListTaskDefinitionsRequest
        {
            FamilyPrefix = "web",
            Sort = SortOrder.DESC,
        })).TaskDefinitionArns.Single());
        Assert.Contains("web", (await ecs.ListTaskDefinitionFamiliesAsync(new ListTaskDefinitionFamiliesRequest())).Families);
    }

    private static async Task Tasks(IAmazonECS ecs, string subnet)
    {
        var run = await ecs.RunTaskAsync(new RunTaskRequest
        {
            Cluster = Cluster,
            TaskDefinition = "web",
            LaunchType = LaunchType.FARGATE,
            Count = 1,
            NetworkConfiguration = new NetworkConfiguration
            {
                AwsvpcConfiguration = new AwsVpcConfiguration { Subnets = [subnet], SecurityGroups = [], AssignPublicIp = AssignPublicIp.ENABLED },
            },
        });
        var arn = run.Tasks.Single().TaskArn;
        Assert.Equal([arn], (await ecs.ListTasksAsync(new ListTasksRequest { Cluster = Cluster })).TaskArns);
        var task = (await ecs.DescribeTasksAsync(new DescribeTasksRequest { Cluster = Cluster, Tasks = [arn] })).Tasks.Single();
        Assert.Equal(LaunchType.FARGATE, task.LaunchType);
        Assert.Equal("web", task.Containers.SingleOrDefault()?.Name ?? "web");
        var stopped = (await ecs.StopTaskAsync(new StopTaskRequest { Cluster = Cluster, Task = arn, Reason = "contract" })).Task;
        Assert.Equal("STOPPED", stopped.DesiredStatus);
        await Assert.ThrowsAsync<ClusterNotFoundException>(() =>
            ecs.RunTaskAsync(new RunTaskRequest { Cluster = "absent", TaskDefinition = "web" }));
    }

    private static async Task Services(IAmazonECS ecs)
    {
        var service = (await ecs.CreateServiceAsync(new CreateServiceRequest
        {
            Cluster = Cluster,
            ServiceName = "api",
            TaskDefinition = "web:1",
            DesiredCount = 2,
            DeploymentConfiguration = new DeploymentConfiguration { MaximumPercent = 200, MinimumHealthyPercent = 50 },
            Tags = [new Tag { Key = "app", Value = "demo" }],
        })).Service;
        Assert.Equal(2, service.DesiredCount);
        Assert.Equal(System.DateTimeKind.Utc, service.Deployments.Single().CreatedAt!.Value.Kind);
        Assert.Equal([service.ServiceArn], (await ecs.ListServicesAsync(new ListServicesRequest { Cluster = Cluster })).ServiceArns);
        var updated = await ecs.UpdateServiceAsync(new UpdateServiceRequest { Cluster = Cluster, Service = "api", DesiredCount = 0 });
        Assert.Equal(0, updated.Service.DesiredCount);
        var described = await ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = Cluster, Services = ["api"] });
        Assert.Equal("api", described.Services.Single().ServiceName);

        await ecs.TagResourceAsync(new TagResourceRequest { ResourceArn = service.ServiceArn, Tags = [new Tag { Key = "stage", Value = "test" }] });
        await ecs.UntagResourceAsync(new UntagResourceRequest { ResourceArn = service.ServiceArn, TagKeys = ["app"] });
        Assert.Equal("stage", (await ecs.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = service.ServiceArn })).Tags.Single().Key);
        await ecs.DeleteServiceAsync(new DeleteServiceRequest { Cluster = Cluster, Service = "api", Force = true });
    }

    private static async Task Leave(IAmazonECS ecs)
    {
        var definition = (await ecs.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = "web:1" })).TaskDefinition;
        Assert.Equal(TaskDefinitionStatus.INACTIVE, definition.Status);
        await ecs.DeleteTaskDefinitionsAsync(new DeleteTaskDefinitionsRequest { TaskDefinitions = ["web:1"] });
        await ecs.DeleteClusterAsync(new DeleteClusterRequest { Cluster = Cluster });
    }

    private async System.Threading.Tasks.Task<string> Subnet()
    {
        using var ec2 = moto.Client<IAmazonEC2>("AWSSDK.EC2");
        return (await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest())).Subnets[0].SubnetId;
    }
}
