using System;

namespace EcsTools;

/// <summary>An error that EcsTools itself reports. It says what is wrong, which parameter and value caused it, and what to do about it.</summary>
public sealed class EcsToolsException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">Which error it is: one of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What is wrong, including the value. It never contains a secret.</param>
    /// <param name="remedy">What to do about it, as an instruction.</param>
    /// <param name="parameter">The parameter that caused the error, without its dash.</param>
    /// <param name="target">The object or value that caused the error.</param>
    /// <param name="inner">The cause.</param>
    public EcsToolsException(
        ErrorCode code, string message, string? remedy = null, string? parameter = null, object? target = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Remedy = remedy;
        Parameter = parameter;
        Target = target;
    }

    /// <summary>Which error it is.</summary>
    public ErrorCode Code { get; }

    /// <summary>Stable identifier in PascalCase, such as <c>InvalidCpu</c>.</summary>
    public string ErrorId => Code.Id;

    /// <summary>The kind of problem.</summary>
    public ErrorKind Kind => Code.Kind;

    /// <summary>What to do about it; null if there is no general advice.</summary>
    public string? Remedy { get; }

    /// <summary>The parameter that caused the error, without its dash, or null.</summary>
    public string? Parameter { get; }

    /// <summary>The object or value that caused the error, or null.</summary>
    public object? Target { get; }

    /// <summary>Whether this is the given error. The kind is not compared.</summary>
    /// <param name="code">The error.</param>
    public bool Is(ErrorCode code) => ErrorId == code.Id;
}
