using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Services;

public sealed class FargateServiceTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly ServiceWorld _world = new(sandbox.Connect(new SandboxTime(sandbox.Server)));

    [Fact]
    public async Task A_service_is_made_is_then_as_asked_and_is_changed_where_it_differs()
    {
        var (cluster, family) = await PrepareAsync();
        var request = new FargateServiceRequest
        {
            TaskDefinition = family,
            Cluster = cluster,
            DesiredCount = 2,
            Tags = new Dictionary<string, string> { ["team"] = "web" },
        };
        var made = await _world.DeployAsync(request);
        Assert.Equal(
            (2, 2, "COMPLETED", true, true), (made.RunningCount, made.DesiredCount, made.RolloutState, made.CircuitBreaker, made.Rollback));
        Assert.Contains("has reached a steady state.", made.Events[0].Message);
        Assert.Contains(_world.Told, line => line.Contains("has started 2 tasks"));

        var again = await _world.ApplyAsync(request);
        Assert.Equal(ChangeStatus.Unchanged, again.Service.Change);
        Assert.Equal(2, (await _world.WaitAsync(again)).RunningCount);

        var change = request with
        {
            DesiredCount = 3,
            MinimumHealthyPercent = 50,
            HealthCheckGracePeriod = TimeSpan.FromSeconds(30),
            Tags = new Dictionary<string,
            string>
            { ["stage"] = "test" },
        };
        var plan = await _world.PlanAsync(change);
        Assert.Equal(
            [
                "~ desiredCount: 2 -> 3",
                "~ deploymentConfiguration.minimumHealthyPercent: 100 -> 50",
                "~ healthCheckGracePeriodSeconds: 0 -> 30",
                "+ tags[stage]: test",
            ],
            plan.Differences.Select(field => field.ToString()));
        Assert.False(plan.Deploys);
        var changed = await _world.DeployAsync(change);
        Assert.Equal((3, 50, 200, true), (changed.RunningCount, changed.MinimumHealthyPercent, changed.MaximumPercent, changed.Rollback));
        Assert.Equal(["stage", "team"], changed.Tags.Keys.OrderBy(key => key));
        Assert.Equal(TimeSpan.FromSeconds(30), changed.HealthCheckGracePeriod);
        Assert.Single(await _world.HistoryAsync(changed));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PlanAsync(change)).Change);
        await _world.RemoveAsync(changed);
    }

    [Fact]
    public async Task Another_image_makes_a_revision_that_differs_in_nothing_else()
    {
        var (cluster, family) = await PrepareAsync(new TaskDefinitionRequest
        {
            ImageUri = "example/app:1",
            Environment = new Dictionary<string, string> { ["A"] = "b" },
            Ports = [new TaskPort(80, "tcp")],
            Json = """
                { "containerDefinitions": [
                    { "name": "app", "image": "example/app:1" },
                    { "name": "proxy", "image": "example/proxy:1", "essential": false }] }
                """,
        });
        var service = await _world.DeployAsync(new FargateServiceRequest { TaskDefinition = family, Cluster = cluster });
        var set = new FargateServiceRequest
        {
            ServiceName = service.ServiceName,
            Cluster = cluster,
            Image = "example/app:2",
            MustExist = true,
        };
        var plan = await _world.PlanAsync(set);
        Assert.Equal(
            [
                $"~ taskDefinition: {family}:1 -> {family} (a new revision)",
                "~ taskDefinition.containerDefinitions[app].image: example/app:1 -> example/app:2",
            ],
            plan.Differences.Select(field => field.ToString()));
        var changed = await _world.DeployAsync(set);
        Assert.Equal((family + ":2", 1, "COMPLETED"), (changed.TaskDefinition, changed.RunningCount, changed.RolloutState));

        // The same again changes nothing; a revision that is registered already is used.
        var same = await _world.PlanAsync(set);
        Assert.Equal(ChangeStatus.Unchanged, same.Change);
        Assert.Contains("-ForceNewDeployment", Assert.Single(same.Warnings));
        await _world.DeployAsync(
            new FargateServiceRequest
            {
                ServiceName = service.ServiceName,
                Cluster = cluster,
                TaskDefinition = family + ":1",
                MustExist = true,
            });
        Assert.Equal(family + ":2", (await _world.DeployAsync(set)).TaskDefinition);

        var unclear = await Assert.ThrowsAsync<EcsToolsException>(() => _world.PlanAsync(set with { Image = "other/thing:1" }));
        Assert.Equal(("ContainerUnclear", "ContainerName"), (unclear.ErrorId, unclear.Parameter));
        var unknown = await Assert.ThrowsAsync<EcsToolsException>(() => _world.PlanAsync(set with { ContainerName = "prox" }));
        Assert.Equal("ContainerNotFound", unknown.ErrorId);
        Assert.Contains("proxy", unknown.Remedy);
        Assert.Contains(
            "[proxy].image", (await _world.PlanAsync(set with { ContainerName = "proxy", Image = "other/thing:1" })).Differences[1].Field);
        await _world.RemoveAsync(changed);
    }

    [Fact]
    public async Task History_tells_what_each_deployment_changed_and_undo_goes_back_and_forth()
    {
        var (cluster, family) = await PrepareAsync();
        var request = new FargateServiceRequest { ServiceName = "shop", TaskDefinition = family, Cluster = cluster };
        var service = await _world.DeployAsync(request);
        await RegisterAsync(family, "example:2");
        await _world.DeployAsync(request);
        await _world.DeployAsync(request with { ForceNewDeployment = true });
        var history = await _world.HistoryAsync(service);
        Assert.Equal(["SUCCESSFUL", "SUCCESSFUL", "SUCCESSFUL"], history.Select(deployment => deployment.Status));
        Assert.Equal([family + ":2", family + ":2", family + ":1"], history.Select(deployment => deployment.TaskDefinition));
        Assert.Equal([family + ":2", family + ":1", null], history.Select(deployment => deployment.SourceTaskDefinition));
        Assert.Empty(history[0].Differences);
        Assert.Equal(
            [
                $"~ taskDefinition: {family}:1 -> {family}:2",
                $"~ taskDefinition.containerDefinitions[{family}].image: example:1 -> example:2",
            ],
            history[1].Differences.Select(field => field.ToString()));

        // The forced one did the same as the one before it: it is not what is gone back to.
        var undo = new DeploymentUndoRequest { Service = ServiceWorld.Reference(service) };
        Assert.Equal(family + ":1", (await _world.UndoAsync(undo)).TaskDefinition);
        Assert.Equal(family + ":2", (await _world.UndoAsync(undo)).TaskDefinition);
        Assert.Equal(family + ":1", (await _world.UndoAsync(undo with { ServiceRevision = history[2].ServiceRevision })).TaskDefinition);
        Assert.Equal(family + ":2", (await _world.UndoAsync(undo with { TaskDefinition = "2" })).TaskDefinition);
        Assert.True(
            (await new DeploymentUndo(sandbox.Connection).PlanAsync(undo with { TaskDefinition = family + ":2" }, default)).IsUnneeded);
        Assert.Equal(
            "ServiceRevisionNotFound",
            (await Assert.ThrowsAsync<EcsToolsException>(() => _world.UndoAsync(undo with { ServiceRevision = "123" }))).ErrorId);
        Assert.Equal(
            "TaskDefinitionNotFound",
            (await Assert.ThrowsAsync<EcsToolsException>(() => _world.UndoAsync(undo with { TaskDefinition = "9" }))).ErrorId);
        var one = Assert.Single(
            await new FargateDeployments(sandbox.Connection).GetAsync(
                ServiceWorld.Reference(service), history[2].DeploymentId, ["successful"], default).ToListAsync());
        Assert.Equal(history[2].ServiceRevision, one.ServiceRevision);
        await _world.RemoveAsync(service);
    }

    [Fact]
    public async Task A_first_deployment_has_nothing_to_go_back_to()
    {
        var (cluster, family) = await PrepareAsync();
        var service = await _world.DeployAsync(new FargateServiceRequest { TaskDefinition = family, Cluster = cluster });
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => _world.UndoAsync(new DeploymentUndoRequest { Service = ServiceWorld.Reference(service) }));
        Assert.Equal("NothingToUndo", error.ErrorId);
        await _world.RemoveAsync(service);
    }

    [Fact]
    public async Task A_deployment_under_way_is_rolled_back_by_undo()
    {
        var (cluster, family) = await PrepareAsync();
        var request = new FargateServiceRequest { TaskDefinition = family, Cluster = cluster, CircuitBreaker = false };
        var service = await _world.DeployAsync(request);
        var good = Assert.Single(await _world.TasksAsync(service));
        await RegisterAsync(family, BrokenImage);
        var deployment = await _world.ApplyAsync(request);
        var undone = await _world.UndoAsync(new DeploymentUndoRequest { Service = ServiceWorld.Reference(service) });
        Assert.Equal((family + ":1", 1), (undone.TaskDefinition, undone.RunningCount));
        Assert.Equal(good.TaskArn, Assert.Single(await _world.TasksAsync(service)).TaskArn);
        Assert.Equal("ROLLBACK_SUCCESSFUL", (await _world.HistoryAsync(service))[0].Status);
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => _world.WaitAsync(deployment));
        Assert.Equal("ServiceRolledBack", error.ErrorId);
        await _world.RemoveAsync(service);
    }

    [Fact]
    public async Task An_image_that_is_not_there_ends_in_an_error_that_says_so_and_the_old_one_serves()
    {
        var (cluster, family) = await PrepareAsync();
        var request = new FargateServiceRequest { TaskDefinition = family, Cluster = cluster };
        var service = await _world.DeployAsync(request);
        var good = Assert.Single(await _world.TasksAsync(service));
        var error = await _world.FailAsync(
            new FargateServiceRequest { ServiceName = family, Cluster = cluster, Image = BrokenImage, MustExist = true });
        Assert.Equal("ServiceRolledBack", error.ErrorId);
        Assert.StartsWith($"Service '{family}': {family}:2 was rolled back to {family}:1: ", error.Message);
        Assert.Contains("nowhere", error.Message.Split('\n')[0]);
        Assert.Equal(good.TaskArn, Assert.Single(await _world.TasksAsync(service)).TaskArn);
        Assert.Equal(
            family + ":1",
            (await new FargateServices(sandbox.Connection).RequireAsync(ServiceWorld.Reference(service), default)).TaskDefinition);
        await _world.RemoveAsync(service);
    }

    [Fact]
    public async Task A_first_deployment_that_fails_says_why_and_is_mended_by_the_next_run()
    {
        var (cluster, family) = await PrepareAsync(new TaskDefinitionRequest { ImageUri = BrokenImage });
        var request = new FargateServiceRequest { TaskDefinition = family, Cluster = cluster };
        var error = await _world.FailAsync(request);
        Assert.Contains(error.ErrorId, new[] { "ServiceDeploymentFailed", "ServiceTasksKeepFailing" });
        Assert.Contains("nowhere", error.Message.Split('\n')[0]);
        await RegisterAsync(family, "example:1");
        await _world.RemoveAsync(await _world.DeployAsync(request));
    }

    [Fact]
    public async Task A_mix_of_spot_and_a_strategy_are_kept_and_changed()
    {
        var (cluster, family) = await PrepareAsync();
        var request = new FargateServiceRequest
        {
            TaskDefinition = family,
            Cluster = cluster,
            DesiredCount = 4,
            SpotWeight = 3,
            BaseOnDemand = 1,
            Strategy = FargateDeploymentStrategy.BlueGreen,
        };
        var service = (await _world.ApplyAsync(request)).Service;
        Assert.Equal(["FARGATE base 1 weight 1", "FARGATE_SPOT weight 3"], service.CapacityProviders);
        Assert.Equal(("BLUE_GREEN", TimeSpan.FromMinutes(10)), (service.Strategy, service.BakeTime));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PlanAsync(request)).Change);
        var plan = await _world.PlanAsync(
            request with
            {
                SpotWeight = 0,
                BaseOnDemand = 0,
                Strategy = FargateDeploymentStrategy.Rolling,
                AvailabilityZoneRebalancing = false,
            });
        Assert.True(plan.Deploys);
        Assert.Equal(
            [
                "capacityProviderStrategy",
                "deploymentConfiguration.strategy",
                "deploymentConfiguration.bakeTimeInMinutes",
                "availabilityZoneRebalancing",
            ],
            plan.Differences.Select(field => field.Field));
        var changed = (await new ServiceApplier(sandbox.Connection).ApplyAsync(plan, null, default)).Service;
        Assert.Equal("FARGATE weight 1", Assert.Single(changed.CapacityProviders));
        Assert.Equal(("ROLLING", false), (changed.Strategy, changed.AvailabilityZoneRebalancing));
        await _world.RemoveAsync(changed);
    }

    [Fact]
    public async Task A_port_that_is_new_is_opened_in_the_group_that_was_made_for_the_family()
    {
        var (cluster, family) = await PrepareAsync(new TaskDefinitionRequest { ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var service = await _world.DeployAsync(new FargateServiceRequest { TaskDefinition = family, Cluster = cluster });
        await _world.RegisterAsync(
            new TaskDefinitionRequest { Family = family, ImageUri = "example:1", Ports = [new TaskPort(81, "tcp")] });
        var request = new FargateServiceRequest { ServiceName = family, TaskDefinition = family, Cluster = cluster, MustExist = true };
        Assert.Equal(
            ["taskDefinition", $"securityGroups[ecstools-{family}].81"],
            (await _world.PlanAsync(request)).Differences.Select(field => field.Field));
        var changed = await _world.DeployAsync(request);
        Assert.Equal(service.SecurityGroups, changed.SecurityGroups);
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PlanAsync(request)).Change);
        await _world.RemoveAsync(service);
    }

    [Fact]
    public async Task A_removed_service_lets_its_tasks_end_and_its_name_can_be_used_again()
    {
        var (cluster, family) = await PrepareAsync();
        var request = new FargateServiceRequest { TaskDefinition = family, Cluster = cluster, DesiredCount = 2 };
        var service = await _world.DeployAsync(request);
        var removed = await _world.RemoveAsync(service, force: false);
        Assert.Equal((ChangeStatus.Removed, "INACTIVE", 0), (removed.Change, removed.Status, removed.RunningCount));
        Assert.Empty(await _world.TasksAsync(service));
        Assert.Equal("ServiceNotFound", (await Assert.ThrowsAsync<EcsToolsException>(() => _world.RemoveAsync(service))).ErrorId);
        Assert.Equal(ChangeStatus.Created, (await _world.PlanAsync(request)).Change);
        await _world.RemoveAsync(await _world.DeployAsync(request));
    }

    /// <summary>An image of the sandbox's own registry, which has none of that name.</summary>
    private string BrokenImage => $"{sandbox.Server.RegistryUri}/nowhere:1";

    private Task<FargateTaskDefinition> RegisterAsync(string family, string image)
        => _world.RegisterAsync(new TaskDefinitionRequest { Family = family, ImageUri = image });

    private async Task<(string Cluster, string Family)> PrepareAsync(TaskDefinitionRequest? request = null)
    {
        var family = TaskSandbox.Unique("web");
        await _world.RegisterAsync((request ?? new TaskDefinitionRequest { ImageUri = "example:1" }) with { Family = family });
        return (await _world.ClusterAsync(), family);
    }
}
