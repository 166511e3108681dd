using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using EcsTools.Models;

namespace EcsTools.Pipeline.Arguments;

/// <summary>
/// Lets a parameter that takes names or ARNs take an object that has one, by the properties it is known by. PowerShell makes a text of any object
/// otherwise, all members of a record, and asks AWS for that. Texts, numbers and lists of them go through as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IdentifiedByAttribute : ArgumentTransformationAttribute
{
    /// <summary>Names the properties.</summary>
    /// <param name="properties">Properties that identify what is meant; the first that an object has a value of holds.</param>
    public IdentifiedByAttribute(params string[] properties) => Properties = properties;

    /// <summary>Properties that identify what is meant.</summary>
    public string[] Properties { get; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = BaseOf(inputData);
        return value is IEnumerable and not string and not IDictionary
            ? ((IEnumerable)value).Cast<object?>().Select(item => IsText(BaseOf(item)) ? item : Identity(item!)).ToArray()
            : IsText(value) ? inputData : Identity(inputData!);
    }

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsText(object? value) => value is null or IConvertible or Guid or Uri or Version;

    private string Identity(object item)
    {
        var members = PSObject.AsPSObject(item).Properties;
        var identity = Properties.Select(name => BaseOf(members[name]?.Value) as string).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return identity ?? throw (BaseOf(item) is ScheduledTaskRun run && members[Properties[0]] is not null
            ? new ArgumentTransformationMetadataException($"The run of '{run.ScheduleName}' started no task: it was {run.Status.ToLowerInvariant()}.")
            : NotIdentified(item));
    }

    // With this inner exception the object can still be bound by its properties' names; on the command line it is an error.
    private ArgumentTransformationMetadataException NotIdentified(object item)
    {
        var message = $"An object of type {BaseOf(item)!.GetType().Name} is not text, and has no property {string.Join(" or ", Properties)}.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
