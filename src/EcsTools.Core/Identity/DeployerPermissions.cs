using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>Which commands a deployer may run, and how it gets a permission that it lacks.</summary>
public static class DeployerPermissions
{
    private const string Table = "RefusedCalls";

    /// <summary>The command that gives a deployer a permission; null if no deployer has it.</summary>
    /// <param name="denial">The permission, and who lacks it.</param>
    public static string? CommandFor(AccessDenial denial)
    {
        if (denial.Action is not { } action)
        {
            return null;
        }

        var name = denial.UserName ?? "<name>";
        return PolicyAdditions.Allowing(action) is [var addition, ..] ? $"New-EcsIamDeployer {name} -Add {addition}"
            : IamPolicyDocument.ActionsIn(ScopedPolicies.DeployerDocument).Any(allowed => Covers(allowed, action))
                ? $"New-EcsIamDeployer {name} -PolicySet Scoped"
                : null;
    }

    /// <summary>
    /// The commands that lack permissions, ordered by name. Calls that only an administrator of IAM makes are left out. The scoped set allows
    /// every other call; what it does not allow is to change the roles of others.
    /// </summary>
    internal static IReadOnlyList<IamRefusedCommand> Refused(IamPolicySet? set, IReadOnlyList<IamPolicyAddition> additions)
    {
        if (set != IamPolicySet.Tutorial || IamPolicyDocument.Read(Table)[nameof(IamPolicySet.Tutorial)] is not JsonObject commands)
        {
            return Array.Empty<IamRefusedCommand>();
        }

        return commands.Select(command =>
        {
            IReadOnlyList<string> Left(string member) => IamPolicyDocument.Values(command.Value?[member])
                .Where(action => PolicyAdditions.Allowing(action) is { Count: > 0 } adding && !adding.Intersect(additions).Any()).ToList();
            var (fails, less) = (Left("Fails"), Left("DoesLess"));
            return new IamRefusedCommand
            {
                Command = command.Key,
                Fails = fails,
                DoesLess = less,
                Add = PolicyAdditions.Expand(fails.Concat(less).Select(action => PolicyAdditions.Allowing(action)[0])).Select(PolicyAdditions.NameOf).ToList(),
            };
        }).Where(command => command.Add.Count > 0).ToList();
    }

    /// <summary>Says what a deployer lacks, with a line for each way to get it; null if it lacks nothing.</summary>
    internal static string? Warning(IamPolicySet set, IReadOnlyList<IamRefusedCommand> refused)
    {
        if (refused.Count == 0)
        {
            return null;
        }

        var fail = refused.Where(command => command.Fails.Count > 0).ToList();
        var less = refused.Where(command => command.Fails.Count == 0).ToList();
        return $"The policies of -PolicySet {set} do not allow everything that EcsTools does. "
            + $"Use -PolicySet {IamPolicySet.Scoped}, or -Add All, or a part of it."
            + Lines("Commands that fail, at least in some uses:", fail)
            + Lines("Commands that do less:", less);
    }

    private static string Lines(string heading, IReadOnlyList<IamRefusedCommand> commands)
        => commands.Count == 0 ? "" : "\n" + heading + string.Concat(commands
            .GroupBy(command => string.Join(", ", command.Add), StringComparer.Ordinal)
            .Select(group => $"\n  -Add {group.Key}: {string.Join(", ", group.Select(command => command.Command))}"));

    // IAM compares actions in the same way as PowerShell compares names: any case, and * is any text.
    private static bool Covers(string pattern, string action) => new NamePattern(pattern).Matches(action);
}
