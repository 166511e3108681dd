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
/// Serves the AWS APIs that EcsTools calls, and an image registry, on loopback in this process. Tasks run as containers on the local Docker
/// engine; where none answers they are simulated, and every object says so. From then on, commands that are given no credentials work in the
/// sandbox. It ends with Stop-EcsSandbox, with the module or with the process; -DataPath keeps what it holds. One sandbox runs in a process: a
/// second start emits the one that runs.
/// </remarks>
/// <example>
///   <code>Start-EcsSandbox</code>
///   <para>Starts a sandbox on a free port.</para>
/// </example>
/// <example>
///   <code>Start-EcsSandbox -DataPath ~/sandbox -TimeScale 60</code>
///   <para>Keeps images, task definitions and schedules in a folder, and lets an hour of schedules pass in a minute.</para>
/// </example>
/// <example>
///   <code>Start-EcsSandbox -LimitRates -Throttle 0.1 -ServerError 0.02 -Seed 7</code>
///   <para>Rehearses a bad day: AWS's own rates, one call in ten throttled, one in fifty failed.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EcsSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(EcsSandbox))]
public sealed class StartEcsSandboxCommand : AsyncCommand
{
    /// <summary>
    /// <para type="description">TCP port on loopback. Without it, a free one.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// <para type="description">The region that every ARN carries.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string Region { get; set; } = "us-east-1";

    /// <summary>
    /// <para type="description">Folder that keeps state and images over a restart. Without it they are forgotten at the stop.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    // Text rather than the sandbox's own enum: an enum in a field would load the sandbox's assembly with every import.

    /// <summary>
    /// <para type="description">How tasks run: Docker (fails where no engine answers), Simulated, or Auto, which is Docker where it can.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("Auto", "Docker", "Simulated")]
    public string Runtime { get; set; } = "Auto";

    /// <summary>
    /// <para type="description">
    /// How many times faster than real time schedules and waits go, 1 to 100000. Schedules go by the sandbox's clock then: a time given with -At, and the
    /// next runs that are shown, are of real time and come sooner, or are over.
    /// </para>
    /// </summary>
    [Parameter]
    [ValidateRange(1d, 100000d)]
    public double TimeScale { get; set; } = 1;

    /// <summary>
    /// <para type="description">Limits calls at AWS's published rates.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter LimitRates { get; set; }

    /// <summary>
    /// <para type="description">Share of the requests, 0 to 1, that are answered with a throttling error.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1d)]
    public double Throttle { get; set; }

    /// <summary>
    /// <para type="description">Share of the requests, 0 to 1, that are answered with HTTP 500.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1d)]
    public double ServerError { get; set; }

    /// <summary>
    /// <para type="description">Share of the requests, 0 to 1, whose connection is reset.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1d)]
    public double ConnectionReset { get; set; }

    /// <summary>
    /// <para type="description">Time added to every answer, such as 200ms.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Latency { get; set; }

    /// <summary>
    /// <para type="description">Seed of the choice of requests that fail, so that a run can be repeated.</para>
    /// </summary>
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
            pipeline.WriteWarning("A sandbox runs already, and was left as it is. Stop it first (Stop-EcsSandbox) to start one with these parameters.");
        }
        else if (sandbox.Status == EcsSandboxStatus.Started && Runtime == "Auto" && sandbox.Runtime == "Simulated")
        {
            pipeline.WriteWarning("No Docker engine answers on this machine: tasks are simulated, no container runs.");
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
                "Choose another -Port or -DataPath, or -Runtime Simulated where there is no Docker engine.",
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
