using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Services;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Costs;

/// <summary>Calculates what an app, a service, a schedule, a task definition or a planned size costs in a month, and what a task has cost.</summary>
/// <remarks>
/// <para>
/// The cost is an estimate for an average month of 730 hours at list prices, without discounts, Savings Plans, data transfer and taxes. Fargate bills each
/// second from the start of the image's pull, at least one minute a run, and with Windows at least five. -CompareTo adds what an EC2 instance
/// costs that is always on, with its disk and its public address, and up to how many hours or runs a day the tasks cost less.
/// </para>
/// <para>
/// The cost of an app has the tasks of each service, the hours of its load balancer, the log lines that are kept, and the images in its repositories. A load
/// balancer that apps share counts in full for each. A task that has ended is measured by the time that is billed for it, and Monthly is the cost of this
/// run. ECS forgets a task about an hour after it has ended, and it no longer says whether the task had a public address: then add -PublicIp.
/// </para>
/// <para>
/// The prices are a snapshot with its date. It does not have every region and instance type: a price that is not known is an error, and never that
/// of another region. -Refresh downloads the current prices of the region from the public price list of AWS, and keeps them for the next commands.
/// It needs no credentials. With -CompareTo or -NatGateway it also reads the list of EC2, which has some hundred MB.
/// </para>
/// </remarks>
/// <example>
///   <code>Measure-FargateCost -Cpu 256 -Memory 512 -PublicIp -CompareTo t4g.small, t3.micro -Region us-east-1</code>
///   <para>Compares a small task that is always on with two EC2 instances.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Measure-FargateCost | Measure-Object Monthly -Sum</code>
///   <para>Adds up the costs of all services of the cluster.</para>
/// </example>
/// <example>
///   <code>Measure-FargateCost -Cpu 1024 -Memory 2048 -RunsPerDay 24 -RunDuration 5m -CompareTo t3.small -Region us-east-1</code>
///   <para>What a batch costs that runs five minutes each hour, and up to how many runs a day it costs less than an instance.</para>
/// </example>
/// <example>
///   <code>(Measure-FargateCost -Cpu 512 -Memory 1024 -Count 2 -LoadBalancerUnit 1 -LogGb 5 -Region us-east-1).Lines</code>
///   <para>Shows the parts of the cost of two tasks behind a load balancer.</para>
/// </example>
/// <example>
///   <code>Get-FargateApp shop | Measure-FargateCost -CompareTo t4g.small</code>
///   <para>What the app shop costs, with a line for each part of each service, beside an instance that is always on.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Cluster demo -Status Stopped | Measure-FargateCost -RunsPerDay 24</code>
///   <para>What the tasks of the last hour would cost in a month if each ran every hour.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "FargateCost")]
[OutputType(typeof(FargateCost))]
public sealed partial class MeasureFargateCostCommand : AwsCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        RequireOneSubject(
            (nameof(AppName), AppName),
            (nameof(TaskArn), TaskArn),
            (nameof(ServiceName), ServiceName),
            (nameof(ScheduleName), ScheduleName),
            (nameof(TaskDefinition), TaskDefinition),
            (nameof(Cpu), Cpu),
            (nameof(Memory), Cpu is null ? Memory : null));
        if (Refresh)
        {
            var region = await RegionAsync(pipeline, cancellationToken).ConfigureAwait(false);
            var count = await new PriceListRefresh(PriceListUrl).DownloadAsync(
                region, CompareTo.Length > 0 || NatGateway > 0, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            pipeline.WriteVerbose($"{count} prices of {region} were downloaded.");
        }

        var request = await SubjectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        pipeline.WriteObject(request is AppCostRequest app ? MonthlyCost.Calculate(app) : MonthlyCost.Calculate((CostRequest)request));
    }

    private async Task<CostSubject> SubjectAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => string.IsNullOrEmpty(AppName) ? WithUsage(await TasksAsync(pipeline, cancellationToken).ConfigureAwait(false))
            : await AppAsync(pipeline, cancellationToken).ConfigureAwait(false);

    private async Task<AppCostRequest> AppAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var (app, leftOut) = await new AppCostSubjects(connection).ReadAsync(
            AppName!, IsBound(nameof(RunDuration)) ? RunDuration : null, cancellationToken).ConfigureAwait(false);
        if (leftOut.Count > 0)
        {
            pipeline.WriteWarning($"The cost of {string.Join(", ", leftOut)} is left out, because the length of a run is not known. "
                + "To include it: Measure-FargateCost -RunDuration 5m");
        }

        return WithSurroundings(app with { Services = app.Services.Select(service => service with { HoursPerDay = HoursPerDay }).ToList() });
    }

    /// <summary>
    /// The tasks that a record names. A task also has a service, and a service and a schedule a task definition, so the one that says most comes first.
    /// </summary>
    private async Task<CostRequest> TasksAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(TaskArn) && string.IsNullOrEmpty(ServiceName) && string.IsNullOrEmpty(ScheduleName)
            && string.IsNullOrEmpty(TaskDefinition))
        {
            return await PlannedAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }

        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var subjects = new CostSubjects(connection);
        return !string.IsNullOrEmpty(TaskArn) ? await subjects.TaskAsync(TaskArn!, Cluster, cancellationToken).ConfigureAwait(false)
            : !string.IsNullOrEmpty(ServiceName)
                ? await subjects.ServiceAsync(
                    await new FargateServices(connection).LocateAsync(ServiceName!, Cluster, cancellationToken).ConfigureAwait(false), cancellationToken)
                    .ConfigureAwait(false)
            : !string.IsNullOrEmpty(ScheduleName)
                ? await subjects.ScheduleAsync(ScheduleName!, Group, IsBound(nameof(RunDuration)) ? RunDuration : null, cancellationToken)
                    .ConfigureAwait(false)
            : await subjects.DefinitionAsync(TaskDefinition!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CostRequest> PlannedAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (Cpu is null && Memory is null)
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("Cpu"),
                "There is nothing to measure.",
                "Give -Cpu and -Memory, -TaskDefinition, -ServiceName, -ScheduleName, -TaskArn or -AppName, or pipe one of these objects into the command.",
                "Cpu");
        }

        var isWindows = OperatingSystem.Equals("Windows", StringComparison.OrdinalIgnoreCase);
        var (cpu, memory) = FargateSizes.Settle(TaskSizeText.ParseCpu(Cpu), TaskSizeText.ParseMemory(Memory), isWindows);
        return new CostRequest
        {
            Region = await RegionAsync(pipeline, cancellationToken).ConfigureAwait(false),
            Cpu = cpu,
            Memory = memory,
            StorageGb = EphemeralStorage,
            IsArm = Architecture.Equals("ARM64", StringComparison.OrdinalIgnoreCase),
            IsWindows = isWindows,
        };
    }

    /// <summary>The region, for which no credentials are needed if it is given.</summary>
    private async Task<string> RegionAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(Region))
        {
            AwsRegions.Require(Region!);
            return Region!;
        }

        try
        {
            return (await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false)).Region;
        }
        catch (EcsToolsException problem) when (problem.Kind == ErrorKind.Unauthenticated)
        {
            // A planned size needs no account.
            throw new EcsToolsException(
                ErrorCodes.NoRegion,
                "No AWS region was given, and no account names one.",
                "Give -Region, such as -Region us-east-1.",
                nameof(Region),
                inner: problem);
        }
    }

    /// <summary>Adds how long it runs and what it uses besides the tasks.</summary>
    private CostRequest WithUsage(CostRequest subject)
    {
        if (RunsPerDay is not null && !IsBound(nameof(RunDuration)) && !subject.IsOneRun)
        {
            throw new EcsToolsException(
                ErrorCodes.RunDurationMissing,
                "-RunsPerDay needs the length of a run.",
                "Give it with -RunDuration, such as -RunDuration 5m.",
                nameof(RunDuration));
        }

        var count = IsBound(nameof(Count)) ? Count : subject.Count;
        return WithSurroundings(subject with
        {
            Count = count,
            SpotCount = Spot ? count : Math.Min(count, subject.SpotCount),
            HasPublicIp = PublicIp || subject.HasPublicIp,
            HoursPerDay = HoursPerDay,
            RunsPerMonth = RunsPerDay is { } runs ? runs * MonthlyCost.DaysOfMonth : subject.RunsPerMonth,
            RunDuration = IsBound(nameof(RunDuration)) ? RunDuration : subject.RunDuration,
            IsOneRun = subject.IsOneRun && RunsPerDay is null,
        });
    }

    /// <summary>Adds what is billed besides the tasks. What is read of an app counts unless a parameter says another value.</summary>
    private T WithSurroundings<T>(T subject)
        where T : CostSubject
        => (T)((CostSubject)subject with
        {
            LoadBalancerUnits = LoadBalancerUnit ?? subject.LoadBalancerUnits,
            NatGateways = NatGateway,
            NatGb = NatGb,
            LogGb = LogGb,
            ImageGb = IsBound(nameof(ImageGb)) ? ImageGb : subject.ImageGb,
            CompareTo = CompareTo,
            InstanceDiskGb = InstanceDisk,
        });
}
