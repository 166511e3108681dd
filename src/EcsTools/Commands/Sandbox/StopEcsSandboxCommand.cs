using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Input;

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
    /// <summary>The sandbox to stop, as Get-EcsSandbox emits it. It must be the one of this session.</summary>
    /// <value>the sandbox of this session</value>
    [Parameter(ValueFromPipeline = true)]
    [Subject(typeof(EcsSandbox))]
    public EcsSandbox? InputObject { get; set; }

    /// <summary>Emits the stopped sandbox.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (SandboxSession.Current is not { } sandbox)
        {
            pipeline.WriteVerbose("No sandbox runs in this session.");
            return;
        }

        if (InputObject is { } named && named.EndpointUrl != sandbox.EndpointUrl)
        {
            throw new EcsToolsException(
                ErrorCodes.SandboxOfAnotherSession,
                $"The sandbox at {named.EndpointUrl} is not the one of this session, which is at {sandbox.EndpointUrl}.",
                "Stop it in the session that started it.",
                target: named.EndpointUrl);
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
