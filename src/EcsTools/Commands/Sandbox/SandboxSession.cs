using System;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Sandbox;

namespace EcsTools.Commands.Sandbox;

/// <summary>The sandbox of this process, in which commands without explicit credentials work.</summary>
internal static class SandboxSession
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static SandboxServer? _server;
    private static Guid _startedBy;
    private static int _said;
    private static IDisposable? _hangUp;

    /// <summary>The sandbox that runs, or null.</summary>
    public static EcsSandbox? Current { get; private set; }

    /// <summary>Starts a sandbox, or gives the one that runs, marked as such.</summary>
    /// <param name="options">What it is started with.</param>
    /// <param name="runspace">The runspace whose module's removal ends it.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<EcsSandbox> StartAsync(SandboxOptions options, Guid runspace, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Current is { } running)
            {
                return running with { Status = EcsSandboxStatus.AlreadyRunning };
            }

            _server = await SandboxServer.StartAsync(options, cancellationToken).ConfigureAwait(false);
            _startedBy = runspace;
            _said = 0;
            AppDomain.CurrentDomain.ProcessExit += OnExit;
            _hangUp ??= TerminationSignals.Watch(() => OnExit(null, EventArgs.Empty));
            Current = Describe(_server);
            return Current with { Status = EcsSandboxStatus.Started };
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Stops the sandbox and what it runs.</summary>
    /// <returns>What was stopped, or null where nothing ran.</returns>
    public static async Task<EcsSandbox?> StopAsync()
    {
        await Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var stopped = Current;
            Current = null;
            if (_server is { } server)
            {
                _server = null;
                AppDomain.CurrentDomain.ProcessExit -= OnExit;
                _hangUp?.Dispose();
                _hangUp = null;
                await server.StopAsync().ConfigureAwait(false);
            }

            return stopped is null ? null : stopped with { Status = EcsSandboxStatus.Stopped };
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>A line that says where the commands go, the first time it is asked for after a start.</summary>
    public static string? NoticeOnce()
        => Current is { } sandbox && Interlocked.Exchange(ref _said, 1) == 0
            ? $"Working in the sandbox at {sandbox.EndpointUrl} (account {sandbox.AccountId}), not in AWS. Stop-EcsSandbox ends this."
            : null;

    /// <summary>Stops the sandbox when the module leaves the runspace that started it, not when it leaves another one.</summary>
    public static void OnModuleRemoved()
    {
        if (Runspace.DefaultRunspace?.InstanceId == _startedBy)
        {
            Task.Run(StopAsync).GetAwaiter().GetResult();
        }
    }

    // A task of the sandbox is a container: it would outlive the process.
    private static void OnExit(object? sender, EventArgs e) => Task.Run(StopAsync).GetAwaiter().GetResult();

    private static EcsSandbox Describe(SandboxServer server) => new()
    {
        EndpointUrl = server.EndpointUrl,
        RegistryUri = server.RegistryUri,
        AccountId = server.AccountId,
        Region = server.Region,
        AccessKey = server.AccessKey,
        SecretKey = server.SecretKey,
        Runtime = server.Runtime.ToString(),
        DataPath = server.DataPath,
        TimeScale = server.TimeScale,
    };
}
