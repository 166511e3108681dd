using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Registry;

/// <summary>Logs Docker in to Amazon ECR.</summary>
/// <remarks>
/// <para>
/// For those who want docker push and docker pull: the commands of this module need no login. Neither Docker nor the AWS CLI is needed.
/// ECR's token, good for twelve hours, goes where Docker's configuration says (credHelpers, credsStore, else auths in config.json), exactly
/// as ECR gave it, without the line break or byte order mark that piping it through PowerShell adds. A token is kept in memory until five
/// minutes before it ends.
/// </para>
/// <para>
/// Windows' credential manager keeps at most 2,560 bytes, and a token may have more ("The stub received bad data"). The token is then
/// stored in config.json for this registry alone, and a warning says so.
/// </para>
/// </remarks>
/// <example>
///   <code>Invoke-EcrLogin</code>
///   <para>Logs in to the private registry of the account and region in use.</para>
/// </example>
/// <example>
///   <code>Invoke-EcrLogin -RegistryId 111111111111, 222222222222 -Region eu-west-1</code>
///   <para>Logs in to the registries of two other accounts that let this one in.</para>
/// </example>
/// <example>
///   <code>$credential = Invoke-EcrLogin -Public -AsCredential</code>
///   <para>Gets user name and password of ECR Public as a PSCredential, and stores nothing.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "EcrLogin", SupportsShouldProcess = true, DefaultParameterSetName = PrivateSet)]
[OutputType(typeof(EcrLogin), typeof(PSCredential))]
public sealed class InvokeEcrLoginCommand : AwsCommand
{
    private const string PrivateSet = "Private";
    private const string PublicSet = "Public";

    /// <summary>
    /// <para type="description">Accounts whose private registries are meant, twelve digits each. The caller's own without it.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PrivateSet)]
    [Alias("AccountId", "RegistryIds")]
    [IdentifiedBy("RegistryId", "AccountId")]
    public string[] RegistryId { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">Logs in to ECR Public (public.ecr.aws).</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PublicSet)]
    public SwitchParameter Public { get; set; }

    /// <summary>
    /// <para type="description">Emits a PSCredential with the properties Registry and ExpiresAt, and stores nothing.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AsCredential { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var logins = new EcrLogins(connection);
        var requests = Public || RegistryId.Length == 0
            ? new[] { new EcrLoginRequest { IsPublic = Public } }
            : RegistryId.Select(id => new EcrLoginRequest { RegistryId = id }).ToArray();
        foreach (var request in requests)
        {
            if (AsCredential)
            {
                pipeline.WriteObject(Output(await logins.GetCredentialAsync(request, cancellationToken).ConfigureAwait(false)));
                continue;
            }

            var registry = await logins.FindRegistryAsync(request, cancellationToken).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(registry, $"Store a token as {logins.ConfigPath} says").ConfigureAwait(false))
            {
                pipeline.WriteObject(await logins.LoginAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private static PSObject Output(EcrLoginCredential login)
    {
        var output = new PSObject(new PSCredential(login.UserName, login.Password));
        output.Properties.Add(new PSNoteProperty(nameof(login.Registry), login.Registry));
        output.Properties.Add(new PSNoteProperty(nameof(login.ExpiresAt), login.ExpiresAt));
        return output;
    }
}
