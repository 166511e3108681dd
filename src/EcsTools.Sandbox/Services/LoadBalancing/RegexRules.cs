using EcsTools.Sandbox.Balancing.Routing;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Refuses the regular expressions that Elastic Load Balancing refuses.</summary>
internal static class RegexRules
{
    public static void Check(string pattern, int longest)
    {
        if (pattern.Length == 0 || pattern.Length > longest)
        {
            throw LoadBalancingErrors.Invalid($"The regular expression must have 1 to {longest} characters");
        }

        if (RuleRegex.Problem(pattern) is { } problem)
        {
            throw LoadBalancingErrors.Invalid(problem);
        }
    }
}
