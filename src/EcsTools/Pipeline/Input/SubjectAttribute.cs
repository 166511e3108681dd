using System;

namespace EcsTools.Pipeline.Input;

/// <summary>
/// Marks a parameter that says what the command works on. A record from the pipeline must bind at least one of them, or it is refused:
/// otherwise an object of another kind would bind only -Region, and the command would work on everything.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SubjectAttribute : Attribute
{
    /// <summary>Lists the types.</summary>
    /// <param name="types">
    /// Types of this module whose objects name a value for the parameter. Objects of its other types are refused, even if a property has the
    /// parameter's name: a task has the property Cluster, but it must not remove the cluster. Text and rows, such as those of a CSV file, need
    /// no type.
    /// </param>
    public SubjectAttribute(params Type[] types) => Types = types;

    /// <summary>Types of this module whose objects name a value for the parameter.</summary>
    public Type[] Types { get; }

    /// <summary>
    /// How far the parameter is from the thing itself: 0 for its name, more for what contains it. If a record has a property for several
    /// parameters, the one with the lowest rank must have a value: a row whose service is empty does not mean every service of its cluster.
    /// </summary>
    public int Rank { get; set; }

    /// <summary>Properties by which an object of another program is recognized, if the parameter takes the whole object.</summary>
    public string[] KnownBy { get; set; } = [];

    /// <summary>Whether an empty text names something, such as an empty line of a file.</summary>
    public bool MayBeEmpty { get; set; }

    /// <summary>Properties that only things of another kind have. A row that has one of them is refused.</summary>
    public string[] OtherKinds { get; set; } = [];
}
