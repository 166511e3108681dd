using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>A task that has an address in the VPC, and where it is really reached.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="IsSimulated">Whether no container runs.</param>
/// <param name="Published">The ports of this machine that lead to the ports of the task.</param>
internal sealed record TaskAddress(string TaskId, bool IsSimulated, IReadOnlyDictionary<int, int> Published);
