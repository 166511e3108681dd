using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Input;
using EcsTools.Schedules.Conversion;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Commands.Schedules;

/// <summary>Converts tasks of the Windows Task Scheduler, or lines of a crontab, to schedules for New-EcsScheduledTask.</summary>
/// <remarks>
/// <para>
/// The input is what Get-ScheduledTask or Export-ScheduledTask emits, a file with the XML of tasks (schtasks /query /xml), or a crontab. Nothing is
/// created: the output is a plan, one object for each schedule. Pipe it to New-EcsScheduledTask. Some tasks need several schedules, such as the first
/// and the third Monday of a month, and these get numbers in their names.
/// </para>
/// <para>
/// What has no counterpart is in the Findings of each object: triggers other than times, restarts, time limits, several actions. An object with a
/// finding of the severity Error has IsConvertible False, and New-EcsScheduledTask refuses it.
/// </para>
/// <para>The program of the task, or the line of the crontab, becomes the command of the container. -Command of New-EcsScheduledTask replaces it.</para>
/// </remarks>
/// <example>
///   <code>ConvertTo-EcsScheduledTask ./crontab -TimeZone Europe/Rome</code>
///   <para>Shows the schedules for the lines of a crontab, with their next times.</para>
/// </example>
/// <example>
///   <code>ConvertTo-EcsScheduledTask ./nightly.xml -TimeZone 'W. Europe Standard Time' | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo</code>
///   <para>Creates the schedule of a task that Export-ScheduledTask has written.</para>
/// </example>
/// <example>
///   <code>(ConvertTo-EcsScheduledTask ./crontab).Findings | Sort-Object Severity -Descending</code>
///   <para>Lists what the schedules cannot do, or do in another way, the most serious first.</para>
/// </example>
/// <example>
///   <code>Get-ScheduledTask -TaskPath '\\Backup\\' | ConvertTo-EcsScheduledTask | Where-Object IsConvertible</code>
///   <para>Converts the tasks in a folder of the Task Scheduler on this computer, and leaves out those without a counterpart.</para>
/// </example>
/// <seealso cref="NewEcsScheduledTaskCommand"/>
[Cmdlet(VerbsData.ConvertTo, "EcsScheduledTask", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ScheduleConversion))]
public sealed class ConvertToEcsScheduledTaskCommand : AsyncCommand
{
    private const string PathSet = "Path";
    private const string InputSet = "Input";

    private readonly List<StringBuilder> _texts = [];

    /// <summary>Path of a file with the XML of tasks, or of a crontab. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>A task of Get-ScheduledTask, the text of Export-ScheduledTask, the lines of a crontab, or a file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowEmptyString]
    [Subject(typeof(FileSystemInfo), KnownBy = ["Triggers"], MayBeEmpty = true)]
    public object? InputObject { get; set; }

    /// <summary>Name for the schedules.</summary>
    /// <value>the name of the task, or of the program in the line of a crontab</value>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>Time zone of the computer that the tasks are from, as an IANA name (Europe/Rome) or a Windows name ('Tokyo Standard Time').</summary>
    /// <value>the time zone of this computer</value>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>Reads a user name before the command of each line, as in /etc/crontab.</summary>
    [Parameter]
    public SwitchParameter SystemCrontab { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (ParameterSetName == PathSet)
        {
            var files = await pipeline.ResolvePathsAsync(Path).ConfigureAwait(false);
            await ForEachAsync(pipeline, nameof(Path), files, file => WriteAsync(pipeline, file)).ConfigureAwait(false);
            return;
        }

        switch (InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject)
        {
            case string text:
                Keep(text);
                break;
            case FileInfo file:
                await WriteAsync(pipeline, file.FullName).ConfigureAwait(false);
                break;
            default:
                var task = await pipeline.InvokeAsync(ReadTask).ConfigureAwait(false);
                Write(pipeline, new WindowsTaskConverter(Zone(), DateTimeOffset.UtcNow, Name).Convert(task));
                break;
        }
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (var text in _texts.Select(text => text.ToString()).Where(text => text.Trim().Length > 0))
        {
            try
            {
                Write(pipeline, Convert(text, "the input"));
            }
            catch (EcsToolsException e)
            {
                pipeline.WriteError(e, "the input");
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static void Write(CommandPipeline pipeline, IEnumerable<ScheduleConversion> conversions)
    {
        foreach (var conversion in conversions)
        {
            pipeline.WriteObject(conversion);
        }
    }

    private WindowsTask ReadTask()
    {
        var task = PSObject.AsPSObject(InputObject!);
        return WindowsTaskObject.Is(task) ? WindowsTaskObject.Read(task) : throw new EcsToolsException(
            ErrorCodes.WindowsTaskInvalid,
            "An object from the pipeline is not a scheduled task: it has no triggers and actions.",
            "Pipe the objects of Get-ScheduledTask, the text of Export-ScheduledTask, or the lines of a crontab.",
            nameof(InputObject));
    }

    /// <summary>Keeps the lines of a text until the end. Each XML document is a text of its own.</summary>
    private void Keep(string line)
    {
        var start = line.TrimStart('\uFEFF', ' ');
        var isNew = start.StartsWith("<?xml", StringComparison.Ordinal)
            || (start.StartsWith("<Task", StringComparison.Ordinal) && (_texts.Count == 0 || !WindowsTaskXml.IsXml(_texts[_texts.Count - 1].ToString())));
        if (_texts.Count == 0 || isNew)
        {
            _texts.Add(new StringBuilder());
        }

        _texts[_texts.Count - 1].Append(line).Append('\n');
    }

    private Task WriteAsync(CommandPipeline pipeline, string file)
    {
        if (Directory.Exists(file))
        {
            throw new EcsToolsException(
                ErrorCodes.WindowsTaskInvalid, $"'{file}' is a folder.", "Give a file that Export-ScheduledTask has written, or a crontab.", "Path", file);
        }

        var info = new FileInfo(file);
        if (info.Exists && info.Length > 2L * WindowsTaskXml.LongestText)
        {
            throw new EcsToolsException(
                ErrorCodes.WindowsTaskInvalid,
                $"'{file}' has {ByteSize.Format(info.Length)}, which is too long for tasks or a crontab.",
                "Give a file that Export-ScheduledTask has written, or a crontab.",
                nameof(Path),
                file);
        }

        // The XML says UTF-16 even where a program has written it as UTF-8, so the marks at its start count.
        Write(pipeline, Convert(File.ReadAllText(file), file));
        return Task.CompletedTask;
    }

    private IReadOnlyList<ScheduleConversion> Convert(string text, string source)
        => WindowsTaskXml.IsXml(text)
            ? WindowsTaskXml.Parse(text, source).SelectMany(new WindowsTaskConverter(Zone(), DateTimeOffset.UtcNow, Name).Convert).ToList()
            : new CrontabConverter(Zone(), DateTimeOffset.UtcNow, Name, SystemCrontab).Convert(text, System.IO.Path.GetFileName(source));

    private ScheduleTimeZone Zone() => ScheduleTimeZone.Parse(TimeZone ?? TimeZoneInfo.Local.Id);
}
