using System.Runtime.CompilerServices;

namespace EcsTools;

/// <summary>Every error that EcsTools names itself, with its kind. The names are the error ids that scripts may test for, so they do not change.</summary>
#pragma warning disable CS1591 // The names say what happened; docs/errors.md will tell more.
public static class ErrorCodes
{
    public static readonly ErrorCode AccessKeyLeft = Define(ErrorKind.Failed);

    public static readonly ErrorCode AccessKeyLimit = Define(ErrorKind.LimitExceeded);

    public static readonly ErrorCode AccessKeyNotReady = Define(ErrorKind.Timeout);

    public static readonly ErrorCode ArchiveHoldsSeveralImages = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode BuildContextChanged = Define(ErrorKind.Conflict);

    public static readonly ErrorCode BuildContextLinkLoop = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode BuildContextNotFolder = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode BuildContextNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode BuildContextUnreadable = Define(ErrorKind.PermissionDenied);

    public static readonly ErrorCode ChangesIncomplete = Define(ErrorKind.Failed);

    public static readonly ErrorCode ClusterNotActive = Define(ErrorKind.Timeout);

    public static readonly ErrorCode ClusterNotEmpty = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ClusterNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ClusterTasksDoNotStop = Define(ErrorKind.Timeout);

    public static readonly ErrorCode ClusterWithoutSpot = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ConfirmationNeeded = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ContainerNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ContainerUnclear = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode CredentialProcessFailed = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode CredentialsFailed = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode DeployerHasMore = Define(ErrorKind.Conflict);

    public static readonly ErrorCode DeployerNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode DeploymentCannotProceed = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DeploymentFinishedFirst = Define(ErrorKind.Conflict);

    public static readonly ErrorCode DeploymentIsRolledBack = Define(ErrorKind.Conflict);

    public static readonly ErrorCode DeploymentNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode DigestMismatch = Define(ErrorKind.Failed);

    public static readonly ErrorCode DiskFull = Define(ErrorKind.Failed);

    public static readonly ErrorCode DockerCertificatesUnusable = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DockerConfigUnreadable = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DockerConnectionLost = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode DockerContextNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode DockerCredentialHelperFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode DockerCredentialHelperNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode DockerEndpointUnsupported = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DockerIgnoreInvalid = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DockerNotInstalled = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode DockerNotRunning = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode DockerPermissionDenied = Define(ErrorKind.PermissionDenied);

    public static readonly ErrorCode DockerTlsFailed = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode DockerVersionUnsupported = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode DockerfileInvalid = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DockerfileNeedsBuildKit = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode DockerfileNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode DockerfileTargetNotFound = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode EngineImageFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode EngineImageNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode EnginePushFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode ExclusionWithoutMutability = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ExecAgentNotRunning = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode ExecFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode ExecNeedsContainers = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode ExecNeedsTaskRole = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ExecNotConnected = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode ExecNotEnabled = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ExecRoleLacksRights = Define(ErrorKind.PermissionDenied);

    public static readonly ErrorCode FileExists = Define(ErrorKind.AlreadyExists);

    public static readonly ErrorCode FileLocked = Define(ErrorKind.Timeout);

    public static readonly ErrorCode FileNotReadable = Define(ErrorKind.PermissionDenied);

    public static readonly ErrorCode FileNotWritable = Define(ErrorKind.Failed);

    public static readonly ErrorCode FileWrittenTwice = Define(ErrorKind.Conflict);

    public static readonly ErrorCode HealthCheckWithoutCommand = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ImageAndTaskDefinition = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ImageBuildFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode ImageNameInvalid = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ImageNotDeleted = Define(ErrorKind.Failed);

    public static readonly ErrorCode ImageNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ImageSourceUnreadable = Define(ErrorKind.Failed);

    public static readonly ErrorCode ImageTagImmutable = Define(ErrorKind.Conflict);

    public static readonly ErrorCode IncompleteCredentials = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidArn = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidContainerInsights = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidCount = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidCpuMemoryPair = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidCronExpression = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidDependsOn = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidEndpointUrl = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidEnvironmentFile = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidExcludeTag = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidExpireUntaggedAfter = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidFamily = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidIamName = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidIamPath = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidImageName = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidImageTag = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidImageUri = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidKeepLast = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidLogDriver = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidLogFilter = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidLogGroup = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidLogRetention = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidOlderThan = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidOverrides = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidPolicyArn = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidPort = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidProfileName = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidPullAccount = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidRegion = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidRegistryId = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidRepositoryName = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidSandboxOption = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidScheduleExpression = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidScheduleInterval = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidSecret = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidSecretId = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidStartedBy = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidTableValue = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidTag = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidTaskDefinitionFile = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidUlimit = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode InvalidVolume = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode LayoutDamaged = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode LayoutHoldsSeveralImages = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode LayoutIncomplete = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode LifecyclePolicyUnreadable = Define(ErrorKind.Failed);

    public static readonly ErrorCode LoadBalancerUnknown = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode LoginSessionExpired = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode ManifestNotSupported = Define(ErrorKind.Failed);

    public static readonly ErrorCode MaximumCountMissing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode MfaCodeNeeded = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode NoCredentials = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode NoDefaultNetwork = Define(ErrorKind.NotFound);

    public static readonly ErrorCode NoEcrPublicHere = Define(ErrorKind.NotFound);

    public static readonly ErrorCode NoImageSource = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NoProfileOfDeployer = Define(ErrorKind.NotFound);

    public static readonly ErrorCode NoRegion = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NoRegistryToken = Define(ErrorKind.Failed);

