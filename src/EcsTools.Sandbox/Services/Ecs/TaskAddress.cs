using System.Collections.Generic;
using System.Net;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>A task that has an address in the VPC, and where it is really reached.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="IsSimulated">Whether no container runs.</param>
/// <param name="Published">Where the ports of the task are reached.</param>
internal sealed record TaskAddress(string TaskId, bool IsSimulated, IReadOnlyDictionary<int, IPEndPoint> Published);
