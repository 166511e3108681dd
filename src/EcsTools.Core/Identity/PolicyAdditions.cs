using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>
/// The permissions that -Add gives to a deployer of <see cref="IamPolicySet.Tutorial"/>. They are in one customer managed policy for each
/// user: inline policies of a user may have only 2,048 characters together, and a user has at most ten managed policies.
/// </summary>
internal static class PolicyAdditions
{
    private static readonly IReadOnlyList<IamPolicyAddition> Each =
    [
        IamPolicyAddition.Images, IamPolicyAddition.Roles, IamPolicyAddition.Logs, IamPolicyAddition.Network, IamPolicyAddition.Schedules,
        IamPolicyAddition.Scaling, IamPolicyAddition.Routing, IamPolicyAddition.Keys,
    ];

    /// <summary>The separate additions, each once, in the order of the enumeration.</summary>
    public static IReadOnlyList<IamPolicyAddition> Expand(IEnumerable<IamPolicyAddition> given)
    {
        var named = given.ToList();
        return named.Contains(IamPolicyAddition.All) ? Each : Each.Where(named.Contains).ToList();
    }

    /// <summary>Reads the value of the tag on a user. Words of a newer version are ignored.</summary>
    public static IReadOnlyList<IamPolicyAddition> Parse(string? text)
        => Expand((text ?? "").Split(' ').Select(word => Enum.TryParse<IamPolicyAddition>(word, out var addition) ? addition : (IamPolicyAddition?)null)
            .OfType<IamPolicyAddition>());

    /// <summary>The name of an addition, as it is shown.</summary>
    public static string NameOf(IamPolicyAddition addition) => addition.ToString();

    /// <summary>The value of the tag on a user.</summary>
    public static string Text(IEnumerable<IamPolicyAddition> additions) => string.Join(" ", additions);

    /// <summary>Name of the policy of a user.</summary>
    public static string PolicyName(string userName) => "EcsToolsAdd-" + userName;

    /// <summary>Name of the document with the statements of an addition.</summary>
    public static string DocumentName(IamPolicyAddition addition) => "Add" + addition;

    /// <summary>The additions that name an action; empty if none does.</summary>
    public static IReadOnlyList<IamPolicyAddition> Allowing(string action)
        => Each.Where(addition => IamPolicyDocument.ActionsIn(DocumentName(addition)).Contains(action, StringComparer.OrdinalIgnoreCase)).ToList();
}
