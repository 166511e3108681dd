using System;

namespace EcsTools;

/// <summary>
/// An error of EcsTools itself: it names what is wrong, the parameter and value it comes from, and what to do about it.
/// </summary>
public sealed class EcsToolsException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">Which error it is: one of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What is wrong, with the value in it. Never a secret.</param>
    /// <param name="remedy">What to do about it, as an instruction.</param>
    /// <param name="parameter">The parameter at fault, without its dash.</param>
    /// <param name="target">The object or value at fault.</param>
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

    /// <summary>What to do about it; null if nothing general can be said.</summary>
    public string? Remedy { get; }

    /// <summary>The parameter at fault, without its dash, or null.</summary>
    public string? Parameter { get; }

    /// <summary>The object or value at fault, or null.</summary>
    public object? Target { get; }

    /// <summary>Whether it is this error, whatever its kind turned out to be.</summary>
    /// <param name="code">The error.</param>
    public bool Is(ErrorCode code) => ErrorId == code.Id;
}
