namespace EcsTools;

/// <content>The Docker engine and builds.</content>
public static partial class ErrorCodes
{
    private const string DockerArea = "The Docker engine and builds";

    /// <summary>A file became shorter while the build context was being sent.</summary>
    /// <remarks>Build again when nothing writes to the folder, or exclude the file in .dockerignore.</remarks>
    public static readonly ErrorCode BuildContextChanged = Define(DockerArea, ErrorKind.Conflict);

    /// <summary>Folder links in the build context lead back to each other.</summary>
    /// <remarks>Exclude the link in .dockerignore, or use PowerShell 7, which sends links as links.</remarks>
    public static readonly ErrorCode BuildContextLinkLoop = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>The build context is a file.</summary>
    /// <remarks>Give the folder that holds the Dockerfile.</remarks>
    public static readonly ErrorCode BuildContextNotFolder = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>The folder of the build context does not exist.</summary>
    /// <remarks>Give the folder that holds the Dockerfile.</remarks>
    public static readonly ErrorCode BuildContextNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>A file or folder of the build context cannot be read.</summary>
    /// <remarks>Allow this user to read it, or exclude it in .dockerignore.</remarks>
    public static readonly ErrorCode BuildContextUnreadable = Define(DockerArea, ErrorKind.PermissionDenied);

    /// <summary>The TLS certificates for the Docker engine cannot be used.</summary>
    /// <remarks>Put ca.pem, cert.pem and key.pem in PEM form into the folder, with a key that has no passphrase.</remarks>
    public static readonly ErrorCode DockerCertificatesUnusable = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>Docker's configuration file cannot be read.</summary>
    /// <remarks>Correct the file, or move it away so that Docker writes a new one.</remarks>
    public static readonly ErrorCode DockerConfigUnreadable = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>The Docker engine refused a call because of something that exists already.</summary>
    /// <remarks>Remove or rename what is in the way, then run the command again.</remarks>
    public static readonly ErrorCode DockerConflict = Define(DockerArea, ErrorKind.Conflict);

    /// <summary>The Docker engine stopped answering during the command.</summary>
    /// <remarks>Check that the engine still runs (<c>docker info</c>), then run the command again.</remarks>
    public static readonly ErrorCode DockerConnectionLost = Define(DockerArea, ErrorKind.Unavailable);

    /// <summary>The chosen Docker context does not exist or has no endpoint.</summary>
    /// <remarks>List the contexts with <c>docker context ls</c> and choose one with <c>docker context use NAME</c>.</remarks>
    public static readonly ErrorCode DockerContextNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>A Docker credential helper failed.</summary>
    /// <remarks>Run the helper yourself to see its error, or choose another one in Docker's config.json.</remarks>
    public static readonly ErrorCode DockerCredentialHelperFailed = Define(DockerArea, ErrorKind.Failed);

    /// <summary>The credential helper that Docker's config.json names is not installed.</summary>
    /// <remarks>Install the helper, or remove its name from config.json.</remarks>
    public static readonly ErrorCode DockerCredentialHelperNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>The Docker engine did not allow a call.</summary>
    /// <remarks>Check that this user is allowed to use the engine and the registry that it talks to.</remarks>
    public static readonly ErrorCode DockerDenied = Define(DockerArea, ErrorKind.PermissionDenied);

    /// <summary>The address of the Docker engine is of a kind that is not supported, such as ssh://.</summary>
    /// <remarks>Set DOCKER_HOST to a unix://, npipe://, tcp:// or https:// address.</remarks>
    public static readonly ErrorCode DockerEndpointUnsupported = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>The Docker engine failed to handle a call.</summary>
    /// <remarks>See the log of the Docker engine.</remarks>
    public static readonly ErrorCode DockerFailed = Define(DockerArea, ErrorKind.Failed);

    /// <summary>A pattern in .dockerignore is not valid.</summary>
    /// <remarks>Correct the pattern in the line that the error names.</remarks>
    public static readonly ErrorCode DockerIgnoreInvalid = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>The Docker engine does not have what a call named.</summary>
    /// <remarks>See what the engine has: <c>docker image ls</c>, <c>docker ps -a</c>.</remarks>
    public static readonly ErrorCode DockerNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>There is no Docker engine on this machine.</summary>
    /// <remarks>Install Docker, or set DOCKER_HOST to an engine elsewhere; an image archive can be pushed without an engine.</remarks>
    public static readonly ErrorCode DockerNotInstalled = Define(DockerArea, ErrorKind.Unavailable);

