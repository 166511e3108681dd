using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Identity;

/// <summary>Creates an IAM user for deployments, with policies, an access key, and a profile that holds the key.</summary>
/// <remarks>
/// <para>
/// The user gets the policies of -PolicySet and an access key. The command waits until AWS accepts the key, which takes about ten seconds.
/// It then writes the key to a profile in the shared AWS credentials and config files, as 'aws configure' does: in one step, readable only
/// by the owner of the file, and without a change to the rest of the file. The secret is stored in this profile and in the property
/// Credential of the output (a PSCredential), and nowhere else.
/// </para>
/// <para>
/// The policies of -PolicySet Tutorial, which is the default, do not allow everything that the commands of this module do. Before anything is
/// created, and with -WhatIf, a warning names the commands that fail or do less, and the value of -Add that allows each. The property
/// RefusedCommands of the output lists them with the missing permissions. Use -Add All or -PolicySet Scoped for a deployer that may run all
/// commands. Scoped is limited to this account, and it does not let the user pass any role to a task, as AmazonECS_FullAccess does.
/// </para>
/// <para>
/// You can run the command again at any time. It attaches missing policies and leaves everything else alone. If the profile is lost, it
/// creates a second key; if the user already has two keys, it reports both and changes nothing. It changes a user that another tool
/// created, or a profile with other credentials, only with -Force.
/// </para>
/// </remarks>
/// <example>
///   <code>New-EcsIamDeployer deployer -ProfileName ecs-demo</code>
///   <para>Creates the user deployer with the four managed policies, and writes its key to the profile ecs-demo.</para>
/// </example>
/// <example>
///   <code>New-EcsIamDeployer deployer -Add Images, Logs</code>
///   <para>Lets the user deployer also create repositories, delete images and read logs.</para>
/// </example>
/// <example>
///   <code>New-EcsIamDeployer ci -PolicySet Scoped -Tag @{ team = 'web' } -WhatIf</code>
///   <para>Shows how the user ci would get exactly the permissions that the commands of this module need. Nothing changes.</para>
/// </example>
/// <example>
///   <code>$env:AWS_PROFILE = (New-EcsIamDeployer deployer -AdminProfileName admin).ProfileName</code>
///   <para>Creates the user with the credentials of the profile admin, and then continues as the new user.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EcsIamDeployer", SupportsShouldProcess = true)]
[OutputType(typeof(IamDeployer), typeof(EcsPlanStep))]
public sealed class NewEcsIamDeployerCommand : IamDeployerCommand, IPlannedCommand
{
    /// <summary>Name of the user: 1 to 64 letters, digits and the characters + = , . @ _ -</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [IdentifiedBy("UserName", "Name", Only = [typeof(IamDeployer)])]
    [Subject(typeof(IamDeployer))]
    public string Name { get; set; } = "";

    /// <summary>
    /// Policies of the user. Tutorial attaches the AWS managed policies AWSCodeDeployRoleForECS, AmazonECS_FullAccess,
    /// EC2InstanceProfileForImageBuilderECRContainerBuilds and AWSAppRunnerServicePolicyForECRAccess. Scoped attaches one customer managed
    /// policy with the permissions that this module needs.
    /// </summary>
    /// <value>Tutorial</value>
    [Parameter]
    public IamPolicySet PolicySet { get; set; }

    /// <summary>
    /// Permissions to add to -PolicySet Tutorial: Images (repositories and images), Roles (roles of tasks and schedules), Logs (log streams and
    /// retention), Network (tags of security groups, and namespaces of Service Connect), Schedules, Scaling (scaling on a schedule), Keys (own access
    /// keys) or All. They are in one customer managed policy of this user. What an earlier run added stays. Scoped contains them all.
    /// </summary>
    [Parameter]
    public IamPolicyAddition[] Add { get; set; } = Array.Empty<IamPolicyAddition>();

    /// <summary>IAM path of a new user, such as /deployers/.</summary>
    /// <value>/</value>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Tags to set on the user, such as @{ team = 'web' }.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>ARN of the policy that limits what the user may do.</summary>
    [Parameter]
    public string? PermissionsBoundary { get; set; }

    /// <summary>Also changes a user of that name that another tool created, and overwrites a profile with other credentials.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

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
            Additions = Add,
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
