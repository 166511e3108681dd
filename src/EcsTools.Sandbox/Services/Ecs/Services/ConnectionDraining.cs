using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Deregisters a task of a service from its target groups, and waits until they have drained.</summary>
internal sealed class ConnectionDraining : IConnectionDraining
{
    private readonly SandboxCloud _cloud;
    private readonly EcsContext _context;
    private readonly IServiceTraffic _traffic;
    private readonly ServiceRecord _service;
    private readonly ServiceTask _task;

    public ConnectionDraining(SandboxCloud cloud, EcsContext context, IServiceTraffic traffic, ServiceRecord service, ServiceTask task)
    {
        _cloud = cloud;
        _context = context;
        _traffic = traffic;
        _service = service;
        _task = task;
    }

    public async Task DrainAsync()
    {
        var drained = Task.WhenAll(_task.Targets!.Select(
            async item => await _traffic.DeregisterAsync(item.Group, item.Target).ConfigureAwait(false)));
        lock (_context.Gate)
        {
            foreach (var (group, _) in _task.Targets!)
            {
                _service.Events.Deregistered(group);
            }

            _service.Events.Draining(_task.Deployment);
        }

        // A sandbox that stops does not wait for requests.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_cloud.Stopping);
        await Task.WhenAny(drained, Task.Delay(Timeout.Infinite, over.Token)).ConfigureAwait(false);
        over.Cancel();
    }
}
