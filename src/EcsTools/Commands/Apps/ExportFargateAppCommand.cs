using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Export;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Apps;

/// <summary>Writes a published app as a template of CloudFormation, a compose file, or a script of commands.</summary>
/// <remarks>
/// <para>
/// CloudFormation: a template in JSON with the cluster, load balancer, routes, roles, log groups, task definitions, services, scaling and schedules. Its
/// parameters are the VPC and the subnets. Compose: a compose file from which Publish-FargateApp makes the same app; published where the app is, it changes
/// nothing. PowerShell: a script of the commands of this module that creates the app elsewhere.
/// </para>
/// <para>
/// Images are named as the tasks run them. They are not copied, and must be readable where the text is used. Values of variables that look like secrets are
/// not written: the user of the text gives them. Secrets of Secrets Manager and Parameter Store are written as their names. Warnings say what the text does
/// not have.
/// </para>
/// </remarks>
/// <example>
///   <code>Export-FargateApp web Compose</code>
///   <para>Shows the app web as a compose file.</para>
/// </example>
/// <example>
///   <code>Export-FargateApp web CloudFormation -OutFile ./web.json</code>
///   <para>Writes a template, which CloudFormation or another account can deploy.</para>
/// </example>
/// <example>
///   <code>Export-FargateApp web PowerShell | Set-Content ./web.ps1</code>
///   <para>Writes a script of the commands that create the app.</para>
/// </example>
/// <seealso cref="PublishFargateAppCommand"/>
/// <seealso cref="Tasks.ExportFargateTaskCommand"/>
[Cmdlet(VerbsData.Export, "FargateApp", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportFargateAppCommand : AppSelectionCommand
{
    private readonly HashSet<string> _written = [];

    /// <summary>What to write.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public AppExportFormat Format { get; set; }

    /// <summary>File to write.</summary>
    /// <value>none; the text is the output</value>
    [Parameter]
    public string? OutFile { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(Name), Name, async name =>
        {
            var export = await new AppExport(connection).WriteAsync(name, Format, cancellationToken).ConfigureAwait(false);
            foreach (var warning in export.Warnings)
            {
                pipeline.WriteWarning(warning);
            }

            if (OutFile is null)
            {
                pipeline.WriteObject(export.Text);
                return;
            }

            await WriteAsync(pipeline, connection.Clock, export.Text, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task WriteAsync(CommandPipeline pipeline, IClock clock, string text, CancellationToken cancellationToken)
    {
        var file = await pipeline.ResolveNewPathAsync(OutFile!, nameof(OutFile)).ConfigureAwait(false);
        if (_written.Contains(file) || (!Force && File.Exists(file)))
        {
            throw new EcsToolsException(
                ErrorCodes.FileExists,
                _written.Contains(file) ? $"'{file}' was already written for another app." : $"'{file}' already exists.",
                _written.Contains(file) ? "Export one app to each file." : "Use another -OutFile, or overwrite the file with -Force.",
                nameof(OutFile),
                file);
        }

        if (await pipeline.ShouldProcessAsync(file, $"Write {Format}").ConfigureAwait(false))
        {
            await new AtomicFile(file, clock, ownerOnly: false).EditAsync(_ => Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
            _written.Add(file);
        }
    }
}
