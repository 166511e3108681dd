using System;

namespace EcsTools;

/// <summary>Identifies an error of EcsTools.</summary>
/// <param name="Id">Stable identifier in PascalCase. PowerShell adds the command's name to it in <c>FullyQualifiedErrorId</c>.</param>
/// <param name="Kind">The kind of problem, which decides PowerShell's error category.</param>
public sealed record ErrorCode(string Id, ErrorKind Kind)
{
    private const string ExceptionSuffix = "Exception";

    /// <summary>
    /// The part of the product that the error belongs to: a heading of docs/errors.md. Null for a code that is formed at run time, such as
    /// <c>InvalidCpu</c>.
    /// </summary>
    public string? Area { get; init; }

    /// <summary>
    /// A parameter has a value that is not valid. The id is <c>Invalid</c> and the name of the parameter, such as <c>InvalidCpu</c>; for a
    /// schedule of tasks it is <c>InvalidSchedule</c> and the name, such as <c>InvalidScheduleAt</c>.
    /// </summary>
    /// <remarks>Use the value that the error recommends.</remarks>
    /// <param name="parameter">Name of the parameter, without its dash.</param>
    public static ErrorCode InvalidValue(string parameter) => new("Invalid" + parameter, ErrorKind.InvalidArgument);

    /// <summary>The same error about a value that is valid in itself, but does not fit what the command works on.</summary>
    public ErrorCode OfRecord => this with { Kind = ErrorKind.Unsuitable };

    /// <summary>
    /// An AWS service refused a call with an error that has no id of its own here. The id is the code of AWS without the ending
    /// <c>Exception</c>, such as <c>InvalidParameter</c>.
    /// </summary>
    /// <remarks>See the message: it is the message of the service, with the service, the code and the id of the request.</remarks>
    /// <param name="awsCode">The code on the wire, such as <c>InvalidParameterException</c>.</param>
    /// <param name="kind">The kind of problem, which depends on the code.</param>
    public static ErrorCode FromAws(string awsCode, ErrorKind kind)
        => new(
            awsCode.EndsWith(ExceptionSuffix, StringComparison.Ordinal) && awsCode.Length > ExceptionSuffix.Length
                ? awsCode.Substring(0, awsCode.Length - ExceptionSuffix.Length)
                : awsCode,
            kind);

    /// <summary>
    /// Something failed that EcsTools does not expect. The id is the name of the exception's type, such as <c>NotSupportedException</c>.
    /// </summary>
    /// <remarks>Run Get-Error to see the whole exception, and report it.</remarks>
    /// <param name="type">The type of the exception.</param>
    public static ErrorCode Unexpected(Type type) => new(type.Name, ErrorKind.Other);
}
