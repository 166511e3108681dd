namespace EcsTools;

/// <content>Registries and ECR repositories.</content>
public static partial class ErrorCodes
{
    private const string RegistriesArea = "Registries and ECR repositories";

    /// <summary>-Destination names a registry of Amazon ECR, and no user and password were given for it.</summary>
    /// <remarks>Use <c>-RepositoryName</c> and <c>-Region</c>: the command then gets the password itself.</remarks>
    public static readonly ErrorCode DestinationInEcr = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>-ExcludeTag was given without -ImageTagMutability.</summary>
    /// <remarks>Add <c>-ImageTagMutability IMMUTABLE</c>.</remarks>
    public static readonly ErrorCode ExclusionWithoutMutability = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>ECR did not delete an image.</summary>
    /// <remarks>Run the command again; delete the index first if an index refers to the image.</remarks>
    public static readonly ErrorCode ImageNotDeleted = Define(RegistriesArea, ErrorKind.Failed);

    /// <summary>The repository or registry does not have the image.</summary>
    /// <remarks>Find-EcrImage lists the images of a repository.</remarks>
    public static readonly ErrorCode ImageNotFound = Define(RegistriesArea, ErrorKind.NotFound);

    /// <summary>A tag cannot be moved to another image, because the tags of the repository are immutable.</summary>
    /// <remarks>Push the image under a new tag.</remarks>
    public static readonly ErrorCode ImageTagImmutable = Define(RegistriesArea, ErrorKind.Conflict);

    /// <summary>A pattern of -ExcludeTag is not valid, or there are too many patterns.</summary>
    /// <remarks>Write patterns such as <c>dev-*</c>.</remarks>
    public static readonly ErrorCode InvalidExcludeTag = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -ExpireUntaggedAfter is not a whole number of days.</summary>
    /// <remarks>Use a value such as <c>14d</c>, or <c>0d</c> to remove the rule.</remarks>
    public static readonly ErrorCode InvalidExpireUntaggedAfter = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a valid image tag.</summary>
    /// <remarks>Use letters, digits, dots, dashes and underscores, and begin with a letter, a digit or an underscore.</remarks>
    public static readonly ErrorCode InvalidImageTag = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -KeepLast is negative.</summary>
    /// <remarks>Use 0 or more, or leave out -KeepLast.</remarks>
    public static readonly ErrorCode InvalidKeepLast = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -OlderThan is negative.</summary>
    /// <remarks>Use a value such as <c>30d</c>.</remarks>
    public static readonly ErrorCode InvalidOlderThan = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>A value of -PullAccount is not an AWS account id.</summary>
    /// <remarks>Give the twelve digits of the account.</remarks>
    public static readonly ErrorCode InvalidPullAccount = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -RegistryId is not an AWS account id.</summary>
    /// <remarks>Give the twelve digits of the account that owns the registry.</remarks>
    public static readonly ErrorCode InvalidRegistryId = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a valid repository name.</summary>
    /// <remarks>Use lower-case letters and digits in parts that are joined by <c>.</c>, <c>_</c>, <c>-</c> or <c>/</c>.</remarks>
    public static readonly ErrorCode InvalidRepositoryName = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>The repository's lifecycle policy cannot be read, so that it cannot be changed.</summary>
    /// <remarks>Delete the policy, then run the command again.</remarks>
    public static readonly ErrorCode LifecyclePolicyUnreadable = Define(RegistriesArea, ErrorKind.Failed);

    /// <summary>ECR Public does not exist in the partition of this region.</summary>
    /// <remarks>Use credentials and a region of the partition aws.</remarks>
    public static readonly ErrorCode NoEcrPublicHere = Define(RegistriesArea, ErrorKind.NotFound);

    /// <summary>ECR did not return an authorization token.</summary>
    /// <remarks>Run the command again.</remarks>
    public static readonly ErrorCode NoRegistryToken = Define(RegistriesArea, ErrorKind.Failed);

    /// <summary>The command does not say which images to remove.</summary>
    /// <remarks>Give -KeepLast, -OlderThan or -Untagged, or pipe images from Find-EcrImage.</remarks>
    public static readonly ErrorCode NothingToClear = Define(RegistriesArea, ErrorKind.InvalidArgument);

    /// <summary>The endpoint has the registry of one account only, and -RegistryId names another account.</summary>
    /// <remarks>Leave out -RegistryId.</remarks>
    public static readonly ErrorCode OnlyOneRegistry = Define(RegistriesArea, ErrorKind.NotFound);

    /// <summary>The registry does not allow these credentials to pull or push.</summary>
    /// <remarks>Allow what the error names. For ECR these are actions, which the repository's policy must allow too if another account owns it.</remarks>
    public static readonly ErrorCode RegistryAccessDenied = Define(RegistriesArea, ErrorKind.PermissionDenied);

    /// <summary>The registry names a token server on another site, and a password would have to be sent there.</summary>
    /// <remarks>If the image is public, leave out -SourceCredential and run docker logout. Otherwise pull the image with docker and push it with
    /// Push-EcrImage -Image. Push an image for -Destination with docker.</remarks>
    public static readonly ErrorCode RegistryRealmUntrusted = Define(RegistriesArea, ErrorKind.Unauthenticated);

    /// <summary>The registry refused a request or gave an answer that cannot be used.</summary>
    public static readonly ErrorCode RegistryRefused = Define(RegistriesArea, ErrorKind.Failed);

    /// <summary>The registry limited the rate of requests.</summary>
    /// <remarks>Wait a minute, then run the command again: layers that were pushed are not sent again.</remarks>
    public static readonly ErrorCode RegistryThrottled = Define(RegistriesArea, ErrorKind.LimitExceeded);

    /// <summary>The registry did not accept the token or the password.</summary>
    /// <remarks>Check -Region and -ProfileName, or -SourceCredential and -RegistryCredential, then run the command again.</remarks>
    public static readonly ErrorCode RegistryUnauthorized = Define(RegistriesArea, ErrorKind.Unauthenticated);

    /// <summary>The registry failed to handle a request.</summary>
    /// <remarks>Run the command again: layers that were pushed are not sent again.</remarks>
    public static readonly ErrorCode RegistryUnavailable = Define(RegistriesArea, ErrorKind.Unavailable);

    /// <summary>The registry does not answer.</summary>
    /// <remarks>Check the network, the proxy, and -Region or the host in -Destination.</remarks>
    public static readonly ErrorCode RegistryUnreachable = Define(RegistriesArea, ErrorKind.Unavailable);

    /// <summary>The registry lost an upload or did not accept it.</summary>
    /// <remarks>Run the command again: layers that were pushed are not sent again.</remarks>
    public static readonly ErrorCode RegistryUploadBroken = Define(RegistriesArea, ErrorKind.Unavailable);

    /// <summary>The encryption of an existing repository cannot be changed.</summary>
    /// <remarks>Leave out -KmsKey, or create another repository and copy the images to it.</remarks>
    public static readonly ErrorCode RepositoryEncryptionFixed = Define(RegistriesArea, ErrorKind.Conflict);

    /// <summary>There is no repository of that name.</summary>
    /// <remarks>Create it with Initialize-EcrRepository, or at the registry that -Destination names.</remarks>
    public static readonly ErrorCode RepositoryNotFound = Define(RegistriesArea, ErrorKind.NotFound);

    /// <summary>The repository's policy cannot be read, so that it cannot be changed.</summary>
    /// <remarks>Delete the policy, then run the command again.</remarks>
    public static readonly ErrorCode RepositoryPolicyUnreadable = Define(RegistriesArea, ErrorKind.Failed);
}
