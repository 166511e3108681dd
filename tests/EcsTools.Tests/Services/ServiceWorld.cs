using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.Removal;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Tasks;

namespace EcsTools.Tests.Services;

/// <summary>What tests of services do again and again over a connection, as the commands would do it.</summary>
internal sealed class ServiceWorld(AwsConnection connection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public AwsConnection Connection => connection;

    public List<string> Told { get; } = [];

    public async Task<string> ClusterAsync()
    {
        var clusters = new FargateClusters(connection);
        var plan = await clusters.PlanAsync(new FargateClusterRequest { Cluster = TaskSandbox.Unique("cluster") }, default);
        return (await clusters.ApplyAsync(plan, null, default)).Cluster;
    }

    public async Task<FargateTaskDefinition> RegisterAsync(TaskDefinitionRequest request)
    {
        var definitions = new FargateTaskDefinitions(connection);
        return await definitions.ApplyAsync(await definitions.PlanAsync(request, default), null, default);
    }

    public Task<ServicePlan> PlanAsync(FargateServiceRequest request) => new ServiceApplier(connection).PlanAsync(request, default);

    public async Task<ServiceChange> ApplyAsync(FargateServiceRequest request)
        => await new ServiceApplier(connection).ApplyAsync(await PlanAsync(request), null, default);

    /// <summary>As the commands with -Wait.</summary>
    public async Task<FargateService> DeployAsync(FargateServiceRequest request) => await WaitAsync(await ApplyAsync(request));

    public Task<FargateService> WaitAsync(ServiceChange change)
        => new ServiceWait(connection).WaitAsync(change.Wait with { Timeout = Patience, RollBack = true }, new Teller(Told), default);

    public async Task<EcsToolsException> FailAsync(FargateServiceRequest request)
        => await Xunit.Assert.ThrowsAsync<EcsToolsException>(() => DeployAsync(request));

    public async Task<FargateService> UndoAsync(DeploymentUndoRequest request)
    {
        var undo = new DeploymentUndo(connection);
        return await WaitAsync(await undo.ApplyAsync(await undo.PlanAsync(request, default), default));
    }

    public async Task<List<FargateDeployment>> HistoryAsync(FargateService service)
        => await new FargateDeployments(connection).GetAsync(Reference(service), null, null, default).ToListAsync();

    public async Task<List<FargateTask>> TasksAsync(FargateService service, bool stopped = false)
        => await new FargateTasks(connection).GetAsync(
            new TaskQuery
            {
                Clusters = [service.Cluster],
                ServiceName = service.ServiceName,
                Running = !stopped,
                Stopped = stopped,
            }, error => throw error, default).ToListAsync();

    public async Task<FargateService> RemoveAsync(FargateService service, bool force = true)
    {
        var removal = new FargateServiceRemoval(connection);
        return await removal.RemoveAsync(await removal.PlanAsync(Reference(service), default), force, Patience, null, default);
    }

    public static ServiceReference Reference(FargateService service) => new(service.Cluster, service.ServiceName);

    private sealed class Teller(List<string> told) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            if (value.Level == ProgressLevel.Verbose)
            {
                told.Add(value.Status);
            }
        }
    }
}
