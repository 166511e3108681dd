using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Tasks;

/// <summary>Gets what tasks have written, and with -Follow what they write from now on.</summary>
/// <remarks>
/// <para>
/// The lines of several tasks and containers are sorted by time, and each task has its own color. With -Follow the command ends when every
/// task has stopped and its last line has been read. A server never stops: use Ctrl+C, -Timeout or Select-Object -First to end the reading.
/// The task continues to run. No line is lost if the commands that follow in the pipeline are slow: the log is then read as fast as they take it.
/// </para>
/// <para>If a log does not exist yet, the command waits for it. A container creates its log with its first line.</para>
/// </remarks>
/// <example>
///   <code>Start-FargateTask crawler -Cluster demo | Get-FargateLog -Follow</code>
///   <para>Shows what the task writes until it has stopped.</para>
/// </example>
/// <example>
///   <code>Get-FargateLog -ServiceName web -Tail 20</code>
///   <para>Shows the last lines of all tasks of a service, also of those that have stopped in the last hour.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Family web | Get-FargateLog -Follow -Tail 10 | Where-Object Message -match error | Select-Object -First 1</code>
///   <para>Waits for the next line with an error in any task of web.</para>
/// </example>
/// <example>
///   <code>Get-FargateLog $task.TaskArn -Since 1h | Export-Csv web.csv</code>
///   <para>Writes the lines of the last hour to a file.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Family web | Get-FargateLog -Follow -Since 5m -Filter '?error ?exception'</code>
///   <para>Shows the lines of all tasks of web that contain one of these words, from the last five minutes and from now on.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateLog")]
[OutputType(typeof(TaskLogEvent))]
public sealed class GetFargateLogCommand : ServiceTasksCommand
{
    private readonly TaskCollector _tasks = new();

    /// <summary>ARNs or ids of tasks. An id is looked up in every cluster, if you do not use -Cluster.</summary>
    /// <value>the tasks of the service that -ServiceName names</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(KnownTaskCompleter))]
    [IdentifiedBy("TaskArn")]
    [Subject(typeof(FargateTask), typeof(FargateFailure), typeof(ScheduledTaskRun), typeof(TaskLogEvent))]
    public string[]? TaskArn { get; set; }

    /// <summary>Continues to read until the tasks have stopped.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Start of the period: a time, or an age such as 15m.</summary>
    /// <value>all lines</value>
    [Parameter]
    [PointInTime]
    public DateTime Since { get; set; }

    /// <summary>Maximum number of the newest lines, 0 to 10000. With -Follow it limits the lines that are already there.</summary>
    /// <value>all lines</value>
    [Parameter]
    [ValidateRange(0, 10000)]
    public int? Tail { get; set; }

    /// <summary>Name of the container.</summary>
    /// <value>all containers</value>
    [Parameter]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>
    /// Filter pattern of CloudWatch Logs. It is case-sensitive. 'error timeout' finds lines with both words, '?error ?fail' with one of
    /// them, '"exact text"' with the whole text, '-debug' without the word, and '{ $.level = "error" }' finds lines of JSON. Together with
    /// -Tail the whole log is searched; use -Since to limit the search.
    /// </summary>
    [Parameter]
    public string? Filter { get; set; }

    /// <summary>Maximum time to follow, such as 10m. If it ends before the log, a warning says so.</summary>
    /// <value>no limit</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => CollectAsync(_tasks, TaskArn, stopped: !Follow, pipeline, cancellationToken);

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (var (connection, tasks) in _tasks.ByConnection())
        {
            var request = new TaskLogRequest
            {
                Tasks = tasks,
                Follow = Follow,
                Since = IsBound(nameof(Since)) ? new DateTimeOffset(Since.ToUniversalTime()) : null,
                Tail = Tail,
                Container = Container,
                Filter = Filter,
                Timeout = IsBound(nameof(Timeout)) ? Timeout : null,
            };
            await foreach (var line in new TaskLogs(connection)
                .ReadAsync(request, problem => pipeline.WriteError(problem), pipeline.Progress, cancellationToken)
                .ConfigureAwait(false))
            {
                pipeline.WriteObject(line);
            }
        }
    }
}
