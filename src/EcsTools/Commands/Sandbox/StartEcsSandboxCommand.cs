using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Completion;
using EcsTools.Sandbox;

namespace EcsTools.Commands.Sandbox;

/// <summary>Starts a sandbox: ECR, ECS, IAM, logs and schedules on this machine, without an AWS account.</summary>
/// <remarks>
/// <para>
/// The sandbox serves the AWS APIs that EcsTools uses, and an image registry, on the loopback address of this machine. Tasks run as
/// containers on the local Docker engine. Without an engine tasks are simulated, and the property Runtime of every task is Simulated.
/// </para>
/// <para>
/// The sandbox gives the engine the images itself, so the engine may be in a virtual machine, as with Docker Desktop, or on another
/// computer that DOCKER_HOST names. The ports of tasks are then published at the address of that computer, where its network can reach
/// them, and not only on loopback.
/// </para>
/// <para>
/// While it runs, commands without explicit credentials work in the sandbox. It ends with Stop-EcsSandbox, when the module is removed, or
/// when the process ends. Use -DataPath to keep its data. A process has at most one sandbox: a second start emits the one that is already
/// running.
/// </para>
/// </remarks>
/// <example>
///   <code>Start-EcsSandbox</code>
///   <para>Starts a sandbox on a free port.</para>
/// </example>
/// <example>
///   <code>Start-EcsSandbox -DataPath ~/sandbox -TimeScale 60</code>
///   <para>
///   Keeps images, task definitions and schedules in a folder, and runs schedules 60 times as fast: an hour passes in a minute.
///   </para>
/// </example>
/// <example>
///   <code>Start-EcsSandbox -LimitRates -Throttle 0.1 -ServerError 0.02 -Seed 7</code>
///   <para>Rehearses a bad day: the request limits of AWS, throttling errors for 10 % of the requests, and server errors for 2 %.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EcsSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(EcsSandbox))]
public sealed class StartEcsSandboxCommand : AsyncCommand
{
    /// <summary>TCP port on the loopback address, 0 to 65535.</summary>
    /// <value>a free port</value>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>AWS region in which the sandbox is.</summary>
    /// <value>us-east-1</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string Region { get; set; } = "us-east-1";

    /// <summary>
    /// Folder that keeps the state and the images of the sandbox. What was answered is kept also if the process is killed. Only you and
    /// administrators can read the files in it.
    /// </summary>
    /// <value>no folder; the data is lost at the stop</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    // Text rather than the sandbox's own enum: an enum in a field would load the sandbox's assembly with every import.

    /// <summary>
    /// How tasks run. Docker runs containers and fails if no Docker engine answers; Simulated runs nothing; Auto uses Docker if it can.
    /// </summary>
    /// <value>Auto</value>
    [Parameter]
    [ValidateSet("Auto", "Docker", "Simulated")]
    public string Runtime { get; set; } = "Auto";

    /// <summary>
    /// Speed of the sandbox's clock, 1 to 100000 times real time. Schedules, waits, simulated tasks and new access keys use this clock.
    /// Times that you give, such as -At, and the next runs that the commands show are in real time, so those runs start earlier than
    /// the displayed time.
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1d, 100000d)]
    public double TimeScale { get; set; } = 1;

    /// <summary>Limits requests to the rates that AWS publishes.</summary>
    [Parameter]
    public SwitchParameter LimitRates { get; set; }

    /// <summary>Share of requests that get a throttling error, 0 to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0d, 1d)]
    public double Throttle { get; set; }

    /// <summary>Share of requests that get HTTP status 500, 0 to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0d, 1d)]
    public double ServerError { get; set; }

    /// <summary>Share of requests whose connection is reset, 0 to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0d, 1d)]
    public double ConnectionReset { get; set; }

    /// <summary>Time added to every response, such as 200ms.</summary>
    /// <value>0s</value>
    [Parameter]
    [Duration]
    public TimeSpan Latency { get; set; }

    /// <summary>Seed for the choice of the requests that fail. The same seed fails the same requests.</summary>
    /// <value>0</value>
    [Parameter]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (!await pipeline.ShouldProcessAsync($"127.0.0.1, region {Region}", "Start sandbox").ConfigureAwait(false))
        {
            return;
        }

        var path = DataPath is null ? null : await pipeline.ResolveNewPathAsync(DataPath, nameof(DataPath)).ConfigureAwait(false);
        var runspace = await pipeline.InvokeAsync(() => Runspace.DefaultRunspace.InstanceId).ConfigureAwait(false);
        var sandbox = await StartAsync(Options(path), runspace, cancellationToken).ConfigureAwait(false);
        if (sandbox.Status == EcsSandboxStatus.AlreadyRunning && MyInvocation.BoundParameters.Count > 0)
        {
            pipeline.WriteWarning("A sandbox is already running and was not changed. To start one with these parameters, stop it first (Stop-EcsSandbox).");
        }
        else if (sandbox.Status == EcsSandboxStatus.Started && Runtime == "Auto" && sandbox.Runtime == "Simulated")
        {
            pipeline.WriteWarning("No Docker engine answers on this machine: tasks are simulated, and no containers run.");
        }

        pipeline.WriteObject(sandbox);
    }

    private static async Task<EcsSandbox> StartAsync(SandboxOptions options, Guid runspace, CancellationToken cancellationToken)
    {
        try
        {
            return await SandboxSession.StartAsync(options, runspace, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException wrong)
        {
            // Without the name of the parameter of StartAsync, which .NET puts at the end.
            var message = wrong.Message.Replace($" (Parameter '{wrong.ParamName}')", "");
            throw new EcsToolsException(ErrorCodes.InvalidSandboxOption, message, "See Get-Help Start-EcsSandbox -Full.", inner: wrong);
        }
        catch (InvalidOperationException refused)
        {
            throw new EcsToolsException(
                ErrorCodes.SandboxNotStarted,
                $"The sandbox cannot start: {refused.Message}",
                "Use another -Port or -DataPath, or -Runtime Simulated if there is no Docker engine.",
                inner: refused);
        }
    }

    private SandboxOptions Options(string? dataPath) => new()
    {
        Port = Port,
        Region = Region,
        DataPath = dataPath,
        Runtime = Enum.TryParse<SandboxRuntime>(Runtime, ignoreCase: true, out var runtime) ? runtime : SandboxRuntime.Auto,
        TimeScale = TimeScale,
        LimitRates = LimitRates,
        Faults = Throttle + ServerError + ConnectionReset > 0 || Latency > TimeSpan.Zero
            ? new SandboxFaults { Throttle = Throttle, ServerError = ServerError, Reset = ConnectionReset, Latency = Latency, Seed = Seed }
            : null,
    };
}
