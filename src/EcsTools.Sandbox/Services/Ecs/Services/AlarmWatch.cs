using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// Watches the alarms of deployments (ECS developer guide, "How CloudWatch alarms detect Amazon ECS deployment failures"). Used under the lock of ECS.
/// </summary>
internal sealed class AlarmWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>AWS says only that it is less than five minutes.</summary>
    private static readonly TimeSpan RollingBake = TimeSpan.FromMinutes(4);

    private readonly SandboxCloud _cloud;

    public AlarmWatch(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>Begins to watch. An alarm that rings already makes ECS ignore all alarms of this deployment, which may be the repair.</summary>
    public void Begin(ServiceDeployment deployment)
        => deployment.AlarmState = deployment.Configuration.Alarms is { IsEnabled: true } alarms && !alarms.Names.Any(IsInAlarm)
            ? BreakerStatus.Monitoring
            : BreakerStatus.Disabled;

    /// <summary>The alarms that ring now. None if the deployment is not watched.</summary>
    public IReadOnlyList<string> Ringing(ServiceDeployment deployment)
    {
        if (deployment.AlarmState != BreakerStatus.Monitoring || deployment.IsRollingBack)
        {
            deployment.AlarmCheck = null;
            return [];
        }

        deployment.AlarmCheck = _cloud.ScaledClock.UtcNow + Interval;
        return deployment.Configuration.Alarms!.Names.Where(IsInAlarm).ToList();
    }

    /// <summary>Whether a rolling deployment that has its tasks is watched a little longer.</summary>
    public bool IsBaking(ServiceDeployment? deployment)
    {
        if (deployment is not { AlarmState: BreakerStatus.Monitoring, IsRollingBack: false, Configuration.ShiftsTraffic: false })
        {
            return false;
        }

        deployment.WaitUntil ??= _cloud.ScaledClock.UtcNow + RollingBake;
        return _cloud.ScaledClock.UtcNow < deployment.WaitUntil;
    }

    private bool IsInAlarm(string name) => _cloud.Services.OfType<IAlarmStates>().Any(alarms => alarms.IsInAlarm(name));
}
