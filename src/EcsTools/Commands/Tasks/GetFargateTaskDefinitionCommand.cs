using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Gets task definitions: the revisions of a family, the newest first.</summary>
/// <remarks>
/// Without a name the command gets every family of the region. The property Json has the definition in the form that the AWS CLI accepts.
/// </remarks>
/// <example>
///   <code>Get-FargateTaskDefinition web -Latest</code>
///   <para>Gets the newest active revision of the family web.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition web:3 | Register-FargateTask -Memory 1024</code>
///   <para>Registers revision 3 again with more memory.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateTaskDefinition")]
[OutputType(typeof(FargateTaskDefinition))]
public sealed class GetFargateTaskDefinitionCommand : AwsCommand
{
    /// <summary>Task definitions: families (wildcards are allowed), family:revision, or ARNs.</summary>
    /// <value>every family of the region</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Family", "TaskDefinitionArn")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    [Subject(typeof(FargateTaskDefinition), typeof(FargateTask), typeof(FargateService), typeof(FargateDeployment), typeof(ScheduledTask))]
    public string[]? TaskDefinition { get; set; }

    /// <summary>Gets only the newest revision of each family.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>State of the revisions: active, deregistered (INACTIVE), or being deleted.</summary>
    /// <value>ACTIVE</value>
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
