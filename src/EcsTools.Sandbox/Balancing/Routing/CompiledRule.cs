using System;
using System.Linq;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>A rule, prepared to be asked for each request.</summary>
internal sealed class CompiledRule
{
    private readonly Predicate<IRequestFacts>[] _conditions;

    public CompiledRule(RoutingRule rule)
    {
        Rule = rule;
        _conditions = rule.Conditions.Select(CompiledCondition.Create).ToArray();
        Host = rule.Transforms.Where(transform => transform.Part == TransformedPart.HostHeader).Select(Rewrite.Create).FirstOrDefault();
        Url = rule.Transforms.Where(transform => transform.Part == TransformedPart.Url).Select(Rewrite.Create).FirstOrDefault();
    }

    public RoutingRule Rule { get; }

    /// <summary>The transform of the Host header, or null.</summary>
    public Rewrite? Host { get; }

    /// <summary>The transform of path and query, or null.</summary>
    public Rewrite? Url { get; }

    public bool Matches(IRequestFacts request)
    {
        foreach (var condition in _conditions)
        {
            if (!condition(request))
            {
                return false;
            }
        }

        return true;
    }
}
