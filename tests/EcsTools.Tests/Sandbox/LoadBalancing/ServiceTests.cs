using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>Services of ECS behind load balancers of the sandbox, with tasks that are simulated.</summary>
public sealed class ServiceTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    [SkippableFact]
    public async Task Tasks_of_a_service_are_targets_until_they_stop()
    {
        var group = await sandbox.GroupAsync();
        await sandbox.ListenerAsync(await sandbox.BalancerAsync(), 80, group);
        var service = await sandbox.SteadyServiceAsync(Definition(), 2, Behind(group));

        var targets = await sandbox.HealthAsync(group);
        Assert.Equal(["healthy", "healthy"], targets.Select(State));
        Assert.All(targets, target => Assert.Equal(8080, (int)target!["Target"]!["Port"]!));
        Assert.Equal(await AddressesAsync(service), targets.Select(target => (string)target!["Target"]!["Id"]!).Order());

        await sandbox.UpdateAsync(service, new JsonObject { ["desiredCount"] = 0 });
        await sandbox.SteadyAsync(service);
        Assert.DoesNotContain("healthy", (await sandbox.HealthAsync(group)).Select(State));
    }

    [SkippableFact]
    public async Task A_deployment_that_shifts_traffic_moves_the_weights_of_the_rule()
    {
        var (blue, green) = (await sandbox.GroupAsync(), await sandbox.GroupAsync());
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        var rule = await sandbox.RuleAsync(listener, 1, "/*", new JsonObject
        {
            ["Type"] = "forward",
            ["ForwardConfig"] = new JsonObject
            {
                ["TargetGroups"] = new JsonArray(
                    new JsonObject { ["TargetGroupArn"] = blue, ["Weight"] = 100 }, new JsonObject { ["TargetGroupArn"] = green, ["Weight"] = 0 }),
            },
        });
        var role = await sandbox.NewRoleAsync("ecs.amazonaws.com", null, "elasticloadbalancing:*");
        var more = Behind(blue);
        more["loadBalancers"]![0]!["advancedConfiguration"] = new JsonObject
        {
            ["alternateTargetGroupArn"] = green,
            ["productionListenerRule"] = rule,
            ["roleArn"] = role,
        };
        more["deploymentConfiguration"] = new JsonObject
        {
            ["strategy"] = "CANARY",
            ["canaryConfiguration"] = new JsonObject { ["canaryPercent"] = 12.5, ["canaryBakeTimeInMinutes"] = 1440 },
        };
        var service = await sandbox.SteadyServiceAsync(Definition(), 1, more);
        Assert.Equal([(blue, 100), (green, 0)], await WeightsAsync(rule));

        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(Definition()) });
        await LoadBalancingCalls.UntilAsync(
            async () => (await WeightsAsync(rule)).SequenceEqual([(blue, 875), (green, 125)]), "shifted by the canary");
        Assert.Equal("healthy", State(Assert.Single(await sandbox.HealthAsync(green))));
    }

    [SkippableFact]
    public async Task What_ECS_refuses_of_target_groups_and_rules_is_refused()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(Definition());
        var (idle, used) = (await sandbox.GroupAsync(), await sandbox.GroupAsync());
        var instances = await sandbox.GroupAsync(null, new JsonObject { ["TargetType"] = "instance" });
        await sandbox.ListenerAsync(await sandbox.BalancerAsync(), 80, used);
        async Task<string> RefusedAsync(string group, JsonObject? advanced = null)
        {
            var input = await sandbox.ServiceInputAsync(cluster, definition);
            input["loadBalancers"] = Behind(group)["loadBalancers"]!.DeepClone();
            if (advanced is not null)
            {
                input["loadBalancers"]![0]!["advancedConfiguration"] = advanced;
            }

            return await sandbox.RefusalAsync("CreateService", input);
        }

        Assert.Equal(
            $"InvalidParameterException: The provided target group {instances} has target type instance, which is incompatible with the awsvpc "
            + "network mode specified in the task definition.",
            await RefusedAsync(instances));
        Assert.Equal(
            $"InvalidParameterException: The target group with targetGroupArn {idle} does not have an associated load balancer.",
            await RefusedAsync(idle));
        var gone = idle.Replace(idle.Split('/')[2], "0000000000000000");
        Assert.Equal($"InvalidParameterException: The specified target group does not exist: {gone}", await RefusedAsync(gone));
        var rule = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener-rule/app/a/b/c/d";
        Assert.Equal($"InvalidParameterException: The specified listener rule does not exist: {rule}", await RefusedAsync(used, new JsonObject
        {
            ["alternateTargetGroupArn"] = used,
            ["productionListenerRule"] = rule,
            ["roleArn"] = await sandbox.NewRoleAsync("ecs.amazonaws.com", null, "elasticloadbalancing:*"),
        }));
    }

    private static JsonObject Definition()
        => EcsSandbox.Definition(container: new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080 }) });

    private static JsonObject Behind(string group) => new()
    {
        ["loadBalancers"] = new JsonArray(new JsonObject
        {
            ["targetGroupArn"] = group,
            ["containerName"] = "main",
            ["containerPort"] = 8080,
        }),
    };

    private static string State(JsonNode? target) => (string)target!["TargetHealth"]!["State"]!;

    private async Task<(string Group, int Weight)[]> WeightsAsync(string rule)
        => (await sandbox.ElbAsync("DescribeRules", new JsonObject { ["RuleArns"] = new JsonArray(rule) }))
            ["Rules"]![0]!["Actions"]![0]!["ForwardConfig"]!["TargetGroups"]!.AsArray()
            .Select(group => ((string)group!["TargetGroupArn"]!, (int)group["Weight"]!))
            .ToArray();

    private async Task<string[]> AddressesAsync(JsonObject service)
    {
        var cluster = (string)service["clusterArn"]!;
        var arns = (await sandbox.EcsAsync(
            "ListTasks", new JsonObject { ["cluster"] = cluster, ["serviceName"] = (string)service["serviceName"]! }))["taskArns"]!;
        var tasks = await sandbox.EcsAsync("DescribeTasks", new JsonObject { ["cluster"] = cluster, ["tasks"] = arns.DeepClone() });
        return tasks["tasks"]!.AsArray()
            .Select(task => (string)task!["containers"]![0]!["networkInterfaces"]![0]!["privateIpv4Address"]!)
            .Order()
            .ToArray();
    }
}
