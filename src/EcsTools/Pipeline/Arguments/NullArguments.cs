using System.Linq;
using System.Management.Automation;
using System.Reflection;
using EcsTools.Pipeline.Errors;

namespace EcsTools.Pipeline.Arguments;

/// <summary>
/// Parameters that accept several strings. A variable that was never set is $null. On the command line that is a mistake, as for mandatory
/// parameters in PowerShell. In a record from the pipeline, an empty property, such as a CSV cell, means that no value was given.
/// </summary>
internal static class BoundLists
{
    /// <summary>Throws for a list that is $null or contains $null.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">The bound value.</param>
    public static void RefuseNull(PSCmdlet command, string parameter, object? value)
    {
        if (PropertyOf(command, parameter) is not null && (value is null || (value is string?[] texts && texts.Contains(null))))
        {
            command.ThrowTerminatingError(ErrorCatalogue.ToRecord(new EcsToolsException(
                ErrorCodes.NullArgument,
                $"-{parameter} was given $null{(value is null ? "" : " among its values")}. The variable is probably not set.",
                $"Set the variable, or omit -{parameter}.",
                parameter)));
        }
    }

    /// <summary>Removes empty strings from a list that came from the pipeline.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">The bound value.</param>
    public static void DropEmpty(PSCmdlet command, string parameter, object? value)
    {
        if (PropertyOf(command, parameter) is { } property && (value is null || (value is string?[] texts && texts.Any(string.IsNullOrEmpty))))
        {
            property.SetValue(command, (value as string?[] ?? []).Where(text => !string.IsNullOrEmpty(text)).ToArray());
        }
    }

    private static PropertyInfo? PropertyOf(PSCmdlet command, string parameter)
        => command.GetType().GetProperty(parameter) is { } property && property.PropertyType == typeof(string[]) ? property : null;
}
