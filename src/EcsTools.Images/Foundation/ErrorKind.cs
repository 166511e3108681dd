namespace EcsTools;

/// <summary>What kind of problem an <see cref="EcsToolsException"/> names. The PowerShell face maps each to one error category.</summary>
public enum ErrorKind
{
    /// <summary>A parameter's value cannot be right, whatever the state of the account.</summary>
    InvalidArgument,

    /// <summary>Something named by the caller does not exist.</summary>
    NotFound,

    /// <summary>Something of that name is there already and is not the caller's.</summary>
    AlreadyExists,

    /// <summary>The caller is known but may not do this.</summary>
    PermissionDenied,

    /// <summary>No credentials, or credentials that are expired or wrong.</summary>
    Unauthenticated,

    /// <summary>A service, registry or engine cannot be reached or does not answer.</summary>
    Unavailable,

    /// <summary>The state of a resource forbids the operation now.</summary>
    Conflict,

    /// <summary>A quota, size or rate limit.</summary>
    LimitExceeded,

    /// <summary>A wait ended before what it waited for.</summary>
    Timeout,

    /// <summary>What was asked for ran and failed.</summary>
    Failed,

    /// <summary>A service failed to handle a valid call.</summary>
    ServiceFailed,

    /// <summary>A file could not be read, or a disk failed.</summary>
    NotRead,

    /// <summary>A file could not be written.</summary>
    NotWritten,

    /// <summary>None of the other kinds.</summary>
    Other,
}
