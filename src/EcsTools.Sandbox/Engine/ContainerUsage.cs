using System;

namespace EcsTools.Sandbox.Engine;

/// <summary>The usage of a container.</summary>
/// <param name="ProcessorTime">The processor time of all its processes since its start.</param>
/// <param name="Memory">The bytes it uses now, without reclaimable file cache.</param>
internal sealed record ContainerUsage(TimeSpan ProcessorTime, long Memory);
