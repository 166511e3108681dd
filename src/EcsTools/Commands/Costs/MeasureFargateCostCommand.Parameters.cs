using System;
using System.Management.Automation;
using EcsTools.Commands.Apps;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Schedules;
using EcsTools.Commands.Services;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Costs;

/// <content>The parameters.</content>
public sealed partial class MeasureFargateCostCommand
{
    /// <summary>CPU units (256) or vCPUs ('0.25 vCPU') of a planned task.</summary>
    /// <value>the smallest value that fits -Memory</value>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Cpu { get; set; }

    /// <summary>Memory of a planned task in MiB (512) or gigabytes ('1 GB').</summary>
    /// <value>the smallest value that fits -Cpu</value>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Memory { get; set; }

    /// <summary>Processor architecture of a planned task, X86_64 or ARM64.</summary>
    /// <value>X86_64</value>
    [Parameter]
    [ValidateSet("X86_64", "ARM64", IgnoreCase = true)]
    public string Architecture { get; set; } = "X86_64";

    /// <summary>Operating system of a planned task, Linux or Windows.</summary>
    /// <value>Linux</value>
    [Parameter]
    [ValidateSet("Linux", "Windows", IgnoreCase = true)]
    public string OperatingSystem { get; set; } = "Linux";

    /// <summary>Ephemeral storage of a planned task, 20 to 200 GB. 20 GB are included in the price.</summary>
    /// <value>20</value>
    [Parameter]
    [ValidateRange(20, 200)]
    public int EphemeralStorage { get; set; } = 20;

    /// <summary>Family, family:revision or ARN of a task definition.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [Subject(typeof(FargateTaskDefinition))]
    public string? TaskDefinition { get; set; }

    /// <summary>Name or ARN of a service. Its desired number of tasks is measured.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService))]
    public string? ServiceName { get; set; }

    /// <summary>Name or ARN of the cluster of the service or the task.</summary>
    /// <value>the cluster in which the service or task is found</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    public string? Cluster { get; set; }

    /// <summary>Name of an app. -Count, -Spot and -PublicIp do not apply to it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AppCompleter))]
    [Subject(typeof(FargateApp), OtherKinds = ["ResourceType"])]
    public string? AppName { get; set; }

    /// <summary>ARN or id of a task. The time that is billed for it is measured; of a running task, the time until now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(KnownTaskCompleter))]
    [IdentifiedBy("TaskArn")]
    [Subject(typeof(FargateTask), typeof(ScheduledTaskRun))]
    public string? TaskArn { get; set; }

    /// <summary>Name of a schedule. Its runs of an average month are measured, and -RunDuration says how long each takes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [Subject(typeof(ScheduledTask))]
    public string? ScheduleName { get; set; }

    /// <summary>Group of the schedule.</summary>
    /// <value>all groups</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleGroupCompleter))]
    public string? Group { get; set; }

    /// <summary>Number of tasks, 1 to 5000.</summary>
    /// <value>1, or the desired count of the service</value>
    [Parameter]
    [ValidateRange(1, 5000)]
    public int Count { get; set; }

    /// <summary>Measures all tasks at the price of Fargate Spot.</summary>
    [Parameter]
    public SwitchParameter Spot { get; set; }

    /// <summary>Adds a public IPv4 address for each task.</summary>
    /// <value>as the service or the schedule has it</value>
    [Parameter]
    public SwitchParameter PublicIp { get; set; }

    /// <summary>Hours a day that the tasks run.</summary>
    /// <value>24</value>
    [Parameter]
    [ValidateRange(0.0, 24.0)]
    public double HoursPerDay { get; set; } = 24;

    /// <summary>Number of runs a day, together with -RunDuration, instead of -HoursPerDay.</summary>
    [Parameter]
    [ValidateRange(0.0, 100000.0)]
    public double? RunsPerDay { get; set; }

    /// <summary>Length of a run from the start of the image's pull to the stop, such as 5m.</summary>
    [Parameter]
    [Duration]
    public TimeSpan RunDuration { get; set; }

    /// <summary>
    /// Adds a load balancer with this average number of capacity units (LCU). One is enough for 25 new connections a second and 1 GB an hour.
    /// </summary>
    [Parameter]
    [ValidateRange(0.0, 100000.0)]
    public double? LoadBalancerUnit { get; set; }

    /// <summary>Adds this number of NAT gateways.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 100)]
    public int NatGateway { get; set; }

    /// <summary>GB a month through the NAT gateways.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double NatGb { get; set; }

    /// <summary>GB of log lines a month.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double LogGb { get; set; }

    /// <summary>GB of images in the repository.</summary>
    /// <value>0, or the images of the app</value>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double ImageGb { get; set; }

    /// <summary>Types of EC2 instances to compare with, such as t4g.small. Each is always on, with Linux, a disk and a public IPv4 address.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InstanceTypeCompleter))]
    public string[] CompareTo { get; set; } = [];

    /// <summary>Disk of such an instance in GB (gp3), 1 to 65536.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 65536)]
    public int InstanceDisk { get; set; } = 8;

    /// <summary>Downloads the current prices of the region first, and keeps them for the next commands.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <summary>Address of a copy of the price list.</summary>
    /// <value>the public price list of AWS</value>
    [Parameter]
    public string? PriceListUrl { get; set; }
}
