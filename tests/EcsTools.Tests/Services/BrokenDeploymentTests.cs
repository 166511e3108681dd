using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>
/// Deployments that cannot end well, on real containers, while requests are made of what serves. Each class is a kind of them: they wait long,
/// and classes run side by side.
/// </summary>
public abstract class BrokenDeploymentTests(DockerSandbox sandbox)
{
    private static readonly string[] Serve = ["sh", "-c", "echo good > /index.html; exec httpd -f -p 8080 -h /"];

    protected DockerSandbox Sandbox { get; } = sandbox;

    /// <summary>Deploys something good, then something broken, with a load of requests on what serves.</summary>
    private protected async Task BreaksAsync(Func<TaskDefinitionRequest, TaskDefinitionRequest> spoil, string cause, string remedy)
    {
        Sandbox.Require();
        using var connection = new AwsConnection(
            new BasicAWSCredentials(Sandbox.Server.AccessKey, Sandbox.Server.SecretKey),
            "us-east-1",
            Sandbox.Server.EndpointUrl,
            SystemClock.Instance);
        var world = new ServiceWorld(connection);
        var family = TaskSandbox.Unique("web");
        var good = new TaskDefinitionRequest
        {
            Family = family,
            ImageUri = Sandbox.Image,
            Command = Serve,
            Ports = [new TaskPort(8080, "tcp")],
        };
        await world.RegisterAsync(good);
        var request = new FargateServiceRequest { TaskDefinition = family, Cluster = await world.ClusterAsync(), DesiredCount = 2 };
        var service = await world.DeployAsync(request);
        try
        {
            var serving = await world.TasksAsync(service);
            using var over = new CancellationTokenSource();
            var load = serving.Select(task => LoadAsync(Assert.Single(task.Endpoints), over.Token)).ToList();
            await world.RegisterAsync(spoil(good));
            var error = await world.FailAsync(request);
            over.Cancel();
            foreach (var (answered, failed) in await Task.WhenAll(load))
            {
                Assert.Empty(failed);
                Assert.True(answered > 10, $"{answered} requests were answered");
            }

            Assert.Equal("ServiceRolledBack", error.ErrorId);
            Assert.StartsWith($"Service '{family}': {family}:2 was rolled back to {family}:1: ", error.Message.Split('\n')[0]);
            Assert.True(Regex.IsMatch(error.Message.Split('\n')[0], cause), error.Message + "\n" + string.Join("\n", world.Told));
            Assert.Contains(remedy, error.Remedy);
            Assert.Equal(
                serving.Select(task => task.TaskArn).Order(), (await world.TasksAsync(service)).Select(task => task.TaskArn).Order());
            Assert.Equal("ROLLBACK_SUCCESSFUL", (await world.HistoryAsync(service))[0].Status);
        }
        finally
        {
            await world.RemoveAsync(service);
        }
    }

    private static async Task<(int Answered, List<string> Failed)> LoadAsync(string url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var (answered, failed) = (0, new List<string>());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if ((await http.GetStringAsync(url, CancellationToken.None)).Trim() == "good")
                {
                    answered++;
                }
                else
                {
                    failed.Add("another answer");
                }
            }
            catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException)
            {
                failed.Add(problem.Message);
            }

            await Task.Delay(20, CancellationToken.None);
        }

        return (answered, failed);
    }
}
