namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The setting of a service revision that its tasks join a target group. Which tasks have joined: <see cref="ServiceTargets"/>.</summary>
internal sealed record RevisionTarget(string GroupArn, string Container, int Port);
