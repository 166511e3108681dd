using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Identity;

/// <summary>
/// A command about deployers: its -ProfileName and -ProfileLocation are those of the deployer's profile, which is written or read, and not
/// of the credentials that do the work.
/// </summary>
public abstract class IamDeployerCommand : AwsCommand
{
    /// <summary>Name of the profile that holds the access key of the deployer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public override string? ProfileName { get; set; }

    /// <summary>
    /// Path of the shared credentials file with the deployer's profile. If AWS_CONFIG_FILE is not set, the file named config in the same
    /// folder is the config file.
    /// </summary>
    /// <value>AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/credentials</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public override string? ProfileLocation { get; set; }

    /// <summary>Name of the profile of an IAM administrator, whose credentials do the work.</summary>
    /// <value>the credentials that every command finds</value>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? AdminProfileName { get; set; }

    /// <inheritdoc/>
    protected override AwsConnectionRequest ConnectionRequest()
        => base.ConnectionRequest() with { ProfileName = AdminProfileName, ProfileLocation = null };

    /// <summary>The connection with the credentials of the administrator.</summary>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="cancellationToken">Ends the search for credentials.</param>
    private protected async Task<AwsConnection> ConnectAsAdminAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException wrong) when (wrong.Parameter == nameof(ProfileName))
        {
            static string? Renamed(string? text) => text?.Replace("-" + nameof(ProfileName), "-" + nameof(AdminProfileName));
            throw new EcsToolsException(
                wrong.Code, Renamed(wrong.Message)!, Renamed(wrong.Remedy), nameof(AdminProfileName), wrong.Target, wrong);
        }
    }

    /// <summary>The deployer of that name, with its profile.</summary>
    private protected async Task<IamDeployerTarget> TargetAsync(CommandPipeline pipeline, string name, bool force) => new()
    {
        UserName = name,
        ProfileName = Given(ProfileName),
        ProfileLocation = await FindProfileLocationAsync(pipeline).ConfigureAwait(false),
        Force = force,
    };

    /// <summary>The location of the profile as a full path, or null for the default one.</summary>
    /// <param name="pipeline">The command's pipeline.</param>
    private protected async Task<string?> FindProfileLocationAsync(CommandPipeline pipeline)
        => Given(ProfileLocation) is { } path
            ? await pipeline.ResolveNewPathAsync(path, nameof(ProfileLocation)).ConfigureAwait(false)
            : null;

    /// <summary>A text that was given; the pipeline binds a property without a value as an empty one.</summary>
    private protected static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Writes the warnings of a plan, and asks for confirmation. A plan without steps changes nothing and needs none.</summary>
    private protected static async Task<bool> MayProceedAsync(CommandPipeline pipeline, IamDeployerPlan plan, string accountId, string verb = "Set up")
    {
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        return await pipeline.ShouldProcessAsync(plan.ToPlan(accountId, verb)).ConfigureAwait(false);
    }

    /// <summary>Writes a deployer, with the key that was made just now as a PSCredential.</summary>
    private protected static void Write(CommandPipeline pipeline, IamDeployer deployer)
    {
        var output = new PSObject(deployer);
        if (deployer.SecretAccessKey is { } secret)
        {
            output.Properties.Add(new PSNoteProperty("Credential", new PSCredential(deployer.AccessKeyId, secret)));
        }

        pipeline.WriteObject(output);
    }
}
