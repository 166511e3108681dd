namespace EcsTools;

/// <summary>The kind of problem that an <see cref="EcsToolsException"/> reports. The cmdlets map each kind to one PowerShell error category.</summary>
public enum ErrorKind
{
    /// <summary>The value of a parameter is not valid, whatever the state of the account.</summary>
    InvalidArgument,

    /// <summary>Something named by the caller does not exist.</summary>
    NotFound,

    /// <summary>Something of that name already exists and does not belong to the caller.</summary>
    AlreadyExists,

    /// <summary>The caller is known but is not allowed to do this.</summary>
    PermissionDenied,

    /// <summary>There are no credentials, or they have expired or are wrong.</summary>
    Unauthenticated,

    /// <summary>A service, registry or engine cannot be reached or does not answer.</summary>
    Unavailable,

    /// <summary>The operation is not possible in the current state of a resource.</summary>
    Conflict,

    /// <summary>A quota, a size limit or a rate limit was exceeded.</summary>
    LimitExceeded,

    /// <summary>A wait timed out.</summary>
    Timeout,

    /// <summary>The work that the caller requested ran and failed.</summary>
    Failed,

    /// <summary>A service failed to handle a valid call.</summary>
    ServiceFailed,

    /// <summary>A file could not be read, or a disk failed.</summary>
    NotRead,

    /// <summary>A file could not be written.</summary>
    NotWritten,

    /// <summary>None of the other kinds.</summary>
    Other,

    /// <summary>A value is valid, but it does not fit what the command works on, such as a service whose tasks have no role.</summary>
    Unsuitable,
}
