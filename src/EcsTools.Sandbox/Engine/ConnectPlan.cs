using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>The Service Connect namespace of a task, and the names at which the other tasks of the namespace reach it.</summary>
internal sealed record ConnectPlan(string Namespace, IReadOnlyList<string> Names);
