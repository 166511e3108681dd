namespace EcsTools;

/// <content>All commands.</content>
public static partial class ErrorCodes
{
    private const string GeneralArea = "All commands";

    /// <summary>The command asks for confirmation, and there is nobody to answer.</summary>
    /// <remarks>Run it with <c>-Confirm:$false</c>, or with the parameter that the error names.</remarks>
    public static readonly ErrorCode ConfirmationNeeded = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>
    /// The disk of this machine, of a registry or of the sandbox is full. The category is WriteError if the operating system reports it while a file is
    /// written.
    /// </summary>
    /// <remarks>Free some space on the disk that the error names, then run the command again.</remarks>
    public static readonly ErrorCode DiskFull = Define(GeneralArea, ErrorKind.Failed);

    /// <summary>The operating system does not allow this user to read or write a file.</summary>
    /// <remarks>Check the owner and the permissions of the file or folder.</remarks>
    public static readonly ErrorCode FileAccessDenied = Define(GeneralArea, ErrorKind.PermissionDenied);

    /// <summary>A file cannot be read or written.</summary>
    /// <remarks>Check the file and the disk it is on.</remarks>
    public static readonly ErrorCode FileError = Define(GeneralArea, ErrorKind.NotRead);

    /// <summary>Another process has been writing a file for too long.</summary>
    /// <remarks>Run the command again when that process has ended.</remarks>
    public static readonly ErrorCode FileLocked = Define(GeneralArea, ErrorKind.Timeout);

    /// <summary>A file of EcsTools or of the AWS tools cannot be read.</summary>
    /// <remarks>Give this account read access to the file.</remarks>
    public static readonly ErrorCode FileNotReadable = Define(GeneralArea, ErrorKind.PermissionDenied);

    /// <summary>A file of EcsTools or of the AWS tools cannot be written.</summary>
    /// <remarks>Give this account write access to the file and its folder.</remarks>
    public static readonly ErrorCode FileNotWritable = Define(GeneralArea, ErrorKind.Failed);

    /// <summary>An object from the pipeline does not name what the command works on, or it is $null or empty.</summary>
    /// <remarks>Pipe one of the types that the error names, or run the command without a pipe before it.</remarks>
    public static readonly ErrorCode InputNamesNothing = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>.NET refused a value that the command passed on.</summary>
    public static readonly ErrorCode InvalidArgument = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A parameter of Start-EcsSandbox has a value that the sandbox cannot use.</summary>
    /// <remarks>See <c>Get-Help Start-EcsSandbox -Full</c>.</remarks>
    public static readonly ErrorCode InvalidSandboxOption = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A value of -Secret is neither the path of a file nor a SecureString, or it is not a reference to a secret.</summary>
    /// <remarks>For a build, give a file or a SecureString; for a task, give the ARN of a secret or the name of a parameter.</remarks>
    public static readonly ErrorCode InvalidSecret = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A hashtable has a value that is neither text nor a number.</summary>
    /// <remarks>Give every name one value.</remarks>
    public static readonly ErrorCode InvalidTableValue = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A key or value cannot be an AWS tag.</summary>
    /// <remarks>Use a key of 1 to 128 characters that does not begin with <c>aws:</c>, and a value of at most 256 characters.</remarks>
    public static readonly ErrorCode InvalidTag = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A path belongs to another PowerShell provider, such as the registry.</summary>
    /// <remarks>Use a file or folder of the file system.</remarks>
    public static readonly ErrorCode NotAFileSystemPath = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A parameter was given $null or an empty string, usually from a variable that is not set.</summary>
    /// <remarks>Set the variable, or leave out the parameter.</remarks>
    public static readonly ErrorCode NullArgument = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A file or folder does not exist.</summary>
    /// <remarks>Check the path: a relative path starts at the current location.</remarks>
    public static readonly ErrorCode PathNotFound = Define(GeneralArea, ErrorKind.NotFound);

    /// <summary>The sandbox cannot start.</summary>
    /// <remarks>Choose another -Port or -DataPath, or use <c>-Runtime Simulated</c> if there is no Docker engine.</remarks>
    public static readonly ErrorCode SandboxNotStarted = Define(GeneralArea, ErrorKind.Conflict);

    /// <summary>The sandbox from the pipeline is not the one of this session.</summary>
    /// <remarks>Stop it in the session that started it.</remarks>
    public static readonly ErrorCode SandboxOfAnotherSession = Define(GeneralArea, ErrorKind.NotFound);

    /// <summary>Two parameters name different things to work on, or a parameter and the input from the pipeline do.</summary>
    /// <remarks>Leave out one of the two.</remarks>
    public static readonly ErrorCode SeveralSubjects = Define(GeneralArea, ErrorKind.InvalidArgument);

    /// <summary>A service or the Docker engine did not answer in time.</summary>
    /// <remarks>Run the command again: what it finished stays finished.</remarks>
    public static readonly ErrorCode TimedOut = Define(GeneralArea, ErrorKind.Timeout);

    /// <summary>There are more tags than a resource can have.</summary>
    /// <remarks>Give fewer tags.</remarks>
    public static readonly ErrorCode TooManyTags = Define(GeneralArea, ErrorKind.InvalidArgument);
}