    public static readonly ErrorCode NoScheduleExpression = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NoTaskDefinition = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NoTrafficToMove = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NotAFileSystemPath = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NotAnImageArchive = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NotCredentials = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NothingToClear = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NothingToUndo = Define(ErrorKind.NotFound);

    public static readonly ErrorCode NothingTracked = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode NullArgument = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode OnlyOneRegistry = Define(ErrorKind.NotFound);

    public static readonly ErrorCode OverridesTooLong = Define(ErrorKind.LimitExceeded);

    public static readonly ErrorCode ParameterOfAnotherKind = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode PathGivenTwice = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode PathNamesSeveral = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode PathNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode PlaceholderWithoutValue = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode PlatformInvalid = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode PlatformNotBuilt = Define(ErrorKind.Failed);

    public static readonly ErrorCode PlatformNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode PolicyNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode PolicyQuotaExceeded = Define(ErrorKind.LimitExceeded);

    public static readonly ErrorCode PolicySetUnavailable = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ProfileFileUnreadable = Define(ErrorKind.Failed);

    public static readonly ErrorCode ProfileInUse = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ProfileLocationIsFolder = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ProfileLocationNotFound = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode RebalancingNeedsRoom = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode RegistryAccessDenied = Define(ErrorKind.PermissionDenied);

    public static readonly ErrorCode RegistryRealmUntrusted = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode RegistryRefused = Define(ErrorKind.Failed);

    public static readonly ErrorCode RegistryThrottled = Define(ErrorKind.LimitExceeded);

    public static readonly ErrorCode RegistryUnauthorized = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode RegistryUnavailable = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode RegistryUnreachable = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode RegistryUploadBroken = Define(ErrorKind.Unavailable);

    public static readonly ErrorCode RepositoryEncryptionFixed = Define(ErrorKind.Conflict);

    public static readonly ErrorCode RepositoryNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode RepositoryPolicyUnreadable = Define(ErrorKind.Failed);

    public static readonly ErrorCode RevisionIsBeingDeployed = Define(ErrorKind.Conflict);

    public static readonly ErrorCode RoleNotAllowed = Define(ErrorKind.PermissionDenied);

    public static readonly ErrorCode RoleNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode SandboxNotStarted = Define(ErrorKind.Conflict);

    public static readonly ErrorCode SandboxRegion = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ScalingScheduleNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ScheduleChangesNothing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ScheduleNameMissing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ScheduleNameTaken = Define(ErrorKind.AlreadyExists);

    public static readonly ErrorCode ScheduleNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ScheduleTargetRefused = Define(ErrorKind.Failed);

    public static readonly ErrorCode ScheduleTimeMissing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode SecretFileNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode SecretNeedsBuildKit = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode SecurityGroupNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode SecurityGroupOfOtherVpc = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ServiceDeploymentFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode ServiceDeploymentReplaced = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ServiceDeploymentStopped = Define(ErrorKind.Failed);

    public static readonly ErrorCode ServiceDraining = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ServiceNameMissing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode ServiceNotActive = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ServiceNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ServiceNotScaled = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ServiceOfOtherController = Define(ErrorKind.Conflict);

    public static readonly ErrorCode ServiceRemovalTimeout = Define(ErrorKind.Timeout);

    public static readonly ErrorCode ServiceRevisionNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode ServiceRollbackFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode ServiceRolledBack = Define(ErrorKind.Failed);

    public static readonly ErrorCode ServiceTasksKeepFailing = Define(ErrorKind.Failed);

    public static readonly ErrorCode ServiceWaitTimeout = Define(ErrorKind.Timeout);

    public static readonly ErrorCode SessionManagerPluginMissing = Define(ErrorKind.NotFound);

    public static readonly ErrorCode SeveralTimes = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode SpotNotForWindows = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode SsoSessionExpired = Define(ErrorKind.Unauthenticated);

    public static readonly ErrorCode SubnetNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode SubnetsOfSeveralVpcs = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TargetGroupMissing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TargetPortUnclear = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TaskDefinitionInactive = Define(ErrorKind.Conflict);

    public static readonly ErrorCode TaskDefinitionMissing = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TaskDefinitionNotDeleted = Define(ErrorKind.Failed);

    public static readonly ErrorCode TaskDefinitionNotForFargate = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TaskDefinitionNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode TaskFailed = Define(ErrorKind.Failed);

    public static readonly ErrorCode TaskNotFound = Define(ErrorKind.NotFound);

    public static readonly ErrorCode TaskNotPlaced = Define(ErrorKind.Failed);

    public static readonly ErrorCode TaskNotRunning = Define(ErrorKind.Conflict);

    public static readonly ErrorCode TaskUnhealthy = Define(ErrorKind.Failed);

    public static readonly ErrorCode TaskWaitTimeout = Define(ErrorKind.Timeout);

    public static readonly ErrorCode TaskWithoutCluster = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TaskWithoutLog = Define(ErrorKind.NotFound);

    public static readonly ErrorCode TooManySecurityGroups = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TooManySubnets = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TooManyTags = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TooManyTargetGroups = Define(ErrorKind.LimitExceeded);

    public static readonly ErrorCode TrafficCannotMove = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TransportHasItsOwnCompression = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TransportNeedsEngine = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode TwoOrigins = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode UndoNeedsDigest = Define(ErrorKind.Conflict);

    public static readonly ErrorCode UnknownProfile = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode UnknownTimeZone = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode UnusableProfile = Define(ErrorKind.InvalidArgument);

    public static readonly ErrorCode UserHasOtherPath = Define(ErrorKind.Conflict);

    public static readonly ErrorCode UserNotADeployer = Define(ErrorKind.AlreadyExists);

    private static ErrorCode Define(ErrorKind kind, [CallerMemberName] string id = "") => new(id, kind);
}
