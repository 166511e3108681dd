using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>What a rule does with a request.</summary>
internal abstract record RuleAction
{
    private RuleAction()
    {
    }

    /// <summary>Forwards to one of the groups, chosen by weight. A group without a target answers 503; no other one takes its place.</summary>
    /// <param name="Groups">The groups.</param>
    /// <param name="Stickiness">How long a client stays with the group it has, or null.</param>
    public sealed record Forward(IReadOnlyList<WeightedGroup> Groups, TimeSpan? Stickiness = null) : RuleAction;

    /// <summary>
    /// Redirects. Each part may contain <c>#{protocol}</c>, <c>#{host}</c>, <c>#{port}</c>, <c>#{path}</c> (without its first slash) and
    /// <c>#{query}</c>.
    /// </summary>
    public sealed record Redirect : RuleAction
    {
        public string Protocol { get; init; } = "#{protocol}";

        public string Host { get; init; } = "#{host}";

        public string Port { get; init; } = "#{port}";

        public string Path { get; init; } = "/#{path}";

        public string Query { get; init; } = "#{query}";

        public bool IsPermanent { get; init; }
    }

    /// <summary>Answers without a target.</summary>
    public sealed record FixedResponse(int StatusCode, string? ContentType = null, string? Body = null) : RuleAction;
}

/// <param name="GroupId">The id of a group of the configuration.</param>
/// <param name="Weight">0 to 999. A group of weight 0 gets nothing.</param>
internal sealed record WeightedGroup(string GroupId, int Weight = 1);
