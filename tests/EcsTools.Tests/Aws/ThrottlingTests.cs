using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Sandbox;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Aws;

public sealed class ThrottlingTests
{
    [Fact]
    public async Task Calls_over_the_rate_AWS_gives_are_made_all_the_same_only_later()
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, LimitRates = true }, CancellationToken.None);
        using var connection = await AwsConnections.ConnectAsync(new AwsConnectionRequest
        {
            AccessKey = sandbox.AccessKey,
            SecretKey = sandbox.SecretKey,
            Region = sandbox.Region,
            EndpointUrl = sandbox.EndpointUrl,
        });

        // 20 at once, then one a second.
        var answers = await Task.WhenAll(Enumerable.Range(0, 26).Select(number => connection.Ecs.RegisterTaskDefinitionAsync(
            new RegisterTaskDefinitionRequest
            {
                Family = $"family-{number}",
                ContainerDefinitions = [new ContainerDefinition { Name = "main", Image = "web:1", Memory = 128 }],
            })));
        Assert.All(answers, answer => Assert.Equal(1, answer.TaskDefinition.Revision));
    }
}