    /// <summary>The Docker engine does not answer.</summary>
    /// <remarks>Start the Docker engine.</remarks>
    public static readonly ErrorCode DockerNotRunning = Define(DockerArea, ErrorKind.Unavailable);

    /// <summary>This user is not allowed to use the Docker engine.</summary>
    /// <remarks>Add the user to the group of the engine, or use rootless Docker.</remarks>
    public static readonly ErrorCode DockerPermissionDenied = Define(DockerArea, ErrorKind.PermissionDenied);

    /// <summary>The Docker engine refused a call as not valid.</summary>
    public static readonly ErrorCode DockerRefused = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>A TLS connection to the Docker engine failed.</summary>
    /// <remarks>Check the certificates in DOCKER_CERT_PATH, and that DOCKER_TLS_VERIFY fits the port of the engine.</remarks>
    public static readonly ErrorCode DockerTlsFailed = Define(DockerArea, ErrorKind.Unavailable);

    /// <summary>The Docker engine is too old.</summary>
    /// <remarks>Update Docker to version 19.03 or newer.</remarks>
    public static readonly ErrorCode DockerVersionUnsupported = Define(DockerArea, ErrorKind.Unavailable);

    /// <summary>The Dockerfile has an error.</summary>
    /// <remarks>Correct the line that the error names.</remarks>
    public static readonly ErrorCode DockerfileInvalid = Define(DockerArea, ErrorKind.Unsuitable);

    /// <summary>The Dockerfile uses features of BuildKit, and BuildKit is not available.</summary>
    /// <remarks>Install the Docker CLI with its buildx plugin.</remarks>
    public static readonly ErrorCode DockerfileNeedsBuildKit = Define(DockerArea, ErrorKind.Unsuitable);

    /// <summary>There is no Dockerfile.</summary>
    /// <remarks>Create one, or choose another file with -Dockerfile.</remarks>
    public static readonly ErrorCode DockerfileNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>The Dockerfile has no build stage of the name that -Target gives.</summary>
    /// <remarks>Use the name of a stage, as in <c>FROM image AS name</c>.</remarks>
    public static readonly ErrorCode DockerfileTargetNotFound = Define(DockerArea, ErrorKind.Unsuitable);

    /// <summary>The Docker engine refused a call about an image.</summary>
    public static readonly ErrorCode EngineImageFailed = Define(DockerArea, ErrorKind.Failed);

    /// <summary>The Docker engine does not have the image.</summary>
    /// <remarks>List its images with <c>docker images</c>, then build or pull the one you need.</remarks>
    public static readonly ErrorCode EngineImageNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>The Docker engine could not push an image.</summary>
    /// <remarks>Check that the engine itself can reach the registry, or push with <c>-Transport Direct</c>.</remarks>
    public static readonly ErrorCode EnginePushFailed = Define(DockerArea, ErrorKind.Failed);

    /// <summary>The build of an image failed.</summary>
    /// <remarks>Correct the step that failed; run the command with -Verbose to see its whole output.</remarks>
    public static readonly ErrorCode ImageBuildFailed = Define(DockerArea, ErrorKind.Failed);

    /// <summary>The id of a build secret is not valid.</summary>
    /// <remarks>Use the id from the Dockerfile's <c>--mount=type=secret</c>.</remarks>
    public static readonly ErrorCode InvalidSecretId = Define(DockerArea, ErrorKind.InvalidArgument);

    /// <summary>The engine built the image for another platform than the one that was asked for.</summary>
    /// <remarks>Install the Docker CLI with its buildx plugin, or leave out -Platform.</remarks>
    public static readonly ErrorCode PlatformNotBuilt = Define(DockerArea, ErrorKind.Failed);

    /// <summary>The file of a build secret does not exist.</summary>
    /// <remarks>Check the path.</remarks>
    public static readonly ErrorCode SecretFileNotFound = Define(DockerArea, ErrorKind.NotFound);

    /// <summary>A build secret was given, and BuildKit is not available.</summary>
    /// <remarks>Install the Docker CLI with its buildx plugin.</remarks>
    public static readonly ErrorCode SecretNeedsBuildKit = Define(DockerArea, ErrorKind.InvalidArgument);
}
