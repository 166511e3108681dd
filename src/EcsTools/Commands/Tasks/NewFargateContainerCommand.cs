using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.TaskDefinitions;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Commands.Tasks;

/// <summary>Creates an additional container for the task definition that Register-FargateTask registers.</summary>
/// <remarks>
/// The command only creates an object for Register-FargateTask -Container; it registers nothing and does not call AWS. The containers of a
/// task share one network address and its ports, and they share volumes of the same name. A container that is not essential can end without
/// ending the task. Use one to prepare something before the other containers start.
/// </remarks>
/// <example>
///   <code>New-FargateContainer cache -ImageUri redis:7 -HealthCheckCommand 'redis-cli ping' -Volume data:/data -Essential</code>
///   <para>Creates a cache with a health check, and a volume that lives as long as the task.</para>
/// </example>
/// <example>
///   <code>
/// $migrate = New-FargateContainer migrate -ImageUri $uri -Command npm, run, migrate
/// Register-FargateTask web -ImageUri $uri -Port 80 -Container $migrate -DependsOn migrate:SUCCESS
///   </code>
///   <para>Runs the migration first, and starts the web server only if the migration succeeds.</para>
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
