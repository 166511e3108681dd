using System.IO;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Compose.Copilot;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Apps;

/// <summary>Converts the manifests of AWS Copilot to a compose file with x-fargate.</summary>
/// <remarks>
/// <para>
/// Load balanced web services, backend services, worker services and scheduled jobs become services of one compose file, and their sidecars become services
/// with sidecarOf. Secrets become tokens such as ${ssm:/path} and ${secret:name:key}. Write the file into the folder that contains the folder copilot,
/// because its paths begin there.
/// </para>
/// <para>
/// A warning names each key that a compose file cannot have, with its file, line and column, and says what to do. The command does not call AWS.
/// </para>
/// </remarks>
/// <example>
///   <code>ConvertFrom-CopilotManifest ./copilot</code>
///   <para>Shows the compose file of all manifests in the folder.</para>
/// </example>
/// <example>
///   <code>ConvertFrom-CopilotManifest -EnvironmentName prod -OutFile ./compose.yaml</code>
///   <para>Writes the compose file with the settings of the environment prod.</para>
/// </example>
/// <example>
///   <code>
/// ConvertFrom-CopilotManifest ./copilot/web/manifest.yml -WarningVariable lost -WarningAction SilentlyContinue | Set-Content web.yaml
/// $lost
///   </code>
///   <para>Converts one manifest, and then lists what the compose file cannot have.</para>
/// </example>
[Cmdlet(VerbsData.ConvertFrom, "CopilotManifest", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ConvertFromCopilotManifestCommand : AsyncCommand
{
    /// <summary>The folder copilot, the folder that contains it, or one manifest.</summary>
    /// <value>the current folder</value>
    [Parameter(Position = 0)]
    public string? Path { get; set; }

    /// <summary>Environment whose overrides apply. Without it, the overrides of all environments are left out, with a warning.</summary>
    /// <value>none</value>
    [Parameter]
    [ArgumentCompleter(typeof(CopilotEnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary>File to write.</summary>
    /// <value>none; the compose file is the output</value>
    [Parameter]
    public string? OutFile { get; set; }

    /// <summary>Does not overwrite an existing file, and reports an error instead.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = await pipeline.ResolvePathsAsync([Path ?? "."], literal: true).ConfigureAwait(false);
        var conversion = CopilotManifests.Convert(new CopilotRequest { Path = path[0], Environment = EnvironmentName });
        foreach (var warning in conversion.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        if (OutFile is null)
        {
            pipeline.WriteObject(conversion.Text);
            return;
        }

        var file = await pipeline.ResolveNewPathAsync(OutFile, nameof(OutFile)).ConfigureAwait(false);
        if (NoClobber && File.Exists(file))
        {
            throw new EcsToolsException(ErrorCodes.FileExists, $"'{file}' already exists.", "Use another -OutFile, or omit -NoClobber.", nameof(OutFile), file);
        }

        if (await pipeline.ShouldProcessAsync(file, "Write compose file").ConfigureAwait(false))
        {
            File.WriteAllText(file, conversion.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }
}
