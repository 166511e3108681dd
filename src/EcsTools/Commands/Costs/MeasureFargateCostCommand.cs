using System;
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

/// <summary>Calculates what a service, a schedule, a task definition or a planned size costs in a month.</summary>
/// <remarks>
/// <para>
/// The cost is an estimate for an average month of 730 hours at list prices, without discounts, Savings Plans, data transfer and taxes. Fargate bills each
/// second from the start of the image's pull, at least one minute a run, and with Windows at least five. -CompareTo adds what an EC2 instance
/// costs that is always on, with its disk and its public address, and up to how many hours or runs a day the tasks cost less.
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
[Cmdlet(VerbsDiagnostic.Measure, "FargateCost")]
[OutputType(typeof(FargateCost))]
public sealed partial class MeasureFargateCostCommand : AwsCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = WithUsage(await SubjectAsync(pipeline, cancellationToken).ConfigureAwait(false));
        if (Refresh)
        {
            var count = await new PriceListRefresh(PriceListUrl).DownloadAsync(
                request.Region, CompareTo.Length > 0 || NatGateway > 0, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            pipeline.WriteVerbose($"{count} prices of {request.Region} were downloaded.");
        }

        pipeline.WriteObject(MonthlyCost.Calculate(request));
    }

    /// <summary>What a record names. A service and a schedule also have a task definition, so they come first.</summary>
    private async Task<CostRequest> SubjectAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(ServiceName) && string.IsNullOrEmpty(ScheduleName) && string.IsNullOrEmpty(TaskDefinition))
        {
            return await PlannedAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }

        var subjects = new CostSubjects(await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false));
        return !string.IsNullOrEmpty(ServiceName)
                ? await subjects.ServiceAsync(ServiceReference.Parse(ServiceName!, Cluster), cancellationToken).ConfigureAwait(false)
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
                "Give -Cpu and -Memory, -TaskDefinition, -ServiceName or -ScheduleName, or pipe one of these objects into the command.",
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
        if (RunsPerDay is not null && !IsBound(nameof(RunDuration)))
        {
            throw new EcsToolsException(
                ErrorCodes.RunDurationMissing,
                "-RunsPerDay needs the length of a run.",
                "Give it with -RunDuration, such as -RunDuration 5m.",
                nameof(RunDuration));
        }

        var count = IsBound(nameof(Count)) ? Count : subject.Count;
        return subject with
        {
            Count = count,
            SpotCount = Spot ? count : Math.Min(count, subject.SpotCount),
            HasPublicIp = PublicIp || subject.HasPublicIp,
            HoursPerDay = HoursPerDay,
            RunsPerMonth = RunsPerDay is { } runs ? runs * MonthlyCost.DaysOfMonth : subject.RunsPerMonth,
            RunDuration = IsBound(nameof(RunDuration)) ? RunDuration : subject.RunDuration,
            LoadBalancerUnits = LoadBalancerUnit,
            NatGateways = NatGateway,
            NatGb = NatGb,
            LogGb = LogGb,
            ImageGb = ImageGb,
            CompareTo = CompareTo,
            InstanceDiskGb = InstanceDisk,
        };
    }
}
