using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Sandbox;

/// <summary>Gets the sandbox that this session started.</summary>
/// <remarks>Emits the sandbox that runs in this process: where its APIs and its registry answer, and the access key that is good there. Emits
/// nothing where none runs.</remarks>
/// <example>
///   <code>$s = Get-EcsSandbox; aws ecs list-clusters --endpoint-url $s.EndpointUrl --region $s.Region</code>
///   <para>Looks into the sandbox with the AWS CLI. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to its AccessKey and SecretKey first.</para>
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
