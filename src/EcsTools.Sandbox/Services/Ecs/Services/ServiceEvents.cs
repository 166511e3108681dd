using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The events of a service, newest first, in the words of ECS.</summary>
internal sealed class ServiceEvents
{
    private const int Kept = 100;

    private const string Guide = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private readonly string _service;
    private readonly SandboxClock _clock;
    private readonly List<ServiceEvent> _events;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <param name="service">Name of the service.</param>
    /// <param name="clock">The clock of the events.</param>
    /// <param name="saved">The events that were saved.</param>
    public ServiceEvents(string service, SandboxClock clock, IEnumerable<JsonObject>? saved = null)
    {
        _service = service;
        _clock = clock;
        _events = (saved ?? [])
            .Select(item => new ServiceEvent(item.Text("id")!, item.Number("createdAt") ?? 0, item.Text("message")!))
            .ToList();
    }

    public JsonArray Write() => _events
        .Select(item => new JsonObject { ["id"] = item.Id, ["createdAt"] = item.CreatedAt, ["message"] = item.Message })
        .ToJson();

    public void Started(IEnumerable<ServiceTask> tasks, int replaced)
    {
        var list = tasks.ToList();
        var because = replaced > 0 ? FormattableString.Invariant($" Amazon ECS replaced {replaced} tasks due to an unhealthy status.") : "";
        Add(FormattableString.Invariant($"has started {list.Count} tasks: {Names(list)}.") + because);
    }

    public void Stopped(IEnumerable<ServiceTask> tasks)
    {
        var list = tasks.ToList();
        Add(FormattableString.Invariant($"has stopped {list.Count} running tasks: {Names(list)}."));
    }

    public void ReachedSteadyState() => Add("has reached a steady state.");

    public void Completed(Deployment deployment) => Add($"(deployment {deployment.Id}) deployment completed.");

    public void Failed(Deployment deployment, string reason) => Add($"(deployment {deployment.Id}) deployment failed: {reason}");

    public void RollingBack(Deployment deployment) => Add($"rolling back to deployment {deployment.Id}.");

    public void FailedHealthCheck(ServiceTask task) => Add(task.FailedIn is { } failed
        ? FormattableString.Invariant($"(task {task.Task.Id}) (port {failed.Port}) is unhealthy in (target-group {failed.Group}) due to ")
            + $"(reason {failed.Reason})."
        : $"(task {task.Task.Id}) failed container health checks.");

    public void Registered(string targetGroup) => Add($"registered 1 targets in (target-group {targetGroup})");

    public void Deregistered(string targetGroup) => Add($"deregistered 1 targets in (target-group {targetGroup})");

    public void Draining(Deployment deployment)
        => AddWhole($"(service {_service}, taskSet {deployment.Id}) has begun draining connections on 1 tasks.");

    public void CannotPlace(string reason)
        => AddOnce($"was unable to place a task. Reason: {reason}{(reason.EndsWith(".", StringComparison.Ordinal) ? "" : ".")}");

    /// <summary>The launch type is EC2, and no cluster of the sandbox has an instance.</summary>
    public void NoInstances() => AddOnce(
        "was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were "
        + $"found in your cluster. {Guide}");

    public void CannotLaunch(string error) => AddOnce($"failed to launch a task with (error {error}).");

    public void Impaired() => AddOnce($"is unable to consistently start tasks successfully. {Guide}");

    /// <summary>Allows every message again, because its cause is gone.</summary>
    public void Forget() => _told.Clear();

    private static string Names(IEnumerable<ServiceTask> tasks) => string.Join(" ", tasks.Select(task => $"(task {task.Task.Id})"));

    /// <summary>The same message is not repeated until its cause is gone.</summary>
    private void AddOnce(string message)
    {
        if (_told.Add(message))
        {
            Add(message);
        }
    }

    private void Add(string message) => AddWhole($"(service {_service}) {message}");

    private void AddWhole(string message)
    {
        _events.Insert(0, new ServiceEvent(Guid.NewGuid().ToString(), _clock.EpochSeconds, message));
        if (_events.Count > Kept)
        {
            _events.RemoveAt(_events.Count - 1);
        }
    }
}
