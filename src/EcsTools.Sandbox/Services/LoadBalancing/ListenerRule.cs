using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>A rule of a listener. The conditions, transforms and actions are those that the data plane knows.</summary>
internal sealed class ListenerRule : ITagged
{
    public required string Arn { get; init; }

    /// <summary>1 to 50000, or null for the default rule.</summary>
    public int? Priority { get; set; }

    public IReadOnlyList<RuleCondition> Conditions { get; set; } = [];

    public IReadOnlyList<RuleTransform> Transforms { get; set; } = [];

    public required RuleAction Action { get; set; }

    /// <summary>The order that the request gave its action, or null.</summary>
    public long? Order { get; set; }

    public required ResourceTags Tags { get; init; }

    public bool IsDefault => Priority is null;

    /// <summary>The target groups that it forwards to.</summary>
    public IEnumerable<string> GroupArns => Action is RuleAction.Forward forward ? forward.Groups.Select(group => group.GroupId) : [];
}
