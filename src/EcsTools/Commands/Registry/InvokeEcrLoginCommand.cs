using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Registry;

/// <summary>Logs Docker in to Amazon ECR.</summary>
/// <remarks>
/// <para>
/// Use this command for docker push and docker pull; the commands of this module need no login. It needs neither Docker nor the AWS CLI.
/// The token of ECR, which is valid for 12 hours, is stored where Docker's configuration says: credHelpers, credsStore, or auths in
/// config.json. It is stored exactly as ECR issued it, without the line break that a PowerShell pipe would add. A token is kept in memory
/// until five minutes before it expires.
/// </para>
/// <para>
/// The credential manager of Windows accepts at most 2,560 bytes, and a token can be longer ("The stub received bad data"). In that case
/// the token is stored in config.json for this registry only, and a warning says so.
/// </para>
/// </remarks>
/// <example>
///   <code>Invoke-EcrLogin</code>
///   <para>Logs in to the private registry of the current account and region.</para>
/// </example>
/// <example>
///   <code>Invoke-EcrLogin -RegistryId 111111111111, 222222222222</code>
///   <para>Logs in to the registries of two other accounts that allow it.</para>
/// </example>
/// <example>
///   <code>$credential = Invoke-EcrLogin -Public -AsCredential</code>
///   <para>Gets the user name and password for ECR Public as a PSCredential, and stores nothing.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "EcrLogin", SupportsShouldProcess = true, DefaultParameterSetName = PrivateSet)]
[OutputType(typeof(EcrLogin), typeof(PSCredential), typeof(EcsPlanStep))]
public sealed class InvokeEcrLoginCommand : AwsCommand, IPlannedCommand
{
    private const string PrivateSet = "Private";
    private const string PublicSet = "Public";

    /// <summary>Account ids of the private registries, with 12 digits each.</summary>
    /// <value>the account of the caller</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PrivateSet)]
    [Alias("AccountId", "RegistryIds")]
    [IdentifiedBy("RegistryId", "AccountId")]
    [Subject(typeof(EcrRepository), typeof(EcrImage), typeof(EcrStoredImage), typeof(EcsSandbox))]
    public string[] RegistryId { get; set; } = Array.Empty<string>();

    /// <summary>Logs in to ECR Public (public.ecr.aws).</summary>
    [Parameter(Mandatory = true, ParameterSetName = PublicSet)]
    public SwitchParameter Public { get; set; }

    /// <summary>Emits a PSCredential with the properties Registry and ExpiresAt, and stores nothing.</summary>
    [Parameter]
    public SwitchParameter AsCredential { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var logins = new EcrLogins(connection);
        var requests = Public || RegistryId.Length == 0
            ? new[] { new EcrLoginRequest { IsPublic = Public } }
            : RegistryId.Select(id => new EcrLoginRequest { RegistryId = id }).ToArray();
        await ForEachAsync(pipeline, nameof(RegistryId), requests, async request =>
        {
            if (AsCredential)
            {
                pipeline.WriteObject(Output(await logins.GetCredentialAsync(request, cancellationToken).ConfigureAwait(false)));
                return;
            }

            var plan = await logins.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
            {
                pipeline.WriteObject(await logins.LoginAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }

    private static PSObject Output(EcrLoginCredential login)
    {
        var output = new PSObject(new PSCredential(login.UserName, login.Password));
        output.Properties.Add(new PSNoteProperty(nameof(login.Registry), login.Registry));
        output.Properties.Add(new PSNoteProperty(nameof(login.ExpiresAt), login.ExpiresAt));
        return output;
    }
}
