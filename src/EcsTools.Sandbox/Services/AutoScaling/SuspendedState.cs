namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>Which kinds of scaling are suspended for a target.</summary>
internal sealed record SuspendedState(bool ScaleIn, bool ScaleOut, bool Scheduled);
