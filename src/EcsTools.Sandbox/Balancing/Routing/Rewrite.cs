using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>A transform, prepared to be used for each request.</summary>
internal sealed class Rewrite
{
    private readonly RuleRegex _regex;
    private readonly string _replacement;

    private Rewrite(RuleRegex regex, string replacement)
    {
        _regex = regex;
        _replacement = replacement;
    }

    public static Rewrite Create(RuleTransform transform)
        => new(new RuleRegex(transform.Regex, ignoreCase: transform.Part == TransformedPart.HostHeader), transform.Replace);

    /// <summary>The changed text, or the same one if the expression does not match.</summary>
    public string Apply(string text) => _regex.Replace(text, _replacement) ?? text;
}
