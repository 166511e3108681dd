using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using EcsTools.Pipeline.Errors;
using EcsTools.Pipeline.Input;

namespace EcsTools.Pipeline.Arguments;

/// <summary>
/// A variable that was never set is $null, which PowerShell passes to a string as an empty one. On the command line that is a mistake: the command
/// would work on everything, or in another account. In a record from the pipeline, an empty property, such as a CSV cell, means that no value was
/// given.
/// </summary>
internal static class NullArguments
{
    // Parameters that choose the account, the region and the items, besides those that are marked as subjects.
    private static readonly HashSet<string> Selecting =
    [
        "Region", "ProfileName", "ProfileLocation", "AdminProfileName", "SourceProfileName", "AccessKey", "SecretKey", "EndpointUrl", "Group",
        "StartedBy", "DeploymentId", "Tag", "ScheduleName",
    ];

    /// <summary>
    /// Throws for a list that is $null or contains $null, and for an empty value of a parameter that selects: what the command works on, the account
    /// and the region.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">The bound value.</param>
    public static void Refuse(PSCmdlet command, string parameter, object? value)
    {
        if (command.GetType().GetProperty(parameter) is not { } property || Problem(property, value) is not { } problem)
        {
            return;
        }

        command.ThrowTerminatingError(ErrorCatalogue.ToRecord(new EcsToolsException(
            ErrorCodes.NullArgument,
            $"-{parameter} was given {problem}. The variable is probably not set.",
            $"Set the variable, or omit -{parameter}.",
            parameter)));
    }

    /// <summary>Removes empty strings from a list that came from the pipeline.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">The bound value.</param>
    public static void DropEmpty(PSCmdlet command, string parameter, object? value)
    {
        if (command.GetType().GetProperty(parameter) is { } property
            && property.PropertyType == typeof(string[])
            && (value is null || (value is string?[] texts && texts.Any(string.IsNullOrEmpty))))
        {
            property.SetValue(command, (value as string?[] ?? []).Where(text => !string.IsNullOrEmpty(text)).ToArray());
        }
    }

    private static string? Problem(PropertyInfo property, object? value)
    {
        if (property.PropertyType == typeof(string[]))
        {
            return value is null ? "$null"
                : value is not string?[] texts ? null
                : texts.Contains(null) ? "$null among its values"
                : !Selects(property) ? null
                : texts.Any(string.IsNullOrWhiteSpace) ? "an empty string"
                : texts.Length == 0 && !Attribute.IsDefined(property, typeof(AllowEmptyCollectionAttribute)) ? "an empty list"
                : null;
        }

        return property.PropertyType == typeof(string) && string.IsNullOrWhiteSpace(value as string) && Selects(property) ? "$null or an empty string"
            : value is null && property.Name == nameof(AwsCommand.Credential) ? "$null"
            : null;
    }

    private static bool Selects(PropertyInfo property)
        => Attribute.IsDefined(property, typeof(SubjectAttribute), inherit: true) || Selecting.Contains(property.Name);
}
