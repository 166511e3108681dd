using System;

namespace EcsTools.Models;

/// <summary>What a step of a plan does with a resource.</summary>
/// <remarks>These are words and not an enumeration, because PowerShell writes an enumeration to JSON as a number.</remarks>
public static class EcsPlanAction
{
    /// <summary>It does not exist and is created.</summary>
    public const string Create = nameof(Create);

    /// <summary>It exists and is changed.</summary>
    public const string Update = nameof(Update);

    /// <summary>It exists and is deleted.</summary>
    public const string Delete = nameof(Delete);

    /// <summary>It is stopped, and a new one is started in its place.</summary>
    public const string Replace = nameof(Replace);

    /// <summary>It is started.</summary>
    public const string Start = nameof(Start);

    /// <summary>It is stopped.</summary>
    public const string Stop = nameof(Stop);

    /// <summary>It stays as it is. The step is there to say so, or to say what else to know.</summary>
    public const string None = nameof(None);

    /// <summary>The action that has this outcome.</summary>
    /// <param name="change">One of <see cref="ChangeStatus"/>.</param>
    public static string From(string change) => change switch
    {
        ChangeStatus.Created => Create,
        ChangeStatus.Updated => Update,
        ChangeStatus.Removed => Delete,
        ChangeStatus.Unchanged => None,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
    };
}
