namespace EcsTools.Sandbox.Engine;

internal sealed record UlimitPlan(string Name, long Soft, long Hard);
