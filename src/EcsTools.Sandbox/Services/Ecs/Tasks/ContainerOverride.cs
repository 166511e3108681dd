using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>What a container has instead of what its definition says.</summary>
internal sealed record ContainerOverride(string? Name)
{
    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public long? Cpu { get; init; }

    public long? Memory { get; init; }

    public long? MemoryReservation { get; init; }

    public static ContainerOverride Read(JsonObject from) => new(from.Text("name"))
    {
        Command = ContainerDefinitionJson.List(from, "command"),
        Environment = ContainerDefinitionJson.Pairs(from, "environment", "value"),
        Cpu = from.Integer("cpu"),
        Memory = from.Integer("memory"),
        MemoryReservation = from.Integer("memoryReservation"),
    };

    public ContainerPlan Apply(ContainerPlan plan) => plan with
    {
        Command = Command ?? plan.Command,
        Environment = plan.Environment
            .Where(variable => Environment.All(own => own.Key != variable.Key))
            .Concat(Environment)
            .ToList(),
        Cpu = Cpu ?? plan.Cpu,
        Memory = Memory ?? plan.Memory,
        MemoryReservation = MemoryReservation ?? plan.MemoryReservation,
    };
}
