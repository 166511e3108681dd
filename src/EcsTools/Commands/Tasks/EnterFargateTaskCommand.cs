using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Tasks;
using EcsTools.Tasks.Exec;

namespace EcsTools.Commands.Tasks;

/// <summary>Opens a shell in a container of a task, or runs one command there.</summary>
/// <remarks>
/// <para>
/// The task must have been started with -EnableExecuteCommand, and its task role must allow ssmmessages (Initialize-EcsRole Task
/// -EnableExecuteCommand). On
/// AWS the Session Manager plugin must be installed on this machine. What is missing is said before anything is tried. In the sandbox the
/// command runs in
/// the real container, and no plugin is needed.
/// </para>
/// <para>
/// With -Command nobody is asked anything: what the command writes is the output, a string a line. On AWS its two streams come as one, and
/// its exit code
/// is not told; where that matters, write it: -Command 'sh -c "test -f /data/ready; echo $?"'.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateTask -Cluster demo -ServiceName web | Select-Object -First 1 | Enter-FargateTask</code>
///   <para>Opens a shell in a task of the service web. Ctrl+C goes to the program there; exit ends the shell.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Cluster demo -Family web | Enter-FargateTask -Command 'cat /etc/hostname'</code>
///   <para>Runs a command in every task of the family web, and gives what each writes.</para>
/// </example>
[Cmdlet(VerbsCommon.Enter, "FargateTask")]
[OutputType(typeof(string))]
public sealed class EnterFargateTaskCommand : TaskInClusterCommand
{
    /// <summary>
    /// <para type="description">ARN of a task, or its id together with -Cluster.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [IdentifiedBy("TaskArn")]
    public string TaskArn { get; set; } = "";

    /// <summary>
    /// <para type="description">Name of the container; by default the first essential one.</para>
    /// </summary>
    [Parameter]
    public string? Container { get; set; }

    /// <summary>
    /// <para type="description">Command to run, with nobody at a console: its words are split as a shell would, but there is no shell
    /// unless it names one.</para>
    /// </summary>
    [Parameter(Position = 1)]
    public string? Command { get; set; }

    /// <summary>
    /// <para type="description">Shell to open where no command is given. It must be in the image.</para>
    /// </summary>
    [Parameter]
    public string Shell { get; set; } = "/bin/sh";

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var exec = new TaskExec(connection);
        var request = new TaskExecRequest { Task = TaskReference.Parse(TaskArn, Cluster), Container = Container, Command = Command
            ?? Shell };
        var session = await exec.OpenAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        var code = Command is null
            ? await EnterAsync(pipeline, exec, session, cancellationToken).ConfigureAwait(false)
            : await exec.RunAsync(session, line => pipeline.WriteObject(line), cancellationToken).ConfigureAwait(false);
        pipeline.WriteVerbose($"The command in {session} ended with {(session.InSandbox ? "exit code" : "the plugin's exit code")} "
            + $"{code}.");
    }

    private static async Task<int> EnterAsync(CommandPipeline pipeline, TaskExec exec, TaskExecSession session,
        CancellationToken cancellationToken)
    {
        pipeline.WriteHost($"In container {session}. 'exit' leaves it.", ConsoleColor.DarkGray);

        // Also for the plugin: Ctrl+C is for what runs in the container, not for this command.
        using var terminal = new ConsoleTerminal();
        return await exec.RunAsync(session, terminal, cancellationToken).ConfigureAwait(false);
    }
}
