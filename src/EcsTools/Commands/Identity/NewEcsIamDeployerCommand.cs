using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Identity;

/// <summary>Makes an IAM user for deployments, with its policies, an access key and a profile that holds the key.</summary>
/// <remarks>
/// <para>
/// The user gets the policies of -PolicySet and an access key. The command waits until AWS takes the key, which lasts some ten seconds, and
/// writes it to a profile of the shared AWS credentials and config files as 'aws configure' would: in one step, readable by its owner
/// alone, with the rest of the files byte for byte as it was. The secret is in that profile and in the property Credential (a
/// PSCredential), and nowhere else.
/// </para>
/// <para>
/// It can be run again: it attaches what is missing and leaves the rest. Where the profile is lost it makes a second key; where the user
/// has two keys already it names both and changes nothing. A user that was made otherwise, and a profile with other credentials, are
/// touched with -Force only.
/// </para>
/// </remarks>
/// <example>
///   <code>New-EcsIamDeployer deployer -ProfileName ecs-demo</code>
///   <para>Makes the user deployer with the four managed policies, and writes its key to the profile ecs-demo.</para>
/// </example>
/// <example>
///   <code>New-EcsIamDeployer ci -PolicySet Scoped -Tag @{ team = 'web' } -WhatIf</code>
///   <para>Shows what would be done to give the user ci what the commands of this module call and no more. Nothing is written.</para>
/// </example>
/// <example>
///   <code>$env:AWS_PROFILE = (New-EcsIamDeployer deployer -AdminProfileName admin).ProfileName</code>
///   <para>Makes the user with the rights of the profile admin, and goes on with the new user's.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EcsIamDeployer", SupportsShouldProcess = true)]
[OutputType(typeof(IamDeployer))]
public sealed class NewEcsIamDeployerCommand : IamDeployerCommand
{
    /// <summary>
    /// <para type="description">Name of the user: 1 to 64 letters, digits and + = , . @ _ -.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [IdentifiedBy("UserName", "Name")]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">Tutorial: the AWS managed policies AWSCodeDeployRoleForECS, AmazonECS_FullAccess,
    /// EC2InstanceProfileForImageBuilderECRContainerBuilds and AWSAppRunnerServicePolicyForECRAccess. Scoped: one customer managed policy
    /// with what the commands of this module call.</para>
    /// </summary>
    [Parameter]
    public IamPolicySet PolicySet { get; set; }

    /// <summary>
    /// <para type="description">IAM path of the user, such as /deployers/.</para>
    /// </summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">Tags to set on the user, such as @{ team = 'web' }.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>
    /// <para type="description">ARN of a policy that bounds what the user may do.</para>
    /// </summary>
    [Parameter]
    public string? PermissionsBoundary { get; set; }

    /// <summary>
    /// <para type="description">Adopts a user of that name that was made otherwise, and takes over a profile that has other
    /// credentials.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsAdminAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var deployers = new IamDeployers(connection);
        var request = new IamDeployerRequest
        {
            UserName = Name,
            ProfileName = Given(ProfileName),
            ProfileLocation = await FindProfileLocationAsync(pipeline).ConfigureAwait(false),
            PolicySet = PolicySet,
            Path = Given(Path),
            Tags = TextDictionary.From(Tag, nameof(Tag)) ?? new Dictionary<string, string>(),
            PermissionsBoundary = Given(PermissionsBoundary),
            Force = Force,
        };
        var plan = await deployers.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        var accountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (await MayProceedAsync(pipeline, plan, accountId).ConfigureAwait(false))
        {
            Write(pipeline, await deployers.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }
}
