using System;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Schedules;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Services;

/// <content>The parameters.</content>
public sealed partial class SetFargateScalingCommand
{
    /// <summary>
    /// <para type="description">Fewest tasks; 1 where never said. With -ScheduleName, from that time on.</para>
    /// </summary>
    [Parameter]
    public int? MinimumCount { get; set; }

    /// <summary>
    /// <para type="description">Most tasks. With -ScheduleName, from that time on.</para>
    /// </summary>
    [Parameter]
    public int? MaximumCount { get; set; }

    /// <summary>
    /// <para type="description">Average CPU of the tasks to be kept, in percent; 0 follows it no more.</para>
    /// </summary>
    [Parameter]
    public double? CpuTarget { get; set; }

    /// <summary>
    /// <para type="description">Average memory of the tasks to be kept, in percent; 0 follows it no more.</para>
    /// </summary>
    [Parameter]
    public double? MemoryTarget { get; set; }

    /// <summary>
    /// <para type="description">Requests a task and minute to be kept, behind an Application Load Balancer; 0 follows them no more.</para>
    /// </summary>
    [Parameter]
    public double? RequestTarget { get; set; }

    /// <summary>
    /// <para type="description">ARN of the load balancer whose requests are counted, where the service does not tell.</para>
    /// </summary>
    [Parameter]
    public string? LoadBalancerArn { get; set; }

    /// <summary>
    /// <para type="description">Pause after tasks were added before more are, such as 60s; AWS's own is five minutes.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? ScaleOutCooldown { get; set; }

    /// <summary>
    /// <para type="description">Pause after tasks were taken away before more are, such as 5m; AWS's own is five minutes.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? ScaleInCooldown { get; set; }

    /// <summary>
    /// <para type="description">Adds tasks and never takes any away. -NoScaleIn:$false takes them away again.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter NoScaleIn { get; set; }

    /// <summary>
    /// <para type="description">Name of a change of the bounds by the clock.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScalingScheduleCompleter))]
    public string? ScheduleName { get; set; }

    /// <summary>
    /// <para type="description">When, as six cron fields: minutes, hours, day of the month, month, day of the week, year.</para>
    /// </summary>
    [Parameter]
    public string? Cron { get; set; }

    /// <summary>
    /// <para type="description">When, as an interval, such as 6h.</para>
    /// </summary>
    [Parameter]
    public string? Every { get; set; }

    /// <summary>
    /// <para type="description">When, once: a time of -TimeZone.</para>
    /// </summary>
    [Parameter]
    public DateTime? At { get; set; }

    /// <summary>
    /// <para type="description">Time zone in which -Cron and -At are meant: an IANA name (Europe/Rome) or a Windows one ('W. Europe
    /// Standard Time'); UTC where never said.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>
    /// <para type="description">Takes all scaling of the service away, or the schedule named by -ScheduleName. The service keeps the count
    /// it has.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Remove { get; set; }
}
