using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Services whose tasks are containers.</summary>
public sealed class ServiceContainerTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task A_killed_container_is_replaced()
    {
        sandbox.Require();
        var service = await sandbox.SteadyServiceAsync(sandbox.ServiceDefinition(ServingContainers.Serve));
        var first = Assert.Single(await sandbox.TasksAsync(service));
        await Tool.RunOrFailAsync("docker", "kill", (string)first["containers"]![0]!["runtimeId"]!);
        await sandbox.WaitForServiceAsync(
            service, now => ServiceCalls.Messages(now).Count(message => message == "has reached a steady state.") == 2, "steady again");
        var second = Assert.Single(await sandbox.TasksAsync(service));
        var ended = (await sandbox.TasksAsync(service, "STOPPED")).Single();

        Assert.NotEqual((string?)first["taskArn"], (string?)second["taskArn"]);
        Assert.Equal("RUNNING", (string?)second["lastStatus"]);
        Assert.Equal("EssentialContainerExited", (string?)ended["stopCode"]);
        Assert.Equal(137, (int?)ended["containers"]![0]!["exitCode"]);
        await sandbox.DeleteServiceAsync(service);
    }

    [SkippableFact]
    public async Task A_service_that_is_deleted_drains_until_its_tasks_have_stopped()
    {
        sandbox.Require();
        var service = await sandbox.SteadyServiceAsync(sandbox.ServiceDefinition("trap '' TERM; " + ServingContainers.Serve));
        var task = (string)Assert.Single(await sandbox.TasksAsync(service))["taskArn"]!;
        Assert.Equal("DRAINING", (string?)(await sandbox.DeleteServiceAsync(service))["service"]!["status"]);
        var cluster = (string)service["clusterArn"]!;

        // The container does not hear SIGTERM: its task stops two seconds later, and the service is there until then.
        await sandbox.WaitForServiceAsync(service, now => (string?)now["status"] == "INACTIVE", "gone");
        var described = await sandbox.EcsAsync("DescribeTasks", new JsonObject { ["cluster"] = cluster, ["tasks"] = new JsonArray(task) });

        Assert.Equal("STOPPED", (string?)described["tasks"]![0]!["lastStatus"]);
    }

    [SkippableFact]
    public async Task A_roll_keeps_the_old_task_until_the_new_one_has_proved_itself()
    {
        sandbox.Require();
        var service = await sandbox.SteadyServiceAsync(sandbox.ServiceDefinition("echo one > /index.html; exec httpd -f -p 8080 -h /", port: 8080));
        Assert.Equal("one", await GetAsync(service));
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["taskDefinition"] = await sandbox.RegisterAsync(sandbox.ServiceDefinition("echo two > /index.html; exec httpd -f -p 8080 -h /", port: 8080)),
        });

        // While both are there, one of them at least answers.
        while ((string?)(await sandbox.HistoryAsync(service))[0]["status"] != "SUCCESSFUL")
        {
            Assert.Contains(await GetAsync(service), new[] { "one", "two" });
        }

        Assert.Equal("two", await GetAsync(await sandbox.SteadyAsync(service)));
        await sandbox.DeleteServiceAsync(service);
    }

    [SkippableFact]
    public async Task A_tag_stands_for_one_image_as_long_as_a_deployment_lasts()
    {
        sandbox.Require();
        var repository = EcsSandbox.Unique("moving");
        await sandbox.Boto.CallAsync("ecr", "CreateRepository", new JsonObject { ["repositoryName"] = repository });
        var first = await PushAsync(repository, "ENV VERSION=1");
        var definition = sandbox.ServiceDefinition(ServingContainers.Serve);
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        definition["containerDefinitions"]![0]!["image"] = $"{sandbox.Server.RegistryUri}/{repository}:latest";
        var service = await sandbox.SteadyServiceAsync(definition);
        var second = await PushAsync(repository, "ENV VERSION=2");
        await sandbox.UpdateAsync(service, new JsonObject { ["desiredCount"] = 2 });
        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 2, "of two tasks");
        var digests = (await sandbox.TasksAsync(service)).Select(task => (string)task["containers"]![0]!["imageDigest"]!);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        var forced = (await sandbox.TasksAsync(service)).Select(task => (string)task["containers"]![0]!["imageDigest"]!);
        var revision = (await sandbox.EcsAsync("DescribeServiceRevisions", new JsonObject
        {
            ["serviceRevisionArns"] = new JsonArray((string)(await sandbox.HistoryAsync(service))[0]["targetServiceRevision"]!["arn"]!),
        }))["serviceRevisions"]![0]!;

        Assert.NotEqual(first, second);
        Assert.Equal([first, first], digests);
        Assert.Equal([second, second], forced);
        Assert.Equal(second, (string?)revision["containerImages"]![0]!["imageDigest"]);
        await sandbox.DeleteServiceAsync(service);
    }

    /// <summary>What the first task that runs and answers gives.</summary>
    private async Task<string> GetAsync(JsonObject service)
    {
        using var http = new HttpClient();
        foreach (var task in await sandbox.TasksAsync(service))
        {
            if ((string?)task["lastStatus"] == "RUNNING" && task["containers"]![0]!["networkBindings"]!.AsArray() is [{ } binding, ..])
            {
                try
                {
                    return (await http.GetStringAsync($"http://127.0.0.1:{binding["hostPort"]}/")).Trim();
                }
                catch (HttpRequestException)
                {
                    // It has just been stopped, or does not listen yet; then another must answer.
                }
            }
        }

        return "none";
    }

    private async Task<string> PushAsync(string repository, string more)
    {
        var uri = $"{sandbox.Server.RegistryUri}/{repository}:latest";
        var token = (await sandbox.Boto.CallAsync("ecr", "GetAuthorizationToken"))["authorizationData"]![0]!;
        using var folder = new TemporaryFolder();
        folder.Write("config.json", new JsonObject
        {
            ["auths"] = new JsonObject
            {
                [sandbox.Server.RegistryUri] = new JsonObject { ["auth"] = (string)token["authorizationToken"]! },
            },
        }.ToJsonString());
        await DockerSandbox.BuildAsync(uri, more);
        try
        {
            await Tool.RunOrFailAsync("docker", "--config", folder.Path, "push", "--quiet", uri);
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", uri]);
        }

        var described = await sandbox.Boto.CallAsync("ecr", "DescribeImages", new JsonObject
        {
            ["repositoryName"] = repository,
            ["imageIds"] = new JsonArray(new JsonObject { ["imageTag"] = "latest" }),
        });
        return (string)described["imageDetails"]![0]!["imageDigest"]!;
    }
}
