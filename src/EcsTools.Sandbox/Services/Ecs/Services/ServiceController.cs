using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// Keeps every service as it should be. It checks a service when something of it has changed, or when time alone changes what is to be done;
/// a service at rest costs nothing.
/// </summary>
internal sealed class ServiceController
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly EcsContext _context;
    private readonly ServiceStore _services;
    private readonly ServiceQueue _queue;
    private readonly ServiceReconciler _reconciler;
    private readonly TaskHost _host;
    private Task _loop = Task.CompletedTask;

    public ServiceController(
        EcsContext context, ServiceStore services, ServiceQueue queue, ServiceReconciler reconciler, TaskHost host)
    {
        _context = context;
        _services = services;
        _queue = queue;
        _reconciler = reconciler;
        _host = host;
    }

    public void Start()
    {
        _loop = Task.Run(LoopAsync);
        lock (_context.Gate)
        {
            foreach (var service in _services.All.Where(service => service.Status != ServiceStatus.Inactive))
            {
                _queue.Add(service);
            }
        }
    }

    public Task StopAsync()
    {
        _queue.Stop();
        return _loop;
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                foreach (var service in await _queue.TakeAsync().ConfigureAwait(false))
                {
                    Check(service);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The sandbox is stopping.
        }
    }

    private void Check(ServiceRecord service)
    {
        var now = _host.Clock.UtcNow;
        var stops = new List<ServiceTask>();
        DateTimeOffset? next;
        DateTimeOffset? baked = null;
        try
        {
            lock (_context.Gate)
            {
                next = _reconciler.Reconcile(service, now, stops);
                baked = service.Ongoing?.NextCheck;
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A fault in one service must not end the checks of all others.
            Trace.TraceWarning("{0}: {1}", service.Arn, fault);
            next = now + AfterFault;
        }

        // Outside the lock, because stopping a task runs other code on this thread.
        foreach (var task in stops)
        {
            task.Task.Run?.RequestStop("ServiceSchedulerInitiated", task.StopReason!);
        }

        _context.NoteChange();
        if (next is { } at)
        {
            _queue.AddAt(service, _host.Clock, at);
        }

        // The time may have passed since the check, which did not see it yet.
        if (baked is { } until)
        {
            _queue.AddAt(service, _context.ScaledClock, until);
        }
    }
}
