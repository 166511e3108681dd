using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Removal;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Routing;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>Services on a server that shares nothing with this code.</summary>
public sealed class MotoServiceTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [SkippableFact]
    public async Task A_service_is_made_found_again_and_removed()
    {
        using var connection = Connect();
        var (cluster, family) = await PrepareAsync(connection);
        var request = new FargateServiceRequest
        {
            TaskDefinition = family,
            Cluster = cluster,
            DesiredCount = 2,
            Tags = new Dictionary<string, string> { ["team"] = "web" },
        };
        var setup = new ServiceApplier(connection);
        var plan = await setup.PlanAsync(request, default);
        Assert.Equal((ChangeStatus.Created, family, true), (plan.Change, plan.ServiceName, plan.Deploys));
        Assert.Contains(plan.Differences, field => field is { Field: "taskDefinition", From: null } && field.To == family + ":1");
        Assert.Contains(plan.Differences, field => field is { Field: "deploymentConfiguration.circuitBreaker", To: "rollback" });
        Assert.Contains(
            plan.Differences, field => field.Field == "networkConfiguration.securityGroups" && field.To == "ecstools-" + family);
        var made = (await setup.ApplyAsync(plan, null, default)).Service;
        Assert.Equal((ChangeStatus.Created, 2, family + ":1"), (made.Change, made.DesiredCount, made.TaskDefinition));
        Assert.Equal("web", made.Tags["team"]);
        Assert.Contains("/" + cluster + "/" + family, made.ServiceArn);

        var found = Assert.Single(await GetAsync(connection, [cluster], [family.Substring(0, 6) + "*"]));
        Assert.Equal(made.ServiceArn, found.ServiceArn);
        Assert.Equal(made.ServiceArn, Assert.Single(await GetAsync(connection, null, [made.ServiceArn])).ServiceArn);

        var removal = new FargateServiceRemoval(connection);
        var removed = await removal.PlanAsync(new ServiceReference(cluster, family), default);
        await removal.RemoveAsync(removed, force: false, TimeSpan.FromMinutes(1), null, default);
        Assert.Empty(await GetAsync(connection, [cluster], null));
    }

    [SkippableFact]
    public async Task More_services_than_a_call_takes_are_all_found()
    {
        using var connection = Connect();
        var (cluster, family) = await PrepareAsync(connection);
        var setup = new ServiceApplier(connection);
        var names = Enumerable.Range(1, 23).Select(number => $"{family}-{number:00}").ToList();
        foreach (var name in names)
        {
            await setup.ApplyAsync(
                await setup.PlanAsync(
                    new FargateServiceRequest { ServiceName = name, TaskDefinition = family, Cluster = cluster, DesiredCount = 0 },
                    default),
                null,
                default);
        }

        Assert.Equal(
            names,
            (
                await GetAsync(connection, [cluster], null)).Select(service => service.ServiceName).OrderBy(name => name,
                StringComparer.Ordinal));
        Assert.Equal(
            names,
            (await GetAsync(connection, null, names)).Select(service => service.ServiceName).OrderBy(name => name, StringComparer.Ordinal));
        Assert.Equal(9, (await GetAsync(connection, [cluster], ["*-0?"])).Count);
        var missing = new List<EcsToolsException>();
        await new FargateServices(connection).GetAsync([cluster], [family + "-1"], missing.Add, default).ToListAsync();
        Assert.Equal("ServiceNotFound", Assert.Single(missing).ErrorId);
        Assert.Contains(family + "-01", missing[0].Remedy);
    }

    [SkippableFact]
    public async Task A_target_group_reaches_the_wire_and_a_mix_and_strategy_are_planned()
    {
        using var connection = Connect();
        var (cluster, family) = await PrepareAsync(connection);
        var (blue, green) = (await GroupAsync(connection), await GroupAsync(connection));
        var setup = new ServiceApplier(connection);
        var plan = await setup.PlanAsync(
            new FargateServiceRequest
            {
                ServiceName = "canary",
                TaskDefinition = family,
                Cluster = cluster,
                SpotWeight = 3,
                BaseOnDemand = 1,
                HealthCheckGracePeriod = TimeSpan.FromSeconds(90),
                Strategy = FargateDeploymentStrategy.Canary,
                CanaryPercent = 12.5,
                StepBakeTime = TimeSpan.FromMinutes(5),
                BakeTime = TimeSpan.FromHours(1),
                Target = new ServiceTargetRequest
                {
                    TargetGroupArn = blue,
                    AlternateTargetGroupArn = green,
                    ListenerRuleArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/lb/1/2/3",
                    RoleArn = "arn:aws:iam::123456789012:role/lb",
                },
            },
            default);
        Assert.Contains(
            plan.Differences,
            field => field is { Field: "capacityProviderStrategy", To: "FARGATE base 1 weight 1, FARGATE_SPOT weight 3" });
        Assert.Contains(plan.Differences, field => field.Field == "loadBalancers" && field.To!.Contains(blue + " " + family + ":80 or "));
        var made = (await setup.ApplyAsync(plan, null, default)).Service;
        Assert.Equal((blue, 80), (Assert.Single(made.Targets).TargetGroupArn, made.Targets[0].ContainerPort));
    }

    [SkippableFact]
    public async Task What_is_wrong_is_said_before_anything_is_made()
    {
        using var connection = Connect();
        var (cluster, family) = await PrepareAsync(connection);
        var good = new FargateServiceRequest { ServiceName = "good", TaskDefinition = family, Cluster = cluster };
        var group = new ServiceTargetRequest { TargetGroupArn = await GroupAsync(connection) };
        var nowhere = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/0123456789abcdef";
        foreach (var (request, parameter, id, remedy) in new[]
        {
            (good with { ServiceName = "no good" }, "ServiceName", "InvalidServiceName", "no-good"),
            (good with { Cluster = cluster + "x" }, "Cluster", "ClusterNotFound", cluster),
            (good with { TaskDefinition = null }, "TaskDefinition", "TaskDefinitionMissing", "Register-FargateTask"),
            (good with { TaskDefinition = family + ":7" }, "TaskDefinition", "TaskDefinitionNotFound", "Leave out the revision"),
            (new FargateServiceRequest { Cluster = cluster }, "ServiceName", "ServiceNameMissing", "-ServiceName"),
            (good with { MustExist = true }, "ServiceName", "ServiceNotFound", "New-FargateService good"),
            (good with { DesiredCount = -1 }, "DesiredCount", "InvalidDesiredCount", "-DesiredCount 0"),
            (good with { MinimumHealthyPercent = 101 }, "MinimumHealthyPercent", "InvalidMinimumHealthyPercent", "100"),
            (good with { MaximumPercent = 99 }, "MaximumPercent", "InvalidMaximumPercent", "100"),
            (good with { DesiredCount = 1, MaximumPercent = 150 }, "MaximumPercent", "DeploymentCannotProceed", "-MaximumPercent 200"),
            (
                good with { AvailabilityZoneRebalancing = true, MinimumHealthyPercent = 0, MaximumPercent = 100 },
                "MaximumPercent",
                "RebalancingNeedsRoom",
                "-MaximumPercent 200"),
            (
                good with { HealthCheckGracePeriod = TimeSpan.FromSeconds(-1) },
                "HealthCheckGracePeriod",
                "InvalidHealthCheckGracePeriod",
                "0"),
            (good with { SpotWeight = 1001 }, "SpotWeight", "InvalidSpotWeight", "1000"),
            (good with { BaseOnDemand = -1 }, "BaseOnDemand", "InvalidBaseOnDemand", "0"),
            (good with { BakeTime = TimeSpan.FromMinutes(5) }, "BakeTime", "InvalidBakeTime", "BlueGreen"),
            (
                good with { Strategy = FargateDeploymentStrategy.BlueGreen, BakeTime = TimeSpan.FromSeconds(90) },
                "BakeTime",
                "InvalidBakeTime",
                "2m"),
            (
                good with { Strategy = FargateDeploymentStrategy.BlueGreen, BakeTime = TimeSpan.FromDays(2) },
                "BakeTime",
                "InvalidBakeTime",
                "1440"),
            (good with { Strategy = FargateDeploymentStrategy.Linear, StepPercent = 2 }, "StepPercent", "InvalidStepPercent", "3"),
            (
                good with { Strategy = FargateDeploymentStrategy.Canary, CanaryPercent = 0.05 },
                "CanaryPercent",
                "InvalidCanaryPercent",
                "0.1"),
            (good with { Strategy = FargateDeploymentStrategy.Canary }, "Strategy", "NoTrafficToMove", "-TargetGroupArn"),
            (
                good with { Strategy = FargateDeploymentStrategy.BlueGreen, Target = group },
                "AlternateTargetGroupArn",
                "TrafficCannotMove",
                "-AlternateTargetGroupArn"),
            (
                good with { Target = new ServiceTargetRequest { TargetGroupArn = "tg" } },
                "TargetGroupArn",
                "InvalidTargetGroupArn",
                "arn:aws:elasticloadbalancing"),
            (good with { Target = new ServiceTargetRequest { TargetGroupArn = nowhere } }, "TargetGroupArn", "TargetGroupNotFound", "Add-FargateRoute"),
            (good with { Target = group with { ContainerPort = 81 } }, "ContainerPort", "TargetPortUnclear", "-ContainerPort"),
            (good with { Target = group, ContainerName = "none" }, "ContainerName", "TargetPortUnclear", "-ContainerName"),
            (good with { Subnets = ["subnet-00000000"] }, "Subnet", "SubnetNotFound", "-Subnet"),
            (good with { Tags = new Dictionary<string, string> { ["aws:x"] = "y" } }, "Tag", "InvalidTag", "aws:"),
            (good with { Image = "a/b:1" }, "Image", "ImageAndTaskDefinition", "-TaskDefinition"),
        })
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(() => new ServiceApplier(connection).PlanAsync(request, default));
            Assert.Equal((id, parameter), (error.ErrorId, error.Parameter));
            Assert.Contains(remedy, error.Remedy);
        }

        Assert.Empty(await GetAsync(connection, [cluster], null));
    }

    [SkippableFact]
    public async Task A_cluster_without_spot_is_told()
    {
        using var connection = Connect();
        var (_, family) = await PrepareAsync(connection);
        await connection.Ecs.CreateClusterAsync(new Amazon.ECS.Model.CreateClusterRequest { ClusterName = "plain" });
        var spot = await Assert.ThrowsAsync<EcsToolsException>(() => new ServiceApplier(connection).PlanAsync(
            new FargateServiceRequest { TaskDefinition = family, Cluster = "plain", SpotWeight = 1 }, default));
        Assert.Equal(("ClusterWithoutSpot", "SpotWeight"), (spot.ErrorId, spot.Parameter));
    }

    [SkippableFact]
    public async Task A_missing_service_and_a_missing_cluster_are_told_by_every_act()
    {
        using var connection = Connect();
        await connection.Ecs.CreateClusterAsync(new Amazon.ECS.Model.CreateClusterRequest { ClusterName = "plain" });
        foreach (var act in new Func<ServiceReference, Task>[]
        {
            service => new FargateServices(connection).RequireAsync(service, default),
            service => new FargateServiceRemoval(connection).PlanAsync(service, default),
            service => new ServiceWait(connection).WaitAsync(new ServiceWaitRequest { Service = service }, null, default),
            service => new DeploymentUndo(connection).PlanAsync(new DeploymentUndoRequest { Service = service }, default),
            async service => await new FargateDeployments(connection).GetAsync(service, null, null, default).ToListAsync(),
        })
        {
            Assert.Equal(
                "ServiceNotFound", (await Assert.ThrowsAsync<EcsToolsException>(() => act(new ServiceReference("plain", "none")))).ErrorId);
            Assert.Equal(
                "ClusterNotFound",
                (await Assert.ThrowsAsync<EcsToolsException>(() => act(new ServiceReference("nowhere", "none")))).ErrorId);
        }
    }

    private AwsConnection Connect()
        => new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), "us-east-1", moto.EndpointUrl, new SkippingClock());

    private static Task<string> GroupAsync(AwsConnection connection) => RoutingWorld.ForeignGroupAsync(connection, TaskSandbox.Unique("group"));

    private static async Task<(string Cluster, string Family)> PrepareAsync(AwsConnection connection)
    {
        var name = TaskSandbox.Unique("web");
        var clusters = new FargateClusters(connection);
        await clusters.ApplyAsync(await clusters.PlanAsync(new FargateClusterRequest { Cluster = name }, default), null, default);
        var definitions = new FargateTaskDefinitions(connection);
        await definitions.ApplyAsync(
            await definitions.PlanAsync(
                new TaskDefinitionRequest
                {
                    Family = name,
                    ImageUri = "example:1",
                    Ports = [new TaskPort(80, "tcp")],
                    ExecutionRole = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
                },
                default), null, default);
        return (name, name);
    }

    private static async Task<List<FargateService>> GetAsync(
        AwsConnection connection, IReadOnlyList<string>? clusters, IReadOnlyList<string>? names)
        => await new FargateServices(connection).GetAsync(clusters, names, error => throw error, default).ToListAsync();
}
