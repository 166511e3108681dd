using System.Threading;
using EcsTools.Models;

namespace EcsTools.Commands.Sandbox;

/// <summary>The one sandbox of this process, which commands without credentials of their own work against.</summary>
internal static class SandboxSession
{
    private static int _said;

    /// <summary>The sandbox that was started, or null.</summary>
    public static EcsSandbox? Current { get; private set; }

    /// <summary>A line that says where the commands go, the first time it is asked for after a start.</summary>
    public static string? NoticeOnce()
        => Current is { } sandbox && Interlocked.Exchange(ref _said, 1) == 0
            ? $"Working in the sandbox at {sandbox.EndpointUrl} (account {sandbox.AccountId}), not in AWS. Stop-EcsSandbox ends this."
            : null;
}
