namespace EcsTools.Sandbox.Engine;

internal sealed record ContainerExit(int Code, bool OutOfMemory);
