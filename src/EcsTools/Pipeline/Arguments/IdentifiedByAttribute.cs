using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using EcsTools.Models;

namespace EcsTools.Pipeline.Arguments;

/// <summary>
/// Lets a parameter for names or ARNs accept an object that has one, through the object's identifying properties. Otherwise PowerShell
/// converts any object to text (a record to all its members) and asks AWS for that. Strings, numbers and lists of them are passed on
/// unchanged.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IdentifiedByAttribute : ArgumentTransformationAttribute
{
    /// <summary>Names the properties.</summary>
    /// <param name="properties">Properties that identify the object. The first one with a value is used.</param>
    public IdentifiedByAttribute(params string[] properties) => Properties = properties;

    /// <summary>Properties that identify the object.</summary>
    public string[] Properties { get; }

    /// <summary>Types of this module that are accepted; null for all that have such a property. Objects of other programs are always accepted.</summary>
    public Type[]? Only { get; set; }

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
        if (Only is not null && IsOfOtherKind(BaseOf(item)!.GetType()))
        {
            throw NotIdentified(item);
        }

        var members = PSObject.AsPSObject(item).Properties;
        var identity = Properties.Select(name => BaseOf(members[name]?.Value) as string).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return identity ?? throw (BaseOf(item) is ScheduledTaskRun run && members[Properties[0]] is not null
            ? new ArgumentTransformationMetadataException($"The run of '{run.ScheduleName}' started no task: it was {run.Status.ToLowerInvariant()}.")
            : NotIdentified(item));
    }

    private bool IsOfOtherKind(Type type) => type.Namespace == typeof(FargateTask).Namespace && Array.IndexOf(Only!, type) < 0;

    // With this inner exception PowerShell can still bind the object by its property names. On the command line it is an error.
    private ArgumentTransformationMetadataException NotIdentified(object item)
    {
        var type = BaseOf(item)!.GetType();
        var message = Only is not null && IsOfOtherKind(type)
            ? $"An object of type {type.Name} is neither text nor of type {string.Join(" or ", Only.Select(one => one.Name))}."
            : $"An object of type {type.Name} is not text, and has no property {string.Join(" or ", Properties)}.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
