using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Writes a task definition as JSON, which Register-FargateTask -Path can register again.</summary>
/// <remarks>
/// The JSON is what 'aws ecs register-task-definition --cli-input-json' accepts. What AWS adds to a revision (ARN, number, status and
/// times) is left out. With -Path the JSON is written to a file; if -Path is a folder, the file in it is named after the family. Without
/// -Path the JSON is the output. The ARNs of roles, images and log options name the account and region. To register the file elsewhere,
/// replace them with ${account} and ${region}, which Register-FargateTask -Path fills in.
/// </remarks>
/// <example>
///   <code>Export-FargateTask web</code>
///   <para>Shows the newest revision of web as JSON.</para>
/// </example>
/// <example>
///   <code>Export-FargateTask web -Path ./web.json</code>
///   <para>Writes the newest revision of web to a file.</para>
/// </example>
/// <example>
///   <code>Export-FargateTask web:3 | ConvertFrom-Json | ForEach-Object containerDefinitions</code>
///   <para>Shows the containers of revision 3.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition -Latest | Export-FargateTask -Path ./definitions -PassThru</code>
///   <para>Writes the newest revision of every family to a separate file. The folder must exist.</para>
/// </example>
[Cmdlet(VerbsData.Export, "FargateTask", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportFargateTaskCommand : AwsCommand
{
    private readonly HashSet<string> _written = [];

    /// <summary>Task definition: a family (its newest active revision), family:revision, or an ARN.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    [Subject(typeof(FargateTaskDefinition), typeof(FargateTask), typeof(FargateService), typeof(FargateDeployment), typeof(ScheduledTask))]
    public string TaskDefinition { get; set; } = "";

    /// <summary>File to write, or an existing folder for a file named after the family.</summary>
    /// <value>none; the JSON is the output</value>
    [Parameter(Position = 1)]
    public string? Path { get; set; }

    /// <summary>Does not overwrite an existing file, and reports an error instead.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emits the written file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var (family, json) = await new FargateTaskDefinitions(connection).ExportAsync(TaskDefinition, cancellationToken)
            .ConfigureAwait(false);
        if (Path is null)
        {
            pipeline.WriteObject(json);
            return;
        }

        var file = await FileAsync(pipeline, family).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(file, $"Write task definition '{TaskDefinition}'").ConfigureAwait(false))
        {
            File.WriteAllText(file, json + System.Environment.NewLine, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (PassThru)
            {
                pipeline.WriteObject(new FileInfo(file));
            }
        }
    }

    private async Task<string> FileAsync(CommandPipeline pipeline, string family)
    {
        var path = await pipeline.ResolveNewPathAsync(Path!).ConfigureAwait(false);
        var file = Directory.Exists(path) ? System.IO.Path.Combine(path, family + ".json") : path;
        if (!_written.Add(file))
        {
            throw new EcsToolsException(
                ErrorCodes.FileWrittenTwice, $"'{file}' already holds another of these task definitions.",
                    "Use an existing folder as -Path, and only one revision of each family (-Latest).", "Path", file);
        }

        return !NoClobber || !File.Exists(file)
            ? file
            : throw new EcsToolsException(ErrorCodes.FileExists, $"'{file}' already exists.",
                "Use another -Path, or omit -NoClobber.", "Path", file);
    }
}
