using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Campaigns.Durability.Kinds;

internal sealed class TaskDefinitionKind : DurableKind
{
    public override string Name => "definition";

    public override Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Ecs.RegisterTaskDefinitionAsync(
            new RegisterTaskDefinitionRequest { Family = name, ContainerDefinitions = [new ContainerDefinition { Name = "main", Image = "example:1", Memory = 128 }] },
            cancellationToken);

    public override Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Ecs.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = name + ":1" }, cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var answer = await target.Connection.Ecs.ListTaskDefinitionsAsync(new ListTaskDefinitionsRequest { FamilyPrefix = name });
            if (answer.TaskDefinitionArns is { Count: 1 })
            {
                found.Add(name);
            }
        }

        return found;
    }
}
