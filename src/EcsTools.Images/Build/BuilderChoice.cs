using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>Decides which builder builds a request: the engine's own, or BuildKit.</summary>
internal sealed class BuilderChoice
{
    private readonly DockerEngine _engine;
    private readonly HostEnvironment _environment;

    public BuilderChoice(DockerEngine engine, HostEnvironment environment)
    {
        _engine = engine;
        _environment = environment;
    }

    /// <summary>Whether BuildKit must not be used, even if it is installed.</summary>
    public bool RefusesBuildKit(ImageBuildRequest request) => request.Builder == ImageBuilderKind.Classic
        || (request.Builder == ImageBuilderKind.Auto && (_environment.Get("DOCKER_BUILDKIT") == "0" || _engine.OperatingSystem == "windows"));

    /// <exception cref="EcsToolsException">SecretNeedsBuildKit, DockerfileNeedsBuildKit.</exception>
    public async Task<ImageBuilderKind> ChooseAsync(ImageBuildRequest request, Dockerfile dockerfile, CancellationToken cancellationToken)
    {
        // Podman has its own builder, which supports BuildKit's instructions.
        if (_engine.IsPodman && request.Secrets.Count == 0)
        {
            return ImageBuilderKind.Classic;
        }

        var refused = RefusesBuildKit(request);
        if (!refused && !_engine.IsPodman && await BuildKitBuild.IsInstalledAsync(_environment, cancellationToken).ConfigureAwait(false))
        {
            return ImageBuilderKind.BuildKit;
        }

        if (request.Secrets.Count > 0)
        {
            throw new EcsToolsException(
                ErrorCodes.SecretNeedsBuildKit,
                $"The secret '{request.Secrets[0].Id}' needs BuildKit"
                    + (refused ? ", and the classic builder was chosen." : ", and no Docker CLI with its buildx plugin was found."),
                refused
                    ? "Unset the environment variable DOCKER_BUILDKIT, so that EcsTools chooses the builder."
                    : "Install the Docker CLI with its buildx plugin.",
                "Secret",
                request.Secrets[0].Id);
        }

        if (request.Builder == ImageBuilderKind.BuildKit || dockerfile.BuildKitOnly is not null)
        {
            throw NeedsBuildKit(dockerfile, refused);
        }

        return ImageBuilderKind.Classic;
    }

    private static EcsToolsException NeedsBuildKit(Dockerfile dockerfile, bool refused)
    {
        var why = dockerfile.BuildKitOnly is { } instruction
            ? $"'{dockerfile.Path}', line {instruction.Line}: {instruction.Name} here needs BuildKit"
            : "the build is to use BuildKit";
        return new EcsToolsException(
            ErrorCodes.DockerfileNeedsBuildKit,
            refused ? $"{why}, and the classic builder was chosen." : $"{why}, and no Docker CLI with its buildx plugin was found on PATH.",
            refused
                ? "Unset the environment variable DOCKER_BUILDKIT, so that EcsTools chooses the builder."
                : "Install the Docker CLI with its buildx plugin, or write the instruction without BuildKit's flags.",
            "Dockerfile",
            dockerfile.Path);
    }
}
