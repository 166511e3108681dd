using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Identity;

/// <summary>Changes the access key of an IAM user for deployments.</summary>
/// <remarks>
/// Makes a new key, waits until AWS takes it, writes it to every profile of this machine that held the old one, then deactivates and
/// deletes the old one. A key that no profile of this machine holds may be in use elsewhere: it stays, unless -Force is given. Where the
/// user has two keys already, one of them must go first; that too needs -Force, and the one given up is inactive, never used or least
/// recently used.
/// </remarks>
/// <example>
///   <code>Update-EcsIamDeployer deployer</code>
///   <para>Changes the key of the user deployer in the profile that holds it.</para>
/// </example>
/// <example>
///   <code>Update-EcsIamDeployer deployer -ProfileName ecs-demo -Force</code>
///   <para>Gives the profile ecs-demo a new key of the user, and deletes all others.</para>
/// </example>
[Cmdlet(VerbsData.Update, "EcsIamDeployer", SupportsShouldProcess = true)]
[OutputType(typeof(IamDeployer))]
public sealed class UpdateEcsIamDeployerCommand : IamDeployerCommand
{
    /// <summary>
    /// <para type="description">Name of the user.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [ArgumentCompleter(typeof(IamDeployerCompleter))]
    [IdentifiedBy("UserName", "Name")]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">Deletes keys that no profile of this machine holds too, touches a user that was made otherwise, and takes
    /// over a profile that has other credentials.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsAdminAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var deployers = new IamDeployers(connection);
        var target = await TargetAsync(pipeline, Name, Force).ConfigureAwait(false);
        var plan = await deployers.PlanRotationAsync(target, cancellationToken).ConfigureAwait(false);
        var accountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (await MayProceedAsync(pipeline, plan, accountId, "Change the access key of").ConfigureAwait(false))
        {
            Write(pipeline, await deployers.RotateAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }
}
