namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The rollback of a service deployment.</summary>
/// <param name="Reason">Why it rolls back.</param>
/// <param name="StartedAt">Epoch seconds.</param>
/// <param name="RevisionArn">The revision to which it goes back, or null if there is none.</param>
internal sealed record DeploymentRollback(string Reason, double StartedAt, string? RevisionArn);
