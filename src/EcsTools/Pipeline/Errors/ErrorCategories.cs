using System.Management.Automation;

namespace EcsTools.Pipeline.Errors;

/// <summary>PowerShell's category for each kind of problem.</summary>
internal static class ErrorCategories
{
    public static ErrorCategory Of(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.Unsuitable => ErrorCategory.InvalidOperation,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.Unauthenticated => ErrorCategory.AuthenticationError,
        ErrorKind.Unavailable => ErrorCategory.ConnectionError,
        ErrorKind.Conflict => ErrorCategory.ResourceBusy,
        ErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        ErrorKind.Timeout => ErrorCategory.OperationTimeout,
        ErrorKind.ServiceFailed => ErrorCategory.ResourceUnavailable,
        ErrorKind.NotRead => ErrorCategory.ReadError,
        ErrorKind.NotWritten => ErrorCategory.WriteError,
        ErrorKind.Other => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidResult,
    };
}
