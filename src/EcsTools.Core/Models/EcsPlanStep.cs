using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Models;

/// <summary>One step of what a command would do.</summary>
public sealed record EcsPlanStep
{
    /// <summary>What is done: Create, Update, Delete, Replace, Start, Stop, or None for what stays as it is.</summary>
    public required string Action { get; init; }

    /// <summary>What it is done to, such as <c>Service</c>, <c>TaskDefinition</c>, <c>LogGroup</c> or <c>Role</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Name of the resource; null if it has none yet.</summary>
    public string? ResourceName { get; init; }

    /// <summary>Path of the field that changes, such as <c>desiredCount</c>; null if the step is about the whole resource.</summary>
    public string? Field { get; init; }

    /// <summary>The current value; null if there is none. Values that look secret are masked.</summary>
    public string? From { get; init; }

    /// <summary>The new value; null if the field is removed.</summary>
    public string? To { get; init; }

    /// <summary>
    /// What the step adds to the cost of a month of 730 hours, in USD; negative if it saves; null if it adds nothing, or if that is not known. The cost of
    /// tasks that run once or on a schedule depends on how long they run, so it is not known.
    /// </summary>
    public decimal? MonthlyCostChange { get; init; }

    /// <summary>The step in words.</summary>
    public required string Description { get; init; }

    /// <summary>The sign of the step in a diff: <c>+</c>, <c>~</c> or <c>-</c>, <c>=</c> for what stays, and empty for a note.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>How many steps this one is below. The title, with which a plan begins, is below none.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Region, such as <c>eu-west-1</c>; null for what is not in a region.</summary>
    public string? Region { get; init; }

    /// <summary>A step about a whole resource.</summary>
    /// <param name="action">One of <see cref="EcsPlanAction"/>.</param>
    /// <param name="type">Type of the resource.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">The step in words; null for the type and the name.</param>
    public static EcsPlanStep Of(string action, string type, string? name, string? description = null) => new()
    {
        Action = action,
        ResourceType = type,
        ResourceName = name,
        Description = description ?? $"{Words(type)} {name}",
        Symbol = action switch
        {
            EcsPlanAction.Create or EcsPlanAction.Start => "+",
            EcsPlanAction.Delete or EcsPlanAction.Stop => "-",
            EcsPlanAction.None => "=",
            _ => "~",
        },
    };

    /// <summary>
    /// A step about a field. A path that begins with another resource, such as <c>targetGroups[web].port</c>, is a step of that resource.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="action">What is done to the resource that has the field.</param>
    /// <param name="type">Type of that resource.</param>
    /// <param name="name">Its name.</param>
    public static EcsPlanStep Of(FieldChange change, string action, string type, string? name)
    {
        var (symbol, description) = change switch
        {
            { From: null } => ("+", $"{change.Field}: {change.To}"),
            { To: null } => ("-", $"{change.Field}: {change.From}"),
            _ => ("~", $"{change.Field}: {change.From} -> {change.To}"),
        };
        var other = Regex.Match(change.Field, @"^(?<type>roles|rules|listeners|securityGroups|targetGroups)\[(?<name>[^]]+)\](?<field>\.)?");
        return new EcsPlanStep
        {
            Action = !other.Success ? action : other.Groups["field"].Success ? EcsPlanAction.Update
                : change.From is null ? EcsPlanAction.Create : change.To is null ? EcsPlanAction.Delete : EcsPlanAction.Update,
            ResourceType = other.Success ? TypeOf(other.Groups["type"].Value) : type,
            ResourceName = other.Success ? other.Groups["name"].Value : name,
            Field = change.Field,
            From = change.From,
            To = change.To,
            Symbol = symbol,
            Description = description,
        };
    }

    /// <summary>A step for each field.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="action">What is done to the resource that has the fields.</param>
    /// <param name="type">Type of that resource.</param>
    /// <param name="name">Its name.</param>
    public static IEnumerable<EcsPlanStep> Of(IEnumerable<FieldChange> changes, string action, string type, string? name)
        => changes.Select(change => Of(change, action, type, name));

    /// <summary>Something to know about the plan, such as its cost.</summary>
    /// <param name="type">What it is about.</param>
    /// <param name="text">The note.</param>
    public static EcsPlanStep Note(string type, string text) => new() { Action = EcsPlanAction.None, ResourceType = type, Description = text };

    /// <summary>The type of a resource in words, such as <c>task definition</c>.</summary>
    /// <param name="type">The type.</param>
    public static string Words(string type)
        => string.Concat(type.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? " " : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>The step as a line of the diff.</summary>
    public override string ToString()
        => Depth == 0 ? Description : new string(' ', 2 * Depth) + (Symbol.Length == 0 ? "" : Symbol + " ") + Description;

    private static string TypeOf(string root) => root == "rules" ? "ListenerRule" : char.ToUpperInvariant(root[0]) + root.Substring(1, root.Length - 2);
}
