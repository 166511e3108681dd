using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Tasks;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>A command on services and the revision or file that a deployment would bring.</summary>
public abstract class ServiceRevisionCommand : ServiceSelectionCommand
{
    /// <summary>The parameter set with a revision.</summary>
    protected const string RevisionSet = "Revision";

    /// <summary>The parameter set with a file.</summary>
    protected const string FileSet = "File";

    /// <summary>
    /// Task definition that a deployment would bring: a family (its newest active revision), family:revision, an ARN, or an object of
    /// Get-FargateTaskDefinition.
    /// </summary>
    /// <value>the newest revision of the family that the service runs</value>
    [Parameter(ParameterSetName = RevisionSet)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <summary>Path of a task definition file (JSON), in the form that the AWS CLI accepts or prints.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    public virtual string? Path { get; set; }

    /// <summary>The path of the file; null without -Path.</summary>
    private protected async Task<string?> FileAsync(CommandPipeline pipeline)
        => Path is null ? null : (await pipeline.ResolvePathsAsync([Path]).ConfigureAwait(false))[0];

    /// <summary>A service with what a deployment would bring.</summary>
    private protected async Task<ServiceComparisonRequest> RequestAsync(
        AwsConnection connection, string name, string? path, CancellationToken cancellationToken) => new()
    {
        Service = await new FargateServices(connection).LocateAsync(name, Cluster, cancellationToken).ConfigureAwait(false),
        TaskDefinition = TaskDefinition,
        Path = path,
    };
}
