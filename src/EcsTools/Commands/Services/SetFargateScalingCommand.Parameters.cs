using System;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Schedules;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Services;

/// <content>The parameters.</content>
public sealed partial class SetFargateScalingCommand
{
    /// <summary>Minimum number of tasks. With -ScheduleName: the minimum from that time on.</summary>
    /// <value>1 when scaling is first set up</value>
    [Parameter]
    public int? MinimumCount { get; set; }

    /// <summary>
    /// Maximum number of tasks. With -ScheduleName: the maximum from that time on. Required when scaling is first set up.
    /// </summary>
    [Parameter]
    public int? MaximumCount { get; set; }

    /// <summary>Average CPU use of the tasks to keep, in percent. Use 0 to stop scaling on CPU.</summary>
    [Parameter]
    public double? CpuTarget { get; set; }

    /// <summary>Average memory use of the tasks to keep, in percent. Use 0 to stop scaling on memory.</summary>
    [Parameter]
    public double? MemoryTarget { get; set; }

    /// <summary>Requests per task and minute to keep, behind an Application Load Balancer. Use 0 to stop scaling on requests.</summary>
    [Parameter]
    public double? RequestTarget { get; set; }

    /// <summary>ARN of the load balancer whose requests count.</summary>
    /// <value>the load balancer of the service</value>
    [Parameter]
    public string? LoadBalancerArn { get; set; }

    /// <summary>Pause between two additions of tasks, such as 60s.</summary>
    /// <value>5m</value>
    [Parameter]
    [Duration]
    public TimeSpan? ScaleOutCooldown { get; set; }

    /// <summary>Pause between two removals of tasks, such as 5m.</summary>
    /// <value>5m</value>
    [Parameter]
    [Duration]
    public TimeSpan? ScaleInCooldown { get; set; }

    /// <summary>Only adds tasks and never removes any. Use -NoScaleIn:$false to remove them again.</summary>
    [Parameter]
    public SwitchParameter NoScaleIn { get; set; }

    /// <summary>Name of the scheduled change of -MinimumCount and -MaximumCount.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScalingScheduleCompleter))]
    public string? ScheduleName { get; set; }

    /// <summary>
    /// Times of the scheduled change, in six fields: minutes, hours, day of the month, month, day of the week, year. For a Unix expression of
    /// five fields, the error gives the six fields that mean the same.
    /// </summary>
    [Parameter]
    public string? Cron { get; set; }

    /// <summary>Interval of the scheduled change, such as 6h.</summary>
    [Parameter]
    public string? Every { get; set; }

    /// <summary>Time of a single change, in -TimeZone.</summary>
    [Parameter]
    public DateTime? At { get; set; }

    /// <summary>Time zone of -Cron and -At, as an IANA name (Europe/Rome) or a Windows name ('Tokyo Standard Time').</summary>
    /// <value>UTC</value>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>
    /// Removes all scaling of the service, or only the schedule named by -ScheduleName. The service keeps its current count.
    /// </summary>
    [Parameter]
    public SwitchParameter Remove { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
