using System.Threading.Tasks;
using Amazon.ECS.Model;

namespace EcsTools.Campaigns.Load.Walks;

/// <summary>Registers two revisions of a family of its own: numbers follow each other, whoever else registers.</summary>
internal sealed class TaskDefinitionWalk : IWalk
{
    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        var first = await RegisterAsync(target, name);
        var second = await RegisterAsync(target, name);
        var read = await target.SendAsync(target.Ecs.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = name }));
        foreach (var arn in new[] { first.TaskDefinitionArn, second.TaskDefinitionArn })
        {
            await target.SendAsync(target.Ecs.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = arn }));
        }

        return first.Revision + 1 == second.Revision && read.TaskDefinition.TaskDefinitionArn == second.TaskDefinitionArn
            ? null
            : $"family {name} has revisions {first.Revision} and {second.Revision}, and its newest is {read.TaskDefinition.TaskDefinitionArn}";
    }

    private static async Task<TaskDefinition> RegisterAsync(LoadTarget target, string family)
    {
        var answer = await target.SendAsync(target.Ecs.RegisterTaskDefinitionAsync(
            new RegisterTaskDefinitionRequest
            {
                Family = family,
                Cpu = "256",
                Memory = "512",
                NetworkMode = "awsvpc",
                RequiresCompatibilities = ["FARGATE"],
                ContainerDefinitions = [new ContainerDefinition { Name = "web", Image = "example:1" }],
            }));
        return answer.TaskDefinition;
    }
}
