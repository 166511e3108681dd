namespace EcsTools;

/// <summary>Identifies an error of EcsTools.</summary>
/// <param name="Id">Stable identifier in PascalCase. PowerShell adds the command's name to it in <c>FullyQualifiedErrorId</c>.</param>
/// <param name="Kind">The kind of problem, which decides PowerShell's error category.</param>
public sealed record ErrorCode(string Id, ErrorKind Kind)
{
    /// <summary>The error of a value that a parameter cannot have: <c>Invalid</c> and the parameter's name, such as <c>InvalidCpu</c>.</summary>
    /// <param name="parameter">Name of the parameter, without its dash.</param>
    public static ErrorCode InvalidValue(string parameter) => new("Invalid" + parameter, ErrorKind.InvalidArgument);
}
