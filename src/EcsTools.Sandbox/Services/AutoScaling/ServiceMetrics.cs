using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// Measures services by their containers, as CloudWatch defines the metrics of ECS: what all tasks use, in percent of what they have.
/// The containers run in real time, so the metrics use real time too, and not the faster clock of the sandbox.
/// </summary>
internal sealed class ServiceMetrics
{
    public const string Cpu = "ECSServiceAverageCPUUtilization";
    public const string Memory = "ECSServiceAverageMemoryUtilization";
    public const string Requests = "ALBRequestCountPerTarget";

    private const int CpuUnits = 1024;
    private const double MiB = 1024 * 1024;

    private readonly SandboxCloud _cloud;

    private readonly ProcessorTimes _containers = new();

    // Requests are counted from the beginning of the target group.
    private readonly Dictionary<string, (long Requests, DateTimeOffset At)> _groups = new(StringComparer.Ordinal);

    public ServiceMetrics(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>The metrics of a service since the last call, without those that cannot be measured.</summary>
    public async Task<IReadOnlyDictionary<string, double>> TakeAsync(ScalableTarget target, CancellationToken cancellationToken)
    {
        var measures = new Dictionary<string, double>(StringComparer.Ordinal);
        var (used, held) = (new Share(), new Share());
        var runs = _cloud.Service<EcsService>().Counts.Running(target.Cluster, target.Service);
        foreach (var run in runs)
        {
            await AddAsync(run, used, held, cancellationToken).ConfigureAwait(false);
        }

        used.Give(measures, Cpu);
        held.Give(measures, Memory);
        if (target.Tracking().FirstOrDefault(policy => policy.Metric == Requests)?.ResourceLabel is { } label
            && RequestsAMinute(GroupOf(label)) is { } requests && runs.Count > 0)
        {
            measures[Requests] = requests / runs.Count;
        }

        return measures;
    }

    private async Task AddAsync(TaskRun run, Share processor, Share held, CancellationToken cancellationToken)
    {
        var (cores, memory, isKnown, isTimed) = (0d, 0L, false, true);
        foreach (var container in run.RunningContainers)
        {
            if (container is not IMeasuredContainer measured || await measured.UsageAsync(cancellationToken).ConfigureAwait(false) is not { } usage)
            {
                continue;
            }

            var now = DateTimeOffset.UtcNow;
            isKnown = true;
            memory += usage.Memory;
            var used = _containers.CoresSinceLast(container.RuntimeId, usage.ProcessorTime, now, container.Exited);
            isTimed &= used is not null;
            cores += used ?? 0;
        }

        if (isKnown && isTimed)
        {
            processor.Add(cores * CpuUnits, run.Plan.Cpu);
        }

        if (isKnown)
        {
            held.Add(memory / MiB, run.Plan.Memory);
        }
    }

    private double? RequestsAMinute(string group)
    {
        if (_cloud.Traffic is not { } traffic || traffic.TargetType(group) is null)
        {
            return null;
        }

        var (now, all) = (DateTimeOffset.UtcNow, traffic.Requests(group));
        var isKnown = _groups.TryGetValue(group, out var before) && now > before.At;
        _groups[group] = (all, now);
        return isKnown ? (all - before.Requests) / (now - before.At).TotalMinutes : null;
    }

    /// <summary>The target group of a label: <c>app/balancer/id/targetgroup/name/id</c>.</summary>
    private string GroupOf(string label)
        => _cloud.Arn("elasticloadbalancing", label.Substring(label.IndexOf("targetgroup/", StringComparison.Ordinal)));

    /// <summary>The used share of what the tasks have.</summary>
    private sealed class Share
    {
        private double _used;
        private double _all;

        public void Add(double used, double all)
        {
            _used += used;
            _all += all;
        }

        public void Give(Dictionary<string, double> measures, string name)
        {
            if (_all > 0)
            {
                measures[name] = 100 * _used / _all;
            }
        }
    }
}
