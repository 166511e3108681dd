using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Identity;

/// <summary>Gets IAM users for deployments, with their policies, their keys, and the profiles that hold the keys.</summary>
/// <remarks>
/// Deployers are found by their tag ecstools:kind. For each key the output shows its age, when AWS last saw it (this can be some hours
/// late), and which profiles of this machine hold it. The property RefusedCommands lists the commands that the policies of the deployer do not
/// allow completely, with the missing permissions. A name without wildcards finds any IAM user of that name.
/// </remarks>
/// <example>
///   <code>Get-EcsIamDeployer</code>
///   <para>Lists all deployers of the account.</para>
/// </example>
/// <example>
///   <code>Get-EcsIamDeployer | Where-Object { $_.Keys.Age -gt '90.00:00:00' } | Update-EcsIamDeployer</code>
///   <para>Replaces every key that is older than 90 days.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcsIamDeployer")]
[OutputType(typeof(IamDeployer))]
public sealed class GetEcsIamDeployerCommand : IamDeployerCommand
{
    /// <summary>Names of users. * and ? are wildcards.</summary>
    /// <value>all deployers</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(IamDeployerCompleter))]
    [IdentifiedBy("UserName", "Name")]
    [Subject(typeof(IamDeployer))]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsAdminAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var location = await FindProfileLocationAsync(pipeline).ConfigureAwait(false);
        foreach (var name in Name.DefaultIfEmpty("*"))
        {
            try
            {
                var found = await new IamDeployers(connection).ListAsync(name, location, cancellationToken).ConfigureAwait(false);
                foreach (var deployer in found.Where(deployer => Given(ProfileName) is null || deployer.ProfileName == ProfileName))
                {
                    Write(pipeline, deployer);
                }
            }
            catch (EcsToolsException missing) when (missing.Kind == ErrorKind.NotFound)
            {
                pipeline.WriteError(missing, name);
            }
        }
    }
}
