using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Tasks;

/// <summary>Gets what tasks wrote, and with -Follow what they go on to write.</summary>
/// <remarks>
/// <para>
/// The lines of several tasks and containers come in the order of time, each task in a colour of its own. With -Follow the command ends by
/// itself when every task has stopped and its last line is read. A server never stops: then Ctrl+C, -Timeout or Select-Object -First ends the
/// reading, and the task runs on.
/// </para>
/// <para>A log that is not there yet is waited for: a container makes it with its first line.</para>
/// </remarks>
/// <example>
///   <code>Start-FargateTask crawler -Cluster demo | Get-FargateLog -Follow</code>
///   <para>Shows what the task writes until it has stopped.</para>
/// </example>
/// <example>
/// <code>Get-FargateTask -Family web | Get-FargateLog -Follow -Tail 10 | Where-Object Message -match error | Select-Object -First 1</code>
///   <para>Waits for the next line with an error in any task of web.</para>
/// </example>
/// <example>
///   <code>Get-FargateLog $task.TaskArn -Since 1h | Export-Csv web.csv</code>
///   <para>Writes the lines of the last hour to a file.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Family web | Get-FargateLog -Follow -Since 5m -Filter '?error ?exception'</code>
///   <para>Shows the lines of all tasks of web that have one of the words, of the last five minutes and from now on.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateLog")]
[OutputType(typeof(TaskLogEvent))]
public sealed class GetFargateLogCommand : TaskSelectionCommand
{
    private readonly TaskCollector _tasks = new();

    /// <summary>
    /// <para type="description">ARNs of tasks, or their ids together with -Cluster.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(KnownTaskCompleter))]
    [IdentifiedBy("TaskArn")]
    public override string[] TaskArn { get; set; } = [];

    /// <summary>
    /// <para type="description">Goes on with what is written, until the tasks have stopped.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>
    /// <para type="description">Only lines from this time on: a time, or how long ago, such as 15m.</para>
    /// </summary>
    [Parameter]
    [PointInTime]
    public DateTime Since { get; set; }

    /// <summary>
    /// <para type="description">Only so many of the newest lines; with -Follow, before what is still written.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0, 10000)]
    public int? Tail { get; set; }

    /// <summary>
    /// <para type="description">Only this container.</para>
    /// </summary>
    [Parameter]
    public string? Container { get; set; }

    /// <summary>
    /// <para type="description">Only lines that match: a filter pattern of CloudWatch Logs, in which case counts. 'error timeout' finds lines with
    /// both words, '?error ?fail' with one of them, '"exactly this"' with the whole, '-debug' those without, '{ $.level = "error" }' lines of
    /// JSON. Together with -Tail the whole log is searched: -Since makes it shorter.</para>
    /// </summary>
    [Parameter]
    public string? Filter { get; set; }

    /// <summary>
    /// <para type="description">How long to follow, such as 10m. The end of it is no error.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => _tasks.Add(await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false), TaskArn, Cluster);

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
