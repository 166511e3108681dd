using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>The address of a task, if it has a real one, and the ports of this machine that lead to its ports.</summary>
internal sealed record TaskNetwork(string? Address, IReadOnlyList<PublishedPort> Ports);
