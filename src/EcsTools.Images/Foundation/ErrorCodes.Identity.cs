namespace EcsTools;

/// <content>Roles and deployers.</content>
public static partial class ErrorCodes
{
    private const string IdentityArea = "Roles and deployers";

    /// <summary>A new access key could not be used and could not be deleted either.</summary>
    /// <remarks>Delete the key: its secret is lost.</remarks>
    public static readonly ErrorCode AccessKeyLeft = Define(IdentityArea, ErrorKind.Failed);

    /// <summary>The user has two access keys already, and IAM allows no third.</summary>
    /// <remarks>Use <c>Update-EcsIamDeployer -Force</c> to replace the key that is inactive or was used least recently.</remarks>
    public static readonly ErrorCode AccessKeyLimit = Define(IdentityArea, ErrorKind.LimitExceeded);

    /// <summary>AWS did not accept a new access key in time, and the key was deleted again.</summary>
    /// <remarks>Run the command again in a few minutes.</remarks>
    public static readonly ErrorCode AccessKeyNotReady = Define(IdentityArea, ErrorKind.Timeout);

    /// <summary>Some parts of an app were published before a call failed.</summary>
    /// <remarks>Correct the cause, then run the command again: it continues from there.</remarks>
    public static readonly ErrorCode ChangesIncomplete = Define(IdentityArea, ErrorKind.Failed);

    /// <summary>The user has resources that EcsTools did not create.</summary>
    /// <remarks>Use -Force to remove the user with all of them.</remarks>
    public static readonly ErrorCode DeployerHasMore = Define(IdentityArea, ErrorKind.Conflict);

    /// <summary>There is no IAM user of that name.</summary>
    /// <remarks>Get-EcsIamDeployer lists the deployers; New-EcsIamDeployer creates one.</remarks>
    public static readonly ErrorCode DeployerNotFound = Define(IdentityArea, ErrorKind.NotFound);

    /// <summary>A value is not an ARN.</summary>
    /// <remarks>Give the whole ARN: it begins with <c>arn:</c>.</remarks>
    public static readonly ErrorCode InvalidArn = Define(IdentityArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a valid name in IAM.</summary>
    /// <remarks>Use letters, digits and the characters that the error lists.</remarks>
    public static readonly ErrorCode InvalidIamName = Define(IdentityArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a path in IAM.</summary>
    /// <remarks>Begin and end it with a slash, such as <c>/deployers/</c>.</remarks>
    public static readonly ErrorCode InvalidIamPath = Define(IdentityArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not the ARN of an IAM policy.</summary>
    /// <remarks>Give the whole ARN, such as <c>arn:aws:iam::123456789012:policy/Boundary</c>.</remarks>
    public static readonly ErrorCode InvalidPolicyArn = Define(IdentityArea, ErrorKind.InvalidArgument);

    /// <summary>No profile on this machine holds a key of the user.</summary>
    /// <remarks>Use -ProfileName to choose the profile that will hold the new key.</remarks>
    public static readonly ErrorCode NoProfileOfDeployer = Define(IdentityArea, ErrorKind.NotFound);

    /// <summary>A parameter was given that does not belong to this kind of role.</summary>
    /// <remarks>Leave out the parameter, or create the other role with a second call.</remarks>
    public static readonly ErrorCode ParameterOfAnotherKind = Define(IdentityArea, ErrorKind.Unsuitable);

    /// <summary>There is no IAM policy with that ARN.</summary>
    /// <remarks>Check -PolicyArn; the policy may not exist in this partition.</remarks>
    public static readonly ErrorCode PolicyNotFound = Define(IdentityArea, ErrorKind.NotFound);

    /// <summary>The user would have more managed policies than IAM allows.</summary>
    /// <remarks>Use <c>-PolicySet Scoped</c>, which is a single policy.</remarks>
    public static readonly ErrorCode PolicyQuotaExceeded = Define(IdentityArea, ErrorKind.LimitExceeded);

    /// <summary>The managed policies of -PolicySet do not exist in this partition.</summary>
    /// <remarks>Use <c>-PolicySet Scoped</c>, which is created in the account itself.</remarks>
    public static readonly ErrorCode PolicySetUnavailable = Define(IdentityArea, ErrorKind.NotFound);

    /// <summary>These credentials are not allowed to create or change the role.</summary>
    /// <remarks>Ask an administrator to run Initialize-EcsRole once.</remarks>
    public static readonly ErrorCode RoleNotAllowed = Define(IdentityArea, ErrorKind.PermissionDenied);

    /// <summary>There is no IAM role of that name.</summary>
    /// <remarks>Create it with Initialize-EcsRole, or leave out the parameter that names it.</remarks>
    public static readonly ErrorCode RoleNotFound = Define(IdentityArea, ErrorKind.NotFound);

    /// <summary>The user exists with another path.</summary>
    /// <remarks>Leave out -Path, or choose another -Name.</remarks>
    public static readonly ErrorCode UserHasOtherPath = Define(IdentityArea, ErrorKind.Conflict);

    /// <summary>The user exists and was not created by EcsTools.</summary>
    /// <remarks>Choose another -Name, or use -Force if the user is yours to change.</remarks>
    public static readonly ErrorCode UserNotADeployer = Define(IdentityArea, ErrorKind.AlreadyExists);
}
