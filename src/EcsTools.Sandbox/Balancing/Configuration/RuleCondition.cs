using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A condition of a rule. It holds if one of its values matches.</summary>
internal abstract record RuleCondition
{
    private RuleCondition()
    {
    }

    /// <summary>The path without the query, case-sensitive. <c>*</c> is any characters, also <c>/</c>; <c>?</c> is exactly one.</summary>
    public sealed record PathPattern(IReadOnlyList<string> Values, IReadOnlyList<string>? RegexValues = null) : RuleCondition;

    /// <summary>The host of the request without its port, in any case.</summary>
    public sealed record HostHeader(IReadOnlyList<string> Values, IReadOnlyList<string>? RegexValues = null) : RuleCondition;

    /// <summary>The method, exactly.</summary>
    public sealed record HttpMethod(IReadOnlyList<string> Values) : RuleCondition;

    /// <summary>The address of the peer, as CIDR blocks.</summary>
    public sealed record SourceIp(IReadOnlyList<string> Cidrs) : RuleCondition;

    /// <summary>A header: its name exactly but in any case, its value as a pattern in any case.</summary>
    public sealed record HttpHeader(string Name, IReadOnlyList<string> Values, IReadOnlyList<string>? RegexValues = null) : RuleCondition;

    /// <summary>Pairs of the query, in any case.</summary>
    public sealed record QueryString(IReadOnlyList<QueryStringValue> Values) : RuleCondition;
}

/// <summary>A pair of the query. Both are patterns, in which <c>\*</c> and <c>\?</c> are the characters themselves.</summary>
/// <param name="Key">Null for any key.</param>
/// <param name="Value">The value.</param>
internal sealed record QueryStringValue(string? Key, string Value);
