using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Credentials;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Registry;

/// <summary>Copies an image from any registry to Amazon ECR, without a Docker engine.</summary>
/// <remarks>
/// <para>
/// From Docker Hub, ECR Public, ECR of another account or region, or any registry that asks for Basic or Bearer authentication. Layers
/// stream from one registry to the other; what the repository has is not sent again, digests are verified, and tags move last. An index of
/// several platforms is copied whole, or one of them with -Platform. The repository is made where it is missing.
/// </para>
/// <para>
/// ECR is opened with the credentials of the command or of -SourceProfileName; other registries with -SourceCredential, else with what Docker's
/// config.json has (docker login), else as anybody.
/// </para>
/// </remarks>
/// <example>
///   <code>Copy-EcrImage node:22-slim -RepositoryName base/node</code>
///   <para>Copies an image of Docker Hub with all its platforms to base/node:22-slim.</para>
/// </example>
/// <example>
///   <code>Copy-EcrImage ghcr.io/team/web:1.4.0 -SourceCredential (Get-Credential) -Platform linux/arm64 -Tag 1.4.0, stable -IncludeReferrers</code>
///   <para>Copies one platform from a registry that asks for a password, with its signatures and SBOMs, under two tags.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage web -Tag 1.* -Region eu-west-1 | Copy-EcrImage -Region us-east-1</code>
///   <para>Copies versions 1 to the repository of that name in another region.</para>
/// </example>
[Cmdlet(VerbsCommon.Copy, "EcrImage", SupportsShouldProcess = true)]
[OutputType(typeof(EcrImage))]
public sealed class CopyEcrImageCommand : AwsCommand
{
    /// <summary>
    /// <para type="description">Image to copy: [host[:port]/]repository[:tag] or …@sha256:…; of Docker Hub without a host.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ImageUri", "Image")]
    [IdentifiedBy("Source", "ImageUri", "Image")]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">Repository to copy to, made where it is missing; the source's own without its registry where not said.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [IdentifiedBy("RepositoryName")]
    public string? RepositoryName { get; set; }

    /// <summary>
    /// <para type="description">Tags to give; those of the source where not said. An image named by its digest gets none then.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ImageTags")]
    [AllowEmptyCollection]
    public string[] Tag { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">One platform of an index of several, such as linux/arm64; all without it.</para>
    /// </summary>
    [Parameter]
    public string? Platform { get; set; }

    /// <summary>
    /// <para type="description">Copies signatures, SBOMs and other referrers along, cosign's too.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeReferrers { get; set; }

    /// <summary>
    /// <para type="description">User and password, or token, of the source's registry; where not said what docker login stored, or none.</para>
    /// </summary>
    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>
    /// <para type="description">Profile whose credentials open the source, where that is ECR of another account; the command's own without it.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(Pipeline.Completion.ProfileCompleter))]
    public string? SourceProfileName { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var profiles = await pipeline.InvokeAsync(() => ConnectionRequest().ProfileLocation).ConfigureAwait(false);
        foreach (var source in Source)
        {
            var request = new CopyImageRequest
            {
                Source = source,
                RepositoryName = RepositoryName,
                Tags = Tag,
                Platform = Platform,
                IncludeReferrers = IncludeReferrers,
                Credential = CredentialOf(source),
                SourceProfileName = SourceProfileName,
                ProfileLocation = profiles,
            };
            ImageCopier.Check(request);
            var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
            var copies = new ImageCopier(connection);
            using var plan = await copies.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            var action = $"Copy to {plan.RepositoryName}:{string.Join(", ", plan.Tags)} in {connection.Region}";
            if (await pipeline.ShouldProcessAsync(PlanText.From(action, plan.Steps), PlanText.From(action + "?", plan.Steps), "ECR image").ConfigureAwait(false))
            {
                pipeline.WriteObject(await copies.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private RegistryCredential? CredentialOf(string source)
        => SourceCredential is null
            ? null
            : new RegistryCredential
            {
                Registry = source,

                // Without a domain: Windows would cut the name at a backslash, and PowerShell may put one before it.
                UserName = SourceCredential.UserName.TrimStart('\\'),
                Password = SourceCredential.GetNetworkCredential().Password,
            };
}
