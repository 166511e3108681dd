using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Tasks;
using EcsTools.Tasks.Exec;

namespace EcsTools.Commands.Tasks;

/// <summary>Opens a shell in a container of a task, or runs one command there.</summary>
/// <remarks>
/// <para>
/// The task must be started with -EnableExecuteCommand, and its task role must allow ssmmessages (Initialize-EcsRole Task
/// -EnableExecuteCommand). On AWS the Session Manager plugin must be installed on this machine. The command checks all of this first. In
/// the sandbox it runs in the real container and needs no plugin.
/// </para>
/// <para>
/// With -Command there is no interaction: each line that the command writes is a string of the output. AWS merges the two output streams
/// and does not report the exit code. If you need it, let the command print it: -Command 'sh -c "test -f /data/ready; echo $?"'.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateTask -Cluster demo -ServiceName web | Select-Object -First 1 | Enter-FargateTask</code>
///   <para>Opens a shell in a task of the service web. Ctrl+C goes to the program in the container; exit closes the shell.</para>
/// </example>
/// <example>
///   <code>Get-FargateService web -Cluster demo | Enter-FargateTask -Command 'cat /etc/hostname'</code>
///   <para>Runs a command in one task of the service web.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Cluster demo -Family web | Enter-FargateTask -Command 'cat /etc/hostname'</code>
///   <para>Runs a command in every task of the family web, and emits what it writes.</para>
/// </example>
[Cmdlet(VerbsCommon.Enter, "FargateTask")]
[OutputType(typeof(string))]
public sealed class EnterFargateTaskCommand : ServiceTasksCommand
{
    /// <summary>ARN or id of a task. An id is looked up in every cluster, if you do not use -Cluster.</summary>
    /// <value>the first running task of the service that -ServiceName names</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [IdentifiedBy("TaskArn")]
    [Subject(typeof(FargateTask), typeof(FargateFailure), typeof(ScheduledTaskRun), typeof(TaskLogEvent))]
    public string? TaskArn { get; set; }

    /// <summary>Name of the container.</summary>
    /// <value>the first essential container</value>
    [Parameter]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>
    /// Command to run without a console. It is split into words as a shell does, but runs without a shell unless it starts one itself.
    /// </summary>
    [Parameter(Position = 1)]
    public string? Command { get; set; }

    /// <summary>Shell to open if you do not use -Command. It must be in the image.</summary>
    /// <value>/bin/sh</value>
    [Parameter]
    public string Shell { get; set; } = "/bin/sh";

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        RequireOneSubject((nameof(TaskArn), TaskArn), (nameof(ServiceName), ServiceName));
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var exec = new TaskExec(connection);
        var task = await TaskAsync(connection, cancellationToken).ConfigureAwait(false);
        var request = new TaskExecRequest { Task = task, Container = Container, Command = Command ?? Shell };
        var session = await exec.OpenAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        var code = Command is null
            ? await EnterAsync(pipeline, exec, session, cancellationToken).ConfigureAwait(false)
            : await exec.RunAsync(session, line => pipeline.WriteObject(line), cancellationToken).ConfigureAwait(false);
        pipeline.WriteVerbose($"The command in {session} ended with {(session.InSandbox ? "exit code" : "the plugin's exit code")} {code}.");
    }

    private async Task<TaskReference> TaskAsync(AwsConnection connection, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(TaskArn))
        {
            return await new FargateTasks(connection).LocateAsync(TaskArn!, Cluster, cancellationToken).ConfigureAwait(false);
        }

        var tasks = await TasksOfServiceAsync(connection, stopped: false, cancellationToken).ConfigureAwait(false);
        var task = tasks.FirstOrDefault(task => task.LastStatus == "RUNNING") ?? tasks[0];
        return new TaskReference(task.ClusterArn, task.TaskArn);
    }

    private static async Task<int> EnterAsync(CommandPipeline pipeline, TaskExec exec, TaskExecSession session,
        CancellationToken cancellationToken)
    {
        pipeline.WriteHost($"Connected to container {session}. Type 'exit' to leave.", ConsoleColor.DarkGray);

        return await exec.RunOnConsoleAsync(session, cancellationToken).ConfigureAwait(false);
    }
}
