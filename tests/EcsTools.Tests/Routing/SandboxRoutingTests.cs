using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Services;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Load balancers, routes and the services behind them.</summary>
public sealed class SandboxRoutingTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly RoutingWorld _world = new(sandbox.Connection);

    [Fact]
    public Task A_load_balancer_is_created_changed_and_removed() => RoutingFlow.CreateChangeAndRemoveAsync(_world, Unique());

    [Fact]
    public Task A_monolith_is_split_by_weights() => RoutingFlow.SplitAMonolithAsync(_world, Unique());

    [Fact]
    public Task Many_hosts_become_several_rules() => RoutingFlow.ManyHostsAsync(_world, Unique());

    [Fact]
    public async Task The_tasks_of_a_service_admit_only_the_load_balancer()
    {
        var name = Unique();
        var balancer = await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var route = await _world.AddOneAsync(name, name + "-u", null, "/users*");
        var (services, request) = await ServiceAsync(name);
        var target = new ServiceTargetRequest { TargetGroupArn = route.TargetGroupArn!, ContainerPort = route.ContainerPort };
        var plan = await services.PlanAsync(request with { Target = target });
        Assert.Empty(plan.Warnings);
        Assert.Contains(plan.Differences, change => change.To == "open to " + balancer.SecurityGroups[0]);
        Assert.DoesNotContain(plan.Differences, change => change.To == "open to 0.0.0.0/0");
        await services.DeployAsync(request with { Target = target });
        var group = await new SecurityGroups(sandbox.Connection).FindAsync("ecstools-" + name, balancer.VpcId, default);
        Assert.True(BalancerAccess.Admits(group!, balancer.SecurityGroups[0], 3000));
        Assert.Equal(ChangeStatus.Unchanged, (await services.PlanAsync(request with { Target = target })).Change);

        // The balancer is in use now, and its group is named by that of the tasks.
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => _world.RemoveAsync(name));
        Assert.Equal("LoadBalancerInUse", error.ErrorId);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        await _world.RemoveAsync(name, force: true);
        Assert.Null(await new LoadBalancers(sandbox.Connection).FindAsync(name, default));
        Assert.Null(await _world.GroupAsync(name));
        Assert.NotNull(await new TargetGroupPlanner(sandbox.Connection).FindAsync(name + "-u", default));
    }

    [Fact]
    public async Task A_group_of_the_user_that_is_closed_is_named_with_the_line_that_opens_it()
    {
        var name = Unique();
        var balancer = await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var route = await _world.AddOneAsync(name, name + "-u", null, "/users*");
        var own = await new SecurityGroups(sandbox.Connection).CreateAsync(Unique(), "closed", "test", balancer.VpcId, null, default);
        var (services, request) = await ServiceAsync(name);
        var plan = await services.PlanAsync(request with
        {
            SecurityGroups = [own], Target = new ServiceTargetRequest { TargetGroupArn = route.TargetGroupArn! },
        });
        var warning = Assert.Single(plan.Warnings);
        Assert.EndsWith(
            $"aws ec2 authorize-security-group-ingress --group-id {own} --protocol tcp --port 3000 --source-group {balancer.SecurityGroups[0]}",
            warning,
            StringComparison.Ordinal);
        await _world.RemoveAsync(name);
    }

    [Fact]
    public async Task A_route_that_a_service_uses_is_removed_with_a_warning_and_its_group_stays()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var route = await _world.AddOneAsync(name, name + "-u", null, "/users*");
        var (services, request) = await ServiceAsync(name);
        await services.DeployAsync(request with { Target = new ServiceTargetRequest { TargetGroupArn = route.TargetGroupArn! } });
        var removal = new RouteRemoval(sandbox.Connection);
        var plan = await removal.PlanAsync(route, [], keepTargetGroup: false, default);
        Assert.Empty(plan.TargetGroups);
        Assert.Contains($"Remove-FargateService {name}", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        await removal.RemoveAsync(plan, null, default);
        await _world.RemoveAsync(name, force: true);
    }

    [Fact]
    public async Task Weights_that_deployments_move_are_refused_unless_forced_while_none_is_in_progress()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var request = RoutingWorld.Forward(name, name + "-u", "/users*");
        var route = (await _world.AddAsync(request with { Target = request.Target! with { TwoTargetGroups = true } })).Single();
        Assert.Equal(2, route.Targets.Count);
        Assert.NotNull(route.LoadBalancerRoleArn);
        var (services, service) = await ServiceAsync(name);
        await services.DeployAsync(service with
        {
            Strategy = FargateDeploymentStrategy.BlueGreen,
            BakeTime = TimeSpan.Zero,
            Target = new ServiceTargetRequest
            {
                TargetGroupArn = route.TargetGroupArn!,
                AlternateTargetGroupArn = route.AlternateTargetGroupArn,
                ListenerRuleArn = route.ListenerRuleArn,
                RoleArn = route.LoadBalancerRoleArn,
            },
        });
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => _world.ChangeAsync(route, RoutingWorld.Weight(50)));
        Assert.Equal(("WeightsOwnedByDeployment", "Weight"), (error.ErrorId, error.Parameter));
        Assert.Contains("-Force", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(50, (await _world.ChangeAsync(route, RoutingWorld.Weight(50) with { Force = true })).Targets[0].Percent);
        Assert.NotNull((await _world.RoutesAsync(name))[0].OwnerServiceArn);
        Assert.Equal("RouteOwnedByService", (await Assert.ThrowsAsync<EcsToolsException>(() => _world.RemoveAsync(route))).ErrorId);
    }

    [Fact]
    public async Task Traffic_turns_back_where_the_group_has_no_target()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        await _world.AddOneAsync(name, name + "-m");
        var users = await _world.AddOneAsync(name, name + "-u", 0, "/users*");
        var request = RoutingWorld.Weight(100) with { Steps = new WeightSteps(20, TimeSpan.FromSeconds(5), 1) };
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => _world.ChangeAsync(users, request));
        Assert.Equal("TrafficTurnedBack", error.ErrorId);
        Assert.Contains("After step 1 of 5", error.Message, StringComparison.Ordinal);
        Assert.Equal([0d, 100d], (await _world.RoutesAsync(name))[0].Targets.Select(target => target.Percent));

        // Without a limit the traffic moves all the way.
        var moved = await _world.ChangeAsync(users, request with { Steps = new WeightSteps(40, TimeSpan.FromSeconds(5), null) });
        Assert.Equal([100d, 0d], moved.Targets.Select(target => target.Percent));
        await _world.RemoveAsync(name);
    }

    [Fact]
    public async Task Traffic_moves_by_the_health_of_targets_where_their_answers_cannot_be_read()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        await _world.AddOneAsync(name, name + "-m");
        var users = await _world.AddOneAsync(name, name + "-u", 0, "/users*");
        var (services, request) = await ServiceAsync(name);
        await services.DeployAsync(request with { Target = new ServiceTargetRequest { TargetGroupArn = users.TargetGroupArn! } });
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "cloudwatch:GetMetricData");
        var moved = await new RoutingWorld(caller.Connection).ChangeAsync(
            users, RoutingWorld.Weight(100) with { Steps = new WeightSteps(50, TimeSpan.FromSeconds(1), 1) });

        Assert.Equal([100d, 0d], moved.Targets.Select(target => target.Percent));
        var gap = Assert.Single(caller.Gaps);
        Assert.Equal(
            ("The answers of targets cannot be read, so only the health of the targets is judged", "cloudwatch:GetMetricData"),
            (gap.LeftOut, gap.Denial.Action));
        await _world.RemoveAsync(name, force: true);
    }

    [Fact]
    public async Task A_load_balancer_of_Express_Mode_is_shown_and_left_alone()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var route = await _world.AddOneAsync(name, name + "-m");
        await sandbox.Connection.LoadBalancing.AddTagsAsync(new Amazon.ElasticLoadBalancingV2.Model.AddTagsRequest
        {
            ResourceArns = [route.LoadBalancerArn],
            Tags = [new Amazon.ElasticLoadBalancingV2.Model.Tag { Key = "AmazonECSManaged", Value = "true" }],
        });

        Assert.True((await new LoadBalancers(sandbox.Connection).FindAsync(name, default))!.IsManagedByEcs);
        foreach (var change in new Func<Task>[]
        {
            () => _world.AddOneAsync(name, name + "-u", null, "/users*"), () => _world.ChangeAsync(route, RoutingWorld.Weight(50)),
            () => _world.RemoveAsync(route), () => _world.RemoveAsync(name, force: true),
        })
        {
            Assert.Equal("LoadBalancerOfExpressMode", (await Assert.ThrowsAsync<EcsToolsException>(change)).ErrorId);
        }
    }

    [Fact]
    public async Task After_an_error_half_way_the_connection_knows_what_was_created()
    {
        var name = Unique();
        using var connection = sandbox.Connect(new SandboxTime(sandbox.Server));
        var applier = new LoadBalancerApplier(connection);
        var late = await applier.PlanAsync(new LoadBalancerRequest { LoadBalancer = name, Internal = true }, default);

        // Another command takes the name between the plan and its execution.
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => applier.ApplyAsync(late, null, default));
        Assert.Contains("Done before that: ports of security group sg-", connection.Changes.Take(), StringComparison.Ordinal);
        await _world.RemoveAsync(name);
    }

    [Fact]
    public async Task Findings_come_with_the_line_that_corrects_them()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var bare = await _world.PlanAsync(RoutingWorld.Forward(name, name + "-u", "/users/*"));
        Assert.EndsWith($"Add-FargateRoute {name} /users -Name {name}-u", Assert.Single(bare.Warnings), StringComparison.Ordinal);
        Assert.Empty((await _world.PlanAsync(RoutingWorld.Forward(name, name + "-u", "/users/*", "/users"))).Warnings);

        await _world.AddAsync(RoutingWorld.Forward(name, name + "-api", "/api*") with { Priority = 10 });
        var shadowed = await _world.PlanAsync(RoutingWorld.Forward(name, name + "-u", "/api/users*") with { Priority = 20 });
        Assert.EndsWith($"Set-FargateRoute {name}-u -LoadBalancer {name} -Priority 9", Assert.Single(shadowed.Warnings), StringComparison.Ordinal);
        await _world.AddAsync(RoutingWorld.Forward(name, name + "-u", "/api/users*") with { Priority = 9 });
        var shadowing = await _world.PlanAsync(RoutingWorld.Forward(name, name + "-x", "/api/*") with { Priority = 5 });
        Assert.Contains(shadowing.Warnings, warning => warning.Contains("Rule 9 (path /api/users*) never answers any more", StringComparison.Ordinal));
        await _world.RemoveAsync(name);
    }

    [Fact]
    public async Task A_start_that_is_longer_than_the_grace_period_is_found_before_the_service_is_deployed()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var route = await _world.AddOneAsync(name, name + "-u", null, "/users*");
        var (services, request) = await ServiceAsync(name);
        await services.RegisterAsync(new TaskDefinitionRequest
        {
            Family = name,
            ImageUri = "example:1",
            Ports = [new TaskPort(3000, "tcp")],
            HealthCheck = new TaskHealthCheck { Command = ["true"], StartPeriod = 90 },
        });
        request = request with { Target = new ServiceTargetRequest { TargetGroupArn = route.TargetGroupArn! }, HealthCheckGracePeriod = TimeSpan.FromSeconds(30) };
        Assert.EndsWith("Use -HealthCheckGracePeriod 90s.", Assert.Single((await services.PlanAsync(request)).Warnings), StringComparison.Ordinal);
        Assert.Empty((await services.PlanAsync(request with { HealthCheckGracePeriod = TimeSpan.FromSeconds(90) })).Warnings);
        await _world.RemoveAsync(name);
    }

    [Fact]
    public async Task A_group_that_no_listener_forwards_to_is_found_before_ECS_refuses_it()
    {
        var name = Unique();
        var group = await RoutingWorld.ForeignGroupAsync(sandbox.Connection, name);
        var (services, request) = await ServiceAsync(name);
        var plan = await services.PlanAsync(request with { Target = new ServiceTargetRequest { TargetGroupArn = group, ContainerPort = 3000 } });
        Assert.EndsWith($"Add-FargateRoute -Path /{name}* -Name {name}", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_is_said_with_a_remedy_before_anything_is_created()
    {
        var name = Unique();
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        await _world.AddOneAsync(name, name + "-api", null, "/api*");
        await _world.AddAsync(new RouteRequest
        {
            LoadBalancer = name, Conditions = new RouteConditionRequest { Paths = ["/closed"] }, Answer = new AnswerRequest(410, null, null),
        });
        var instances = Unique();
        await RoutingWorld.ForeignGroupAsync(sandbox.Connection, instances, "instance");
        foreach (var (request, id, remedy) in new[]
        {
            (RoutingWorld.Forward(name, name + "-b", "/api*"), "RouteExists", "-Weight 10"),
            (RoutingWorld.Forward(name, name + "-b", "/closed"), "RouteExists", "-Weight 100"),
            (RoutingWorld.Forward(name, name + "-b", "/b*") with { Weight = 10 }, "NothingToShareWith", "Leave out -Weight"),
            (RoutingWorld.Forward(name, name + "-b", "/b*") with { ListenerPort = 8080 }, "ListenerNotFound", "-Port 8080"),
            (RoutingWorld.Forward(name, name + "-b", "/b*") with { Priority = 1000 }, "PriorityTaken", "-Priority 1001"),
            (RoutingWorld.Forward(name, instances, "/b*"), "TargetGroupOfOtherType", instances + "-ip"),
            (RoutingWorld.Forward(name, name + "-api", "/b*") with { Target = new TargetGroupRequest { Name = name + "-api", ContainerPort = 80 } }, "TargetGroupPortFixed", "3000"),
            (RoutingWorld.Forward(name, name + "-b", "/b*") with { Target = new TargetGroupRequest { Name = name + "-b" } }, "ContainerPortMissing", "-ContainerPort"),
        })
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(() => _world.PlanAsync(request));
            Assert.Equal(id, error.ErrorId);
            Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await _world.RoutesAsync(name)).Count);
        await _world.RemoveAsync(name);
    }

    private static string Unique() => TaskSandbox.Unique("lb");

    private async Task<(ServiceWorld Services, FargateServiceRequest Request)> ServiceAsync(string name)
    {
        var services = new ServiceWorld(sandbox.Connection);
        await services.RegisterAsync(new TaskDefinitionRequest { Family = name, ImageUri = "example:1", Ports = [new TaskPort(3000, "tcp")] });
        return (services, new FargateServiceRequest { ServiceName = name, TaskDefinition = name, Cluster = await services.ClusterAsync() });
    }
}
