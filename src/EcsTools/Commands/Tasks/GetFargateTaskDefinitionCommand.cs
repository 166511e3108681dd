using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Gets task definitions: the revisions of a family, the newest first.</summary>
/// <remarks>Without a name it gets every family of the region. The property Json is the definition as the AWS CLI takes it.</remarks>
/// <example>
///   <code>Get-FargateTaskDefinition web -Latest</code>
///   <para>Gets the newest active revision of the family web.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition web:3 | Register-FargateTask -Memory 1024</code>
///   <para>Registers revision 3 again with more memory. Export-FargateTask writes it to a file.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateTaskDefinition")]
[OutputType(typeof(FargateTaskDefinition))]
public sealed class GetFargateTaskDefinitionCommand : AwsCommand
{
    /// <summary>
    /// <para type="description">Families with wildcards, family:revision, or ARNs; every family where not said.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Family", "TaskDefinitionArn")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string[]? TaskDefinition { get; set; }

    /// <summary>
    /// <para type="description">Only the newest revision of each family.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>
    /// <para type="description">Revisions in use (ACTIVE), deregistered (INACTIVE) or being deleted.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS", IgnoreCase = true)]
    public string Status { get; set; } = "ACTIVE";

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var definition in new FargateTaskDefinitions(connection)
            .GetAsync(TaskDefinition, Latest, Status.ToUpperInvariant(), problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(definition);
        }
    }
}
