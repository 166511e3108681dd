using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Cloud;
using EcsTools.Tests.Sandbox.Ecs;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>A simulated sandbox with something that writes down what ECS asks of load balancers.</summary>
public sealed class TrafficSandbox : EcsSandbox
{
    internal FakeTraffic Traffic { get; private set; } = null!;

    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 20 };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Traffic = new FakeTraffic(Server.Cloud);
        Server.Cloud.Add(Traffic);
    }
}

/// <summary>Target groups are those whose name begins with tg; every target is healthy but those named otherwise.</summary>
internal sealed class FakeTraffic(SandboxCloud cloud) : SandboxService("Traffic", cloud), IServiceTraffic
{
    private readonly ConcurrentDictionary<(string Group, string Task), bool> _targets = new();

    public ConcurrentQueue<(string Rule, string Target, double Percent)> Shifts { get; } = new();

    public ConcurrentDictionary<string, TargetHealth> Sick { get; } = new();

    /// <summary>The health of the next tasks that join a group.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<TargetHealth>> Next { get; } = new();

    public ConcurrentDictionary<string, TaskCompletionSource> Busy { get; } = new();

    public ConcurrentDictionary<string, long> Answered { get; } = new();

    public IReadOnlyList<string> TasksOf(string group) => _targets.Keys.Where(key => key.Group == group).Select(key => key.Task).ToList();

    public string? TargetType(string targetGroupArn)
        => targetGroupArn.StartsWith("tg") || Answered.ContainsKey(targetGroupArn) ? "ip" : null;

    public bool HasListenerRule(string arn) => true;

    public bool IsServed(string targetGroupArn) => !targetGroupArn.EndsWith("-idle");

    public void Register(string targetGroupArn, ServiceTarget target)
    {
        if (Next.TryGetValue(targetGroupArn, out var next) && next.TryDequeue(out var health))
        {
            Sick[target.TaskId] = health;
        }

        _targets[(targetGroupArn, target.TaskId)] = true;
    }

    public Task DeregisterAsync(string targetGroupArn, ServiceTarget target)
    {
        _targets.TryRemove((targetGroupArn, target.TaskId), out _);
        return Busy.TryGetValue(target.TaskId, out var busy) ? busy.Task : Task.CompletedTask;
    }

    public long Requests(string targetGroupArn) => Answered.GetValueOrDefault(targetGroupArn);

    public TargetHealth Health(string targetGroupArn, ServiceTarget target)
        => Sick.TryGetValue(target.TaskId, out var health) ? health : TargetHealth.Healthy;

    public string? UnhealthyReason(string targetGroupArn, ServiceTarget target) => "Request timed out";

    public void Shift(string listenerRuleArn, string targetGroupArn, string otherTargetGroupArn, double percent)
        => Shifts.Enqueue((listenerRuleArn, targetGroupArn, percent));
}
