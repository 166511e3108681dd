using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Registers a task definition for Fargate: the image to run, and its size, ports, variables and roles.</summary>
/// <remarks>
/// <para>
/// The definition comes from parameters, from a JSON file (-Path) or from a revision (-InputObject). Parameters override the file or the
/// revision. The command compares the definition with the newest revision, field by field. If nothing differs it registers no new revision
/// and emits the existing one (Change is Unchanged), unless you use -Force.
/// </para>
/// <para>
/// The execution role ecsTaskExecutionRole and the log group are created if they do not exist. A file can contain ${env:NAME},
/// ${env:NAME:-text} with a default text, ${image} for -ImageUri, ${region} and ${account}; use $${...} for a literal ${...}. A placeholder
/// of another form, such as &lt;ACCOUNT_ID&gt;, is an error that names the file, the line and the column. If a member is given twice, the last
/// one counts, with a warning.
/// </para>
/// <para>
/// An image of a private registry that is not ECR needs -PullCredential. ECS reads the login from Secrets Manager each time that a task starts.
/// </para>
/// <para>The output binds to Start-FargateTask, New-FargateService and New-EcsScheduledTask by property name.</para>
/// </remarks>
/// <example>
///   <code>Push-EcrImage -Repository web -Path ./web -Tag 1.4.0 | Register-FargateTask -Cpu 256 -Memory 512 -Port 80</code>
///   <para>Registers the pushed image as a revision of the family web, for the processor for which it was built.</para>
/// </example>
/// <example>
///   <code>Register-FargateTask crawler -ImageUri $uri -Cpu '1 vCPU' -Environment @{ DEPTH = 3 } -Secret @{ KEY = '/crawler/key' }</code>
///   <para>
///   Registers a task with one vCPU and the smallest memory that Fargate allows with it, a plain variable, and a variable from Parameter
///   Store.
///   </para>
/// </example>
/// <example>
///   <code>Register-FargateTask -Path ./web.json -ImageUri $uri -WhatIf</code>
///   <para>Shows, field by field, how the file differs from the newest revision. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition web:3 | Register-FargateTask -Memory 1024</code>
///   <para>Registers revision 3 of web again with more memory.</para>
/// </example>
/// <example>
///   <code>
/// $proxy = New-FargateContainer proxy -ImageUri envoy:1 -Port 8080 -Essential
/// Register-FargateTask web -ImageUri $uri -Container $proxy -DependsOn proxy:START
///   </code>
///   <para>Registers a task with two containers. The container web starts after the proxy.</para>
/// </example>
/// <example>
///   <code>Register-FargateTask web -ImageUri docker.io/team/web:1.4.0 -PullCredential (Get-Credential)</code>
///   <para>Registers a task with an image in a private repository of Docker Hub, and creates the secret with which ECS pulls it.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "FargateTask", SupportsShouldProcess = true)]
[OutputType(typeof(FargateTaskDefinition), typeof(EcsPlanStep))]
public sealed partial class RegisterFargateTaskCommand : AwsCommand, IContainerSettings, IPlannedCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(pipeline).ConfigureAwait(false);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var definitions = new FargateTaskDefinitions(connection);
        var plan = await definitions.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
        {
            pipeline.WriteObject(await definitions.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<TaskDefinitionRequest> RequestAsync(CommandPipeline pipeline)
    {
        if (Path is not null && InputObject is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.TwoOrigins, "-Path and -InputObject cannot be combined.",
                    "Use only one of them.", "Path", Path);
        }

        var (secret, login) = PullCredentialArgument.Parse(PullCredential);
        var path = Path is null ? null : (await pipeline.ResolvePathsAsync([Path]).ConfigureAwait(false))[0];
        return new TaskDefinitionRequest
        {
            Family = Family,
            Cpu = TaskSizeText.ParseCpu(Cpu),
            Memory = TaskSizeText.ParseMemory(Memory),
            Architecture = Architecture,
            OperatingSystem = OperatingSystem,
            EphemeralStorage = EphemeralStorage,
            ExecutionRole = ExecutionRole,
            TaskRole = TaskRole,
            PullSecret = secret,
            PullLogin = login,
            LogGroup = LogGroup,
            LogRetentionDays = LogRetention,
            SetsLogRetention = IsBound(nameof(LogRetention)),
            NoLog = NoLog,
            ContainerName = ContainerName,
            Sidecars = Container,
            Tags = TextDictionary.From(Tag, nameof(Tag)),
            Force = Force,
            Json = path is null ? InputObject?.Json : TaskDefinitionFile.ReadText(path),
            JsonPath = path,
            FillIn = path is not null,
        }.With(this);
    }

    bool IContainerSettings.IsGiven(string parameter) => IsBound(parameter);
}
