using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Preflight;
using EcsTools.Apps.Sources;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Apps;

/// <summary>Finds what will keep an app from working, or will cost or leak, before it happens.</summary>
/// <remarks>
/// <para>
/// For a folder or a compose file, the command takes the parameters of Publish-FargateApp, and checks what that command would publish. With -Name and without
/// a path, or for an app from the pipeline, it checks an app that is published. It changes nothing in AWS. No output means that nothing was found.
/// </para>
/// <para>
/// The image is built and run on the Docker engine of this machine for a moment, with the variables of the app but without its secrets. So the command knows on
/// which port and address the program listens, how it answers the health check, and how long it takes to start. -SkipRun leaves this out. The image of a
/// published app is tried if the engine has it.
/// </para>
/// <para>
/// Each finding has a Remedy. If one command line corrects it, that line is in FixCommand. Publish-FargateApp shows the findings that need no call as warnings,
/// and this command shows the other warnings of Publish-FargateApp, such as a route that never answers.
/// </para>
/// </remarks>
/// <example>
///   <code>Test-FargateApp ./compose.yaml -SkipRun</code>
///   <para>Checks the services of a compose file without trying their images.</para>
/// </example>
/// <example>
///   <code>Test-FargateApp ./web -HealthCheckPath /health | Format-List Code, Message, Remedy</code>
///   <para>Builds the folder web, tries the image, and says in full what was found and what to do.</para>
/// </example>
/// <example>
///   <code>Get-FargateApp | Test-FargateApp -SkipRun | Where-Object Severity -eq Error</code>
///   <para>Finds the errors of all published apps.</para>
/// </example>
/// <example>
///   <code>(Test-FargateApp -Name web -SkipRun).FixCommand</code>
///   <para>Shows the command lines that correct what was found in the published app web.</para>
/// </example>
/// <seealso cref="PublishFargateAppCommand"/>
/// <seealso cref="Tasks.GetFargateFailureCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "FargateApp")]
[OutputType(typeof(FargateAppFinding))]
public sealed class TestFargateAppCommand : AppSourceCommand
{
    /// <summary>Name of the app. Without a path, the name of a published app to check.</summary>
    /// <value>the name in the compose file, or the name of the folder</value>
    [Parameter]
    [Alias("AppName")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public override string? Name { get; set; }

    /// <summary>A published app to check, as Get-FargateApp and Publish-FargateApp emit it.</summary>
    [Parameter(ValueFromPipeline = true)]
    [Subject(typeof(FargateApp))]
    public FargateApp? InputObject { get; set; }

    /// <summary>Does not build the image and does not try it on this machine.</summary>
    [Parameter]
    public SwitchParameter SkipRun { get; set; }

    /// <summary>Maximum time to wait until the program of an image answers its health check, such as 5m.</summary>
    /// <value>2m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var trial = new TrialSettings { Skip = SkipRun, Timeout = Timeout };
        var published = InputObject?.AppName ?? (string.IsNullOrEmpty(Path) && string.IsNullOrEmpty(LiteralPath) ? Name : null);
        if (published is not null)
        {
            var preflight = new AppPreflight(await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false));
            Write(pipeline, await preflight.TestAsync(published, trial, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            return;
        }

        var source = await SourceAsync(pipeline).ConfigureAwait(false);
        var (folder, problem) = source.IsCompose ? (null, null) : Folder(source.Path);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var definition = folder ?? await ComposeAsync(pipeline, source.Path, connection, cancellationToken).ConfigureAwait(false);
        var request = new PreflightRequest { Publish = Request(definition), PortProblem = problem, Trial = trial };
        Write(pipeline, await new AppPreflight(connection).TestAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false));
    }

    private static void Write(CommandPipeline pipeline, System.Collections.Generic.IReadOnlyList<FargateAppFinding> findings)
    {
        foreach (var finding in findings)
        {
            pipeline.WriteObject(finding);
        }
    }

    /// <summary>An app whose port is not known is checked without a route, because nothing can be sent to it.</summary>
    private (AppDefinition App, EcsToolsException? PortProblem) Folder(string path)
    {
        var app = Definition(path);
        try
        {
            return (FolderApp.Complete(app, !NoLoadBalancer), null);
        }
        catch (EcsToolsException problem) when (problem.Is(ErrorCodes.AppPortUnclear))
        {
            return (FolderApp.Complete(app, isBalanced: false), problem);
        }
    }
}
