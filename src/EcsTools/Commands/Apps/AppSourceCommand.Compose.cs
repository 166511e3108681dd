using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Apps;

/// <content>Apps from a compose file.</content>
public abstract partial class AppSourceCommand
{
    private static readonly string[] OfFolder =
    [
        nameof(Port), nameof(Cpu), nameof(Memory), nameof(Architecture), nameof(DesiredCount), nameof(MinimumCount), nameof(MaximumCount), nameof(CpuTarget),
        nameof(Environment), nameof(Secret), nameof(Dockerfile), nameof(BuildArg), nameof(Target), nameof(RoutePath), nameof(HostName), nameof(HealthCheckPath),
        nameof(HealthCheckGracePeriod), nameof(Strategy), nameof(Before), nameof(SpotWeight),
    ];

    // The image of a folder is built and pushed to ECR, so it needs no other login.
    private static readonly string[] OfCompose = [nameof(ComposeOverride), nameof(ComposeProfile), nameof(PullCredential)];

    /// <summary>A compose file says of each service what these parameters say of one.</summary>
    private void CheckCompose(string path, bool isCompose)
    {
        var wrong = isCompose ? OfFolder.FirstOrDefault(IsBound)
            : OfCompose.FirstOrDefault(IsBound);
        if (wrong is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.ParameterOfOtherApp.OfRecord,
                isCompose ? $"-{wrong} applies to an app from a folder with a Dockerfile, and '{path}' is a compose file."
                    : $"-{wrong} applies to a compose file, and '{path}' is a folder with a Dockerfile.",
                isCompose ? $"Write it into the compose file, and leave out -{wrong}." : $"Give the compose file as -Path, or leave out -{wrong}.",
                wrong,
                path);
        }
    }

    /// <summary>What the compose file says of an app.</summary>
    private protected Task<AppDefinition> ComposeAsync(
        CommandPipeline pipeline, string path, AwsConnection connection, CancellationToken cancellationToken)
        => new ComposeInput(path, Name, ComposeOverride, ComposeProfile).ReadAsync(pipeline, connection, cancellationToken);
}
