using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Sandbox;

/// <summary>Gets the sandbox of this session.</summary>
/// <remarks>
/// The output has the addresses of the sandbox's API and registry, and an access key that works only there. There is no output if no
/// sandbox runs in this process.
/// </remarks>
/// <example>
///   <code>Get-EcsSandbox</code>
///   <para>Shows the running sandbox.</para>
/// </example>
/// <example>
///   <code>
/// $s = Get-EcsSandbox
/// $env:AWS_ENDPOINT_URL, $env:AWS_REGION = $s.EndpointUrl, $s.Region
/// $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $s.AccessKey, $s.SecretKey
///   </code>
///   <para>Lets other programs of this session, such as the AWS CLI, work in the sandbox.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcsSandbox")]
[OutputType(typeof(EcsSandbox))]
public sealed class GetEcsSandboxCommand : AsyncCommand
{
    /// <inheritdoc/>
    protected override Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (SandboxSession.Current is { } sandbox)
        {
            pipeline.WriteObject(sandbox);
        }

        return Task.CompletedTask;
    }
}
