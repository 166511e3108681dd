using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Schedules.Expressions;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Routing;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>Scaling on a server that shares nothing with this code.</summary>
public sealed class ServiceScalingTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private const string Balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/0123456789abcdef";

    [SkippableFact]
    public async Task A_service_is_given_bounds_and_a_measure_and_then_is_as_asked()
    {
        using var connection = Connect();
        var service = await ServiceAsync(connection);
        var request = new ServiceScalingRequest
        {
            Service = service,
            MinimumCount = 2,
            MaximumCount = 10,
            CpuTarget = 60,
            ScaleInCooldown = TimeSpan.FromMinutes(3),
        };
        var scaling = new ServiceScaling(connection);
        var plan = await scaling.PlanAsync(request, default);
        Assert.Equal((ChangeStatus.Created, false), (plan.Change, plan.Current.IsScaled));
        Assert.Equal(
            ["+ minimumCount: 2", "+ maximumCount: 10", "+ cpuTarget: 60", "+ scaleInCooldown: 180"],
            plan.Differences.Select(field => field.ToString()));
        var made = await scaling.ApplyAsync(plan, default);
        Assert.Equal(
            (true, 2, 10, 60d, TimeSpan.FromMinutes(3)),
            (made.IsScaled, made.MinimumCount, made.MaximumCount, made.CpuTarget, made.ScaleInCooldown));
        Assert.Equal(ChangeStatus.Unchanged, (await scaling.PlanAsync(request, default)).Change);
        Assert.Equal(
            made with { Change = null, Differences = [], Schedules = [] },
            (
                await scaling.PlanAsync(
                    new ServiceScalingRequest { Service = service }, default)).Current with
            { Schedules = [], Differences = [] });
    }

    [SkippableFact]
    public async Task What_is_not_said_stays_and_zero_follows_a_measure_no_more()
    {
        using var connection = Connect();
        var service = await ServiceAsync(connection);
        await SetAsync(
            connection,
            new ServiceScalingRequest { Service = service, MaximumCount = 4, CpuTarget = 50, ScaleOutCooldown = TimeSpan.FromSeconds(30) });
        var both = await SetAsync(connection, new ServiceScalingRequest { Service = service, MemoryTarget = 70 });
        Assert.Equal((1, 4, 50d, 70d), (both.MinimumCount, both.MaximumCount, both.CpuTarget, both.MemoryTarget));
        Assert.Equal(["memoryTarget"], both.Differences.Select(field => field.Field));
        var slower = await SetAsync(
            connection, new ServiceScalingRequest { Service = service, ScaleOutCooldown = TimeSpan.FromSeconds(90), NoScaleIn = true });
        Assert.Equal(
            (50d, 70d, TimeSpan.FromSeconds(90), true), (slower.CpuTarget, slower.MemoryTarget, slower.ScaleOutCooldown, slower.NoScaleIn));
        var one = await SetAsync(connection, new ServiceScalingRequest { Service = service, CpuTarget = 0, MaximumCount = 6 });
        Assert.Equal((6, null, 70d), (one.MaximumCount, one.CpuTarget, one.MemoryTarget));
        var none = await SetAsync(connection, new ServiceScalingRequest { Service = service, Remove = true });
        Assert.Equal((ChangeStatus.Removed, false), (none.Change, none.IsScaled));
        Assert.Equal(
            ChangeStatus.Unchanged, (await SetAsync(connection, new ServiceScalingRequest { Service = service, Remove = true })).Change);
    }

    [SkippableFact]
    public async Task Requests_are_counted_of_the_target_group_and_its_load_balancer()
    {
        using var connection = Connect();
        var group = await RoutingWorld.ForeignGroupAsync(connection, "blue");
        var service = await ServiceAsync(connection, group);
        var request = new ServiceScalingRequest { Service = service, MaximumCount = 4, RequestTarget = 1000 };
        await AssertWrongAsync(connection, request, "LoadBalancerArn", "LoadBalancerUnknown", "-LoadBalancerArn");
        await AssertWrongAsync(
            connection, request with { LoadBalancerArn = "front" }, "LoadBalancerArn", "InvalidLoadBalancerArn", "loadbalancer/app/");
        var set = await SetAsync(connection, request with { LoadBalancerArn = Balancer });
        Assert.Equal(1000, set.RequestTarget);
        var policies = await connection.AutoScaling.DescribeScalingPoliciesAsync(
            new() { ServiceNamespace = "ecs", ResourceId = $"service/{service.Cluster}/{service.Name}" });
        Assert.Equal(
            "app/front/0123456789abcdef/" + group.Split(':')[5],
            policies.ScalingPolicies.Single().TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel);
    }

    [SkippableFact]
    public async Task Bounds_change_by_the_clock()
    {
        using var connection = Connect();
        var service = await ServiceAsync(connection);
        var night = new ServiceScalingRequest
        {
            Service = service,
            ScheduleName = "night",
            Expression = ScheduleExpression.FromCron("0 20 * * ? *"),
            TimeZone = ScheduleTimeZone.Parse("Europe/Rome"),
            MinimumCount = 0,
            MaximumCount = 0,
        };
        await AssertWrongAsync(connection, night, "ScheduleName", "ServiceNotScaled", "-MaximumCount 4");
        await SetAsync(connection, new ServiceScalingRequest { Service = service, MaximumCount = 4 });
        var set = await SetAsync(connection, night);
        var schedule = Assert.Single(set.Schedules);
        Assert.Equal(
            ("night", "cron(0 20 * * ? *)", 0, 0),
            (schedule.ScheduleName, schedule.Expression, schedule.MinimumCount, schedule.MaximumCount));
        Assert.Equal((1, 4), (set.MinimumCount, set.MaximumCount));
        var changed = await SetAsync(connection, new ServiceScalingRequest { Service = service, ScheduleName = "night", MaximumCount = 1 });
        Assert.Equal(
            ("cron(0 20 * * ? *)", 0, 1),
            (changed.Schedules[0].Expression, changed.Schedules[0].MinimumCount, changed.Schedules[0].MaximumCount));
        await AssertWrongAsync(
            connection,
            new ServiceScalingRequest { Service = service, ScheduleName = "nigth", Remove = true },
            "ScheduleName",
            "ScalingScheduleNotFound",
            "night");
        Assert.Empty(
            (await SetAsync(connection, new ServiceScalingRequest { Service = service, ScheduleName = "night", Remove = true })).Schedules);
    }

    [SkippableFact]
    public async Task What_is_wrong_is_said_before_anything_is_changed()
    {
        using var connection = Connect();
        var service = await ServiceAsync(connection);
        var good = new ServiceScalingRequest { Service = service, MaximumCount = 4 };
        foreach (var (request, parameter, id, remedy) in new[]
        {
            (good with { MaximumCount = null, CpuTarget = 50 }, "MaximumCount", "MaximumCountMissing", "-MaximumCount"),
            (good with { MinimumCount = 5 }, "MinimumCount", "InvalidMinimumCount", "-MinimumCount 4"),
            (good with { MinimumCount = -1 }, "MinimumCount", "InvalidMinimumCount", "0"),
            (good with { MaximumCount = 5001 }, "MaximumCount", "InvalidMaximumCount", "5000"),
            (good with { CpuTarget = 101 }, "CpuTarget", "InvalidCpuTarget", "100"),
            (good with { MemoryTarget = -5 }, "MemoryTarget", "InvalidMemoryTarget", "0"),
            (good with { RequestTarget = 100 }, "RequestTarget", "InvalidRequestTarget", "-TargetGroupArn"),
            (good with { ScaleInCooldown = TimeSpan.FromSeconds(60) }, "ScaleInCooldown", "NothingTracked", "-CpuTarget"),
            (good with { Expression = ScheduleExpression.FromEvery("6h") }, "ScheduleName", "ScheduleNameMissing", "-ScheduleName"),
            (good with { ScheduleName = "a/b" }, "ScheduleName", "InvalidScheduleName", "'/'"),
            (good with { ScheduleName = "night", MaximumCount = null }, "MinimumCount", "ScheduleChangesNothing", "-MaximumCount"),
            (good with { ScheduleName = "past", Expression = ScheduleExpression.FromAt(new DateTime(2020, 1, 1)) }, "At", "InvalidAt", "in the future"),
            (good with { Service = service with { Service = service.Service + "x" } }, "ServiceName", "ServiceNotFound", service.Service),
        })
        {
            await AssertWrongAsync(connection, request, parameter, id, remedy);
        }

        Assert.False(
            (await new ServiceScaling(connection).PlanAsync(new ServiceScalingRequest { Service = service }, default)).Current.IsScaled);
    }

    private static async Task AssertWrongAsync(
        AwsConnection connection, ServiceScalingRequest request, string parameter, string id, string remedy)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => new ServiceScaling(connection).PlanAsync(request, default));
        Assert.Equal((id, parameter), (error.ErrorId, error.Parameter));
        Assert.Contains(remedy, error.Remedy);
    }

    private static async Task<FargateScaling> SetAsync(AwsConnection connection, ServiceScalingRequest request)
    {
        var scaling = new ServiceScaling(connection);
        return await scaling.ApplyAsync(await scaling.PlanAsync(request, default), default);
    }

    private AwsConnection Connect()
        => new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), "us-east-1", moto.EndpointUrl, new SkippingClock());

    private static async Task<ServiceReference> ServiceAsync(AwsConnection connection, string? targetGroup = null)
    {
        var world = new ServiceWorld(connection);
        var family = TaskSandbox.Unique("web");
        await world.RegisterAsync(new TaskDefinitionRequest
        {
            Family = family,
            ImageUri = "example:1",
            Ports = [new TaskPort(80, "tcp")],
            ExecutionRole = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
        });
        var request = new FargateServiceRequest
        {
            TaskDefinition = family,
            Cluster = await world.ClusterAsync(),
            Target = targetGroup is null
                ? null
                : new ServiceTargetRequest { TargetGroupArn = targetGroup },
        };
        return ServiceWorld.Reference((await world.ApplyAsync(request)).Service);
    }
}
