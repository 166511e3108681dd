using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Images.Credentials;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Tasks;

/// <summary>Containers whose image is in a registry that requires a password: Docker's own registry.</summary>
public sealed class PrivateRegistryTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task An_image_of_a_private_registry_runs_with_its_credential_and_not_without()
    {
        sandbox.Require();
        using var registry = await DockerRegistryServer.StartWithPasswordAsync();
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl, SystemClock.Instance);
        var login = new RegistryCredential { Registry = registry.Host, UserName = DockerRegistryServer.User, Password = "open sesame" };
        var image = await PushAsync($"{registry.Host}/team/web:1", login);
        try
        {
            var request = new TaskDefinitionRequest { Family = TaskSandbox.Unique("private"), ImageUri = image, Command = ["echo", "pulled"] };

            var without = await RunAsync(connection, request);
            var wrong = await RunAsync(connection, request with { PullLogin = login with { Password = "close sesame" } });
            var with = await RunAsync(connection, request with { PullLogin = login });

            Assert.All([without, wrong], task =>
            {
                Assert.Equal(("TaskFailedToStart", false), (task.StopCode, task.Succeeded));
                Assert.StartsWith($"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {image}", task.StoppedReason);
                Assert.Contains("-PullCredential", task.Remedy);
            });
            Assert.Equal((0, true), (with.ExitCode, with.Succeeded));
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", "--force", image]);
        }
    }

    /// <summary>Pushes the image of the sandbox from the engine, which keeps no other name for it.</summary>
    private async Task<string> PushAsync(string name, RegistryCredential login)
    {
        var push = new RegistryImagePush(RegistryImagePush.ParseDestination(name), login, SystemClock.Instance);
        var request = push.Complete(new PushImageRequest { RepositoryName = "", Image = sandbox.Image, Transport = ImageTransport.Direct });
        using var plan = await push.PlanAsync(request, findBuild: false, null, default);
        return (await push.ApplyAsync(plan, null, default)).ImageUri;
    }

    private static async Task<FargateTask> RunAsync(AwsConnection connection, TaskDefinitionRequest request)
    {
        var definitions = new FargateTaskDefinitions(connection);
        var definition = await definitions.ApplyAsync(await definitions.PlanAsync(request, default), null, default);
        var clusters = new FargateClusters(connection);
        var cluster = await clusters.ApplyAsync(
            await clusters.PlanAsync(new FargateClusterRequest { Cluster = TaskSandbox.Unique("cluster") }, default), null, default);
        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinition, Cluster = cluster.Cluster }, default);
        var task = Assert.Single(await start.StartAsync(plan, error => throw error, null, default).ToListAsync());
        return Assert.Single(await new TaskWait(connection)
            .WaitAsync([TaskReference.Parse(task.TaskArn, null)], TaskWaitFor.Stopped, TimeSpan.FromMinutes(5), (error, _) => throw error, null, default)
            .ToListAsync());
    }
}
