using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Tasks;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Commands.Tasks;

/// <summary>Makes a container that Register-FargateTask puts beside the one a task is for.</summary>
/// <remarks>
/// Nothing is registered, and AWS is not asked: the container is an object for Register-FargateTask -Container. The containers of a task
/// share its address
/// and its ports, and each may have the same volume by the same name. A container that is not essential may end without ending the task,
/// such as one that
/// prepares something before the others start.
/// </remarks>
/// <example>
///   <code>$migrate = New-FargateContainer migrate -ImageUri $uri -Command npm, run, migrate
/// Register-FargateTask web -ImageUri $uri -Port 80 -Container $migrate -DependsOn migrate:SUCCESS</code>
///   <para>Runs the migration before the web server starts, and the server only if it ended well.</para>
/// </example>
/// <example>
///   <code>$cache = New-FargateContainer cache -ImageUri redis:7 -HealthCheckCommand 'redis-cli ping' -Volume data:/data -Essential</code>
///   <para>Makes a cache with a health check and a volume that lives as long as the task.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "FargateContainer")]
[OutputType(typeof(FargateContainerDefinition))]
public sealed partial class NewFargateContainerCommand : AsyncCommand, IContainerSettings
{
    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = new SidecarRequest { Name = Name, Essential = Essential, LogRouter = LogRouter, NoLog = NoLog }.With(this);
        pipeline.WriteObject(FargateContainers.Make(request));
        return Task.CompletedTask;
    }

    bool IContainerSettings.IsGiven(string parameter) => IsBound(parameter);
}
