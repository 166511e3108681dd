using System;
using System.Collections.Generic;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.Exec;

/// <summary>A command that a client may start.</summary>
internal sealed record ExecSession(string Id, string Token, IRunningContainer Container, IReadOnlyList<string> Command)
{
    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;
}
