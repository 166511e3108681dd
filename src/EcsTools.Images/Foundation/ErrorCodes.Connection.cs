namespace EcsTools;

/// <content>Credentials, profiles and regions.</content>
public static partial class ErrorCodes
{
    private const string ConnectionArea = "Credentials, profiles and regions";

    /// <summary>A registry or an API named an address in its answer to which nothing may be sent: of another server, or not encrypted.</summary>
    /// <remarks>Configure the registry, or the proxy in front of it, to give its own address in its answers.</remarks>
    public static readonly ErrorCode AddressRefused = Define(ConnectionArea, ErrorKind.Failed);

    /// <summary>AWS does not know the access key.</summary>
    /// <remarks>Check the key in IAM: it may be mistyped, deleted, inactive, of another partition, or only seconds old.</remarks>
    public static readonly ErrorCode AccessKeyUnknown = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>AWS refused a request because this machine's clock is more than five minutes off.</summary>
    /// <remarks>Set the clock of this machine.</remarks>
    public static readonly ErrorCode ClockSkew = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>The <c>credential_process</c> of a profile failed.</summary>
    /// <remarks>Run that command yourself to see its error, then correct it or the profile.</remarks>
    public static readonly ErrorCode CredentialProcessFailed = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>The temporary credentials have expired.</summary>
    /// <remarks>Sign in again with <c>aws sso login</c>, or assume the role again.</remarks>
    public static readonly ErrorCode CredentialsExpired = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>The credentials of the profile or the session cannot be read.</summary>
    /// <remarks>Check the profile, or choose another one with -ProfileName.</remarks>
    public static readonly ErrorCode CredentialsFailed = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>Only one of -AccessKey and -SecretKey was given.</summary>
    /// <remarks>Give both, or choose a profile with -ProfileName.</remarks>
    public static readonly ErrorCode IncompleteCredentials = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>An endpoint on the network is called without encryption, and its answers contain keys and tokens.</summary>
    /// <remarks>Use an https address. In a network that you trust, add -AllowInsecureEndpoint.</remarks>
    public static readonly ErrorCode InsecureEndpoint = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -EndpointUrl is not an http or https address.</summary>
    /// <remarks>Give the whole address, such as <c>http://127.0.0.1:5005</c>, or leave out -EndpointUrl to call AWS.</remarks>
    public static readonly ErrorCode InvalidEndpointUrl = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>A name cannot be the name of a profile.</summary>
    /// <remarks>Use letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>@</c>.</remarks>
    public static readonly ErrorCode InvalidProfileName = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not the name of an AWS region.</summary>
    /// <remarks>Use a name such as <c>eu-west-1</c>; press Tab after -Region to see all of them.</remarks>
    public static readonly ErrorCode InvalidRegion = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>The profile's credentials come from <c>aws login</c>, and that session cannot be used.</summary>
    /// <remarks>Sign in again with <c>aws login</c>.</remarks>
    public static readonly ErrorCode LoginSessionExpired = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>The profile's role requires an MFA code, and the command does not run at an interactive prompt.</summary>
    /// <remarks>
    /// Run the command at an interactive prompt, or give temporary credentials with -AccessKey, -SecretKey and -SessionToken.
    /// </remarks>
    public static readonly ErrorCode MfaCodeNeeded = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>No AWS credentials were found.</summary>
    /// <remarks>Choose a profile with -ProfileName, or set the environment variables of the AWS CLI.</remarks>
    public static readonly ErrorCode NoCredentials = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>No AWS region was given, and neither the profile, the session nor the environment names one.</summary>
    /// <remarks>Give -Region, or set the environment variable AWS_REGION.</remarks>
    public static readonly ErrorCode NoRegion = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>The object given as -Credential does not hold AWS credentials.</summary>
    /// <remarks>
    /// Give a credentials object of the AWS Tools for PowerShell, or a PSCredential whose user name is the access key id.
    /// </remarks>
    public static readonly ErrorCode NotCredentials = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>A shared credentials or config file is not in a form that the AWS tools can read.</summary>
    /// <remarks>Save the file as UTF-8 without a byte order mark.</remarks>
    public static readonly ErrorCode ProfileFileUnreadable = Define(ConnectionArea, ErrorKind.Failed);

    /// <summary>A profile of that name already holds other credentials.</summary>
    /// <remarks>Choose another -ProfileName, or replace the profile with -Force.</remarks>
    public static readonly ErrorCode ProfileInUse = Define(ConnectionArea, ErrorKind.Conflict);

    /// <summary>The value of -ProfileLocation is a folder.</summary>
    /// <remarks>Give the path of the credentials file in it.</remarks>
    public static readonly ErrorCode ProfileLocationIsFolder = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -ProfileLocation is not the path of a file.</summary>
    /// <remarks>Give the path of a shared credentials file, such as <c>~/.aws/credentials</c>.</remarks>
    public static readonly ErrorCode ProfileLocationNotFound = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>The region or the service is not enabled for this account.</summary>
    /// <remarks>Enable it in the account settings, or choose another -Region.</remarks>
    public static readonly ErrorCode RegionNotEnabled = Define(ConnectionArea, ErrorKind.PermissionDenied);

    /// <summary>-Region names a region that the sandbox of this session does not serve.</summary>
    /// <remarks>Leave out -Region, start a sandbox for that region, or choose an AWS profile with -ProfileName.</remarks>
    public static readonly ErrorCode SandboxRegion = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>AWS did not accept the signature of a request.</summary>
    /// <remarks>Check that the secret key belongs to the access key id, and that the clock of this machine is right.</remarks>
    public static readonly ErrorCode SignatureMismatch = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>The session of IAM Identity Center has expired, or nobody has signed in yet.</summary>
    /// <remarks>Sign in with <c>aws sso login</c>.</remarks>
    public static readonly ErrorCode SsoSessionExpired = Define(ConnectionArea, ErrorKind.Unauthenticated);

    /// <summary>There is no AWS profile of that name.</summary>
    /// <remarks>Press Tab after -ProfileName to see the profiles of this machine.</remarks>
    public static readonly ErrorCode UnknownProfile = Define(ConnectionArea, ErrorKind.InvalidArgument);

    /// <summary>A profile does not give credentials.</summary>
    /// <remarks>Correct the profile in the shared config file, or choose another one with -ProfileName.</remarks>
    public static readonly ErrorCode UnusableProfile = Define(ConnectionArea, ErrorKind.InvalidArgument);
}
