using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Sandbox;

/// <summary>Stops the sandbox of this session.</summary>
/// <remarks>
/// The command stops the sandbox and every container that it runs. Its data is lost unless it was started with -DataPath. If no sandbox
/// runs, the command does nothing.
/// </remarks>
/// <example>
///   <code>Stop-EcsSandbox</code>
///   <para>Stops the sandbox. Commands without explicit credentials use AWS again.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "EcsSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(EcsSandbox))]
public sealed class StopEcsSandboxCommand : AsyncCommand
{
    /// <summary>Emits the stopped sandbox.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (SandboxSession.Current is not { } sandbox)
        {
            pipeline.WriteVerbose("No sandbox runs in this session.");
            return;
        }

        if (!await pipeline.ShouldProcessAsync(sandbox.EndpointUrl, "Stop sandbox").ConfigureAwait(false))
        {
            return;
        }

        pipeline.Progress.Report(new OperationProgress("Stopping the sandbox", "Ending its tasks"));
        var stopped = await SandboxSession.StopAsync().ConfigureAwait(false);
        if (PassThru && stopped is not null)
        {
            pipeline.WriteObject(stopped);
        }
    }
}
