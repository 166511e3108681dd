using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Xunit;
using ScalableDimension = Amazon.ApplicationAutoScaling.ScalableDimension;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoAutoScalingTests(MotoServer moto)
{
    private const string Resource = "service/scaled/web";

    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var ecs = moto.Client<IAmazonECS>("AWSSDK.ECS");
        await ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = "scaled" });
        await ecs.RegisterTaskDefinitionAsync(new RegisterTaskDefinitionRequest
        {
            Family = "scaled",
            ContainerDefinitions = [new ContainerDefinition { Name = "web", Image = "web:1", Memory = 128 }],
        });
        await ecs.CreateServiceAsync(
            new CreateServiceRequest { Cluster = "scaled", ServiceName = "web", TaskDefinition = "scaled", DesiredCount = 1 });

        using var scaling = moto.Client<IAmazonApplicationAutoScaling>("AWSSDK.ApplicationAutoScaling");
        await Targets(scaling);
        await Policies(scaling);
        await Actions(scaling);
        await scaling.DeregisterScalableTargetAsync(new DeregisterScalableTargetRequest
        {
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = Resource,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
        });
        moto.AssertAllCalled("AWSSDK.ApplicationAutoScaling", new Dictionary<string, string>());
    }

    private static async Task Targets(IAmazonApplicationAutoScaling scaling)
    {
        await scaling.RegisterScalableTargetAsync(new RegisterScalableTargetRequest
        {
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = Resource,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            MinCapacity = 0,
            MaxCapacity = 7,
        });
        var target = (
            await scaling.DescribeScalableTargetsAsync(
                new DescribeScalableTargetsRequest { ServiceNamespace = ServiceNamespace.Ecs })).ScalableTargets
            .Single(found => found.ResourceId == Resource);
        Assert.Equal((0, 7), (target.MinCapacity, target.MaxCapacity));
    }

    private static async Task Policies(IAmazonApplicationAutoScaling scaling)
    {
        var put = await scaling.PutScalingPolicyAsync(new PutScalingPolicyRequest
        {
            PolicyName = "cpu",
            PolicyType = PolicyType.TargetTrackingScaling,
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = Resource,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            TargetTrackingScalingPolicyConfiguration = new TargetTrackingScalingPolicyConfiguration
            {
                TargetValue = 62.5,
                PredefinedMetricSpecification = new PredefinedMetricSpecification
                {
                    PredefinedMetricType = MetricType.ECSServiceAverageCPUUtilization,
                },
                ScaleInCooldown = 90,
                DisableScaleIn = true,
            },
        });
        var policy = (
            await scaling.DescribeScalingPoliciesAsync(
                new DescribeScalingPoliciesRequest { ServiceNamespace = ServiceNamespace.Ecs, ResourceId = Resource }))
            .ScalingPolicies.Single();
        Assert.Equal(put.PolicyARN, policy.PolicyARN);
        var tracking = policy.TargetTrackingScalingPolicyConfiguration;
        Assert.Equal((62.5, 90, true), (tracking.TargetValue, tracking.ScaleInCooldown, tracking.DisableScaleIn));
        await scaling.DeleteScalingPolicyAsync(new DeleteScalingPolicyRequest
        {
            PolicyName = "cpu",
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = Resource,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
        });
    }

    private static async Task Actions(IAmazonApplicationAutoScaling scaling)
    {
        await scaling.PutScheduledActionAsync(new PutScheduledActionRequest
        {
            ScheduledActionName = "night",
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = Resource,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            Schedule = "cron(0 20 * * ? *)",
            Timezone = "Europe/Rome",
            ScalableTargetAction = new ScalableTargetAction { MinCapacity = 0, MaxCapacity = 1 },
        });
        var action = (
            await scaling.DescribeScheduledActionsAsync(
                new DescribeScheduledActionsRequest { ServiceNamespace = ServiceNamespace.Ecs, ResourceId = Resource }))
            .ScheduledActions.Single();
        Assert.Equal(
            ("night", "cron(0 20 * * ? *)", 1), (action.ScheduledActionName, action.Schedule, action.ScalableTargetAction.MaxCapacity));
        await scaling.DeleteScheduledActionAsync(new DeleteScheduledActionRequest
        {
            ScheduledActionName = "night",
            ServiceNamespace = ServiceNamespace.Ecs,
            ResourceId = Resource,
            ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
        });
    }
}
