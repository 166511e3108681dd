using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Inventory;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Apps;

/// <summary>Gets apps, with their services, addresses and monthly cost.</summary>
/// <remarks>
/// <para>
/// An app is what Publish-FargateApp published. Without a name the command gets every app of the region. A name without wildcards must exist; the error
/// suggests the most similar name.
/// </para>
/// <para>
/// With -Resource the command lists everything in AWS that belongs to the app, by its tag ecstools:app, and what was created for apps and can be shared by
/// them. IsShared tells the two apart.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateApp</code>
///   <para>Gets all apps of the current region.</para>
/// </example>
/// <example>
///   <code>(Get-FargateApp web).Services | Format-Table Name, Status, TaskDefinition, DeployedAt, MonthlyCost</code>
///   <para>Shows the services of the app web, what they run, when they were deployed last, and what they cost in a month.</para>
/// </example>
/// <example>
///   <code>Get-FargateApp web -Resource | Group-Object ResourceType -NoElement</code>
///   <para>Counts what belongs to the app web in AWS, by its kind.</para>
/// </example>
/// <seealso cref="PublishFargateAppCommand"/>
[Cmdlet(VerbsCommon.Get, "FargateApp")]
[OutputType(typeof(FargateApp), typeof(FargateAppResource))]
public sealed class GetFargateAppCommand : AwsCommand
{
    /// <summary>Names of apps. Wildcards are allowed.</summary>
    /// <value>every app of the region</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AppName")]
    [ArgumentCompleter(typeof(AppCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("AppName", Only = [typeof(FargateApp), typeof(FargateAppResource)])]
    [Subject(typeof(FargateApp), typeof(FargateAppResource))]
    public string[]? Name { get; set; }

    /// <summary>Emits what belongs to each app in AWS instead of the app.</summary>
    [Parameter]
    public SwitchParameter Resource { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var reader = new AppReader(connection);
        if (Resource)
        {
            foreach (var resource in await reader.GetResourcesAsync(Name, problem => pipeline.WriteError(problem), cancellationToken).ConfigureAwait(false))
            {
                pipeline.WriteObject(resource);
            }

            return;
        }

        foreach (var app in await reader.GetAsync(Name, problem => pipeline.WriteError(problem), cancellationToken).ConfigureAwait(false))
        {
            pipeline.WriteObject(app);
        }
    }
}
