using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>The address of a task, if it has a real one, and where its ports are reached.</summary>
internal sealed record TaskNetwork(string? Address, IReadOnlyList<PublishedPort> Ports);
