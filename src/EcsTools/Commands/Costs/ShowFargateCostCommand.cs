using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Input;
using EcsTools.Reports.Costs;

namespace EcsTools.Commands.Costs;

/// <summary>Shows costs as an HTML page: a bar for each part, and the break-even beside EC2 instances as a chart with words.</summary>
/// <remarks>
/// The page is one file that needs no network, no script and no other file. Several costs from the pipeline come into one page, with their total first. The
/// page opens in the browser if the command runs at a prompt. A script, a job and a session over SSH never open a browser.
/// </remarks>
/// <example>
///   <code>$page = Measure-FargateCost -Cpu 256 -Memory 512 -CompareTo t4g.small, t3.micro -Region us-east-1 | Show-FargateCost</code>
///   <para>Shows what a small task costs beside two instances that are always on, and opens the page in the browser.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Measure-FargateCost | Show-FargateCost -Path ./cost.html -NoOpen</code>
///   <para>Writes one page about all services of the cluster, and does not open it.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask | Measure-FargateCost -RunDuration 5m -CompareTo t3.small | Show-FargateCost -NoOpen</code>
///   <para>Shows up to how many runs a day each schedule costs less than an instance.</para>
/// </example>
/// <seealso cref="MeasureFargateCostCommand"/>
[Cmdlet(VerbsCommon.Show, "FargateCost", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ShowFargateCostCommand : AsyncCommand
{
    private readonly List<FargateCost> _costs = [];

    /// <summary>Costs, as Measure-FargateCost emits them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Subject(typeof(FargateCost))]
    public FargateCost[] InputObject { get; set; } = [];

    /// <summary>File to write, or an existing folder for the file cost.html.</summary>
    /// <value>a file in the cache folder of the user, which the next page replaces</value>
    [Parameter(Position = 1)]
    public string? Path { get; set; }

    /// <summary>Does not open the page in the browser.</summary>
    [Parameter]
    public SwitchParameter NoOpen { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        _costs.AddRange(InputObject);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        if (_costs.Count == 0)
        {
            return;
        }

        var action = $"Write the page of the cost of {(_costs.Count == 1 ? _costs[0].Name : FormattableString.Invariant($"{_costs.Count} subjects"))}";
        await new ReportFile(pipeline, Host, Path, NoOpen).WriteAsync(
            "cost", CostReport.Write(_costs, SystemClock.Instance.UtcNow.ToLocalTime()), action, cancellationToken).ConfigureAwait(false);
    }
}
