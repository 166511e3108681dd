using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Pipeline;
using EcsTools.Reports.Apps;

namespace EcsTools.Commands.Apps;

/// <summary>Shows an app as an HTML page: routes, services, tasks, deployments, cost, schedules and log.</summary>
/// <remarks>
/// <para>
/// The page is one file that needs no network, no script and no other file, so it can be sent, archived and printed. It shows the way of a request from the
/// client over the rules of the load balancer, with their shares, to the services and their tasks; the deployments on a time line; what the app costs in a
/// month; the runs of its schedules in a calendar; and the newest log lines. It has light and dark colours, as the browser is set.
/// </para>
/// <para>
/// The page opens in the browser if the command runs at a prompt. A script, a job and a session over SSH never open a browser. The page contains log lines and
/// names of your account: think before you pass it on.
/// </para>
/// </remarks>
/// <example>
///   <code>$page = Show-FargateApp web</code>
///   <para>Writes the page of the app web and opens it in the browser. The variable has the file.</para>
/// </example>
/// <example>
///   <code>Show-FargateApp web -Path ./web.html -NoOpen</code>
///   <para>Writes the page to a file, and does not open it.</para>
/// </example>
/// <example>
///   <code>Get-FargateApp | Show-FargateApp -Path . -Tail 0 -NoOpen</code>
///   <para>Writes a page for each app to the current folder, without log lines.</para>
/// </example>
/// <seealso cref="GetFargateAppCommand"/>
[Cmdlet(VerbsCommon.Show, "FargateApp", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ShowFargateAppCommand : AppSelectionCommand
{
    /// <summary>File to write, or an existing folder for a file named after the app.</summary>
    /// <value>a file in the cache folder of the user, which the next page of the app replaces</value>
    [Parameter(Position = 1)]
    public string? Path { get; set; }

    /// <summary>Number of the newest log lines to show, 0 to 1000.</summary>
    /// <value>40</value>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int Tail { get; set; } = 40;

    /// <summary>Does not open the page in the browser.</summary>
    [Parameter]
    public SwitchParameter NoOpen { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(Name), Name, async name =>
        {
            var html = await new AppReports(connection).WriteAsync(
                new AppReportRequest { App = name, LogLines = Tail }, cancellationToken).ConfigureAwait(false);
            await new ReportFile(pipeline, Host, Path, NoOpen).WriteAsync(
                name, html, $"Write the page of app '{name}'", cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }
}
