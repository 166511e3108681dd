namespace EcsTools.Sandbox.Engine;

internal sealed record PortPlan(int Port, string Protocol);
