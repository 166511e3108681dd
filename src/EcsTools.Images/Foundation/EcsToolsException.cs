using System;

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
}

/// <summary>
/// An error of EcsTools itself: it names what is wrong, the parameter and value it comes from, and what to do about it.
/// </summary>
public sealed class EcsToolsException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="errorId">Stable identifier in PascalCase, such as <c>InvalidCpuMemoryPair</c>.</param>
    /// <param name="kind">The kind of problem.</param>
    /// <param name="message">What is wrong, with the value in it. Never a secret.</param>
    /// <param name="remedy">What to do about it, as an instruction.</param>
    /// <param name="parameter">The parameter the problem came in by, without its dash.</param>
    /// <param name="target">The object or value at fault.</param>
    /// <param name="inner">The cause.</param>
    public EcsToolsException(
        string errorId,
        ErrorKind kind,
        string message,
        string? remedy = null,
        string? parameter = null,
        object? target = null,
        Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Remedy = remedy;
        Parameter = parameter;
        Target = target;
    }

    /// <summary>Stable identifier in PascalCase.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of problem.</summary>
    public ErrorKind Kind { get; }

    /// <summary>What to do about it, or null where nothing general can be said.</summary>
    public string? Remedy { get; }

    /// <summary>The parameter at fault, without its dash, or null.</summary>
    public string? Parameter { get; }

    /// <summary>The object or value at fault, or null.</summary>
    public object? Target { get; }
}
