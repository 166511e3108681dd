using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Formatting;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Starts tasks on Fargate. With -Wait it waits until they have ended.</summary>
/// <remarks>
/// <para>
/// Without -Subnet the tasks run in the public subnets of the default VPC, with a public IP address and a security group named ecstools-
/// and the family. This group opens the ports of the task definition to the internet.
/// </para>
/// <para>
/// With -Wait the command shows what the tasks write, waits until they have stopped, and emits them with exit code, reason, estimated cost,
/// and the last 1,000 lines of their logs. A failed task is also an error: its first line is the cause, and its target is the object that
/// Get-FargateFailure emits.
/// </para>
/// <para>
/// Ctrl+C ends only the waiting: a warning names the tasks that continue to run, with the command that stops them. With -StopOnCancel they
/// are stopped.
/// </para>
/// <para>
/// PowerShell sets $LASTEXITCODE only for programs. After a failed task $? is false, and -ErrorAction Stop ends the script. The exit code
/// is in the output: exit (Start-FargateTask crawler -Wait).ExitCode. It is empty if no container ran, which exit turns into 0, so check
/// Succeeded too.
/// </para>
/// </remarks>
/// <example>
///   <code>Start-FargateTask crawler -Cluster demo -Wait</code>
///   <para>Runs the newest revision of crawler, shows what it writes, and how it ended.</para>
/// </example>
/// <example>
///   <code>Register-FargateTask crawler -ImageUri $uri | Start-FargateTask -Cluster demo | Get-FargateLog -Follow</code>
///   <para>Registers and starts a task, and shows its log until it stops. Ctrl+C stops the reading; the task continues to run.</para>
/// </example>
/// <example>
///   <code>$run = Start-FargateTask crawler -Cluster demo -Environment @{ DEPTH = 5 } -Wait; $run.ExitCode</code>
///   <para>Runs crawler once with another value of the variable DEPTH, and shows the exit code.</para>
/// </example>
/// <example>
///   <code>Start-FargateTask worker -Cluster demo -Count 25 -Spot -Subnet $private -AssignPublicIp:$false</code>
///   <para>Starts 25 tasks on Spot capacity in a private subnet.</para>
/// </example>
/// <example>
///   <code>
/// $run = Start-FargateTask nightly -Cluster demo -Wait
/// if (-not $run.Succeeded) { exit [Math]::Max(1, [int]$run.ExitCode) }
///   </code>
///   <para>Ends the script of a job with the exit code of the task, or with 1 if the task never ran.</para>
/// </example>
/// <example>
///   <code>Start-FargateTask worker -Cluster demo -Count 40 -BaseOnDemand 4 -SpotWeight 3</code>
///   <para>Starts 40 tasks. Four run on demand. Of the other 36, 27 run on Spot and nine on demand.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "FargateTask", SupportsShouldProcess = true)]
[OutputType(typeof(FargateTask), typeof(EcsPlanStep))]
public sealed partial class StartFargateTaskCommand : TaskRunSettingsCommand, IPlannedCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = Request();
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        if (!await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
        {
            return;
        }

        var started = new List<FargateTask>();
        await foreach (var task in start.StartAsync(
            plan, problem => pipeline.WriteError(problem), pipeline.Progress, cancellationToken).ConfigureAwait(false))
        {
            started.Add(task);
            if (!Wait)
            {
                pipeline.WriteObject(task);
            }
        }

        if (Wait && started.Count > 0)
        {
            // From here on, the end of the tasks decides. What becomes of them after Ctrl+C is told below.
            connection.Changes.Settle();
            await WaitAsync(pipeline, connection, started, plan.Network.AssignPublicIp, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits. After Ctrl+C the tasks do not stay behind unnamed.</summary>
    private async Task WaitAsync(
        CommandPipeline pipeline,
        AwsConnection connection,
        List<FargateTask> started,
        bool publicAddress,
        CancellationToken cancellationToken)
    {
        try
        {
            await StayAsync(pipeline, connection, started, publicAddress, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await new TasksLeftRunning(connection, pipeline).HandleAsync(started, StopOnCancel).ConfigureAwait(false);
            throw;
        }
    }

    private async Task StayAsync(
        CommandPipeline pipeline,
        AwsConnection connection,
        List<FargateTask> started,
        bool publicAddress,
        CancellationToken cancellationToken)
    {
        var failures = new FargateFailures(connection);
        var stopped = await new TaskRunMonitor(connection).StayAsync(
            started,
            publicAddress,
            IsBound(nameof(Timeout)) ? Timeout : null,
            line => pipeline.WriteHost(
                started.Count == 1 ? line.Message : $"{line.TaskId.Substring(0, 8)} {line.Message}",
                started.Count == 1 ? ConsoleColor.DarkGray : StatusText.HostColour(line.TaskId)),
            (problem, task) => pipeline.WriteError(problem, task),
            pipeline.Progress,
            cancellationToken).ConfigureAwait(false);
        foreach (var task in stopped)
        {
            pipeline.WriteObject(task);
            if (await failures.ExplainAsync(task, publicAddress, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                pipeline.WriteError(FargateFailures.ToError(failure));
            }
        }
    }

    private StartTaskRequest Request() => new()
    {
        TaskDefinition = TaskDefinition,
        Cluster = Cluster ?? DefaultCluster,
        Count = Count,
        Subnets = Subnet,
        SecurityGroups = SecurityGroup,
        AssignPublicIp = PublicIp,
        Overrides = ContainerOverrides() with { Cpu = TaskSizeText.ParseCpu(Cpu), Memory = TaskSizeText.ParseMemory(Memory) },
        Spot = Spot,
        SpotWeight = SpotWeight,
        OnDemandWeight = OnDemandWeight,
        BaseOnDemand = BaseOnDemand,
        EnableExecuteCommand = EnableExecuteCommand,
        Tags = TextDictionary.From(Tag, nameof(Tag)),
        StartedBy = StartedBy,
    };
}
