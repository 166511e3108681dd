using System;
using System.Globalization;
using System.Linq;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>An attribute: its key, its default, and which values it takes.</summary>
/// <param name="Key">The key.</param>
/// <param name="Default">The value that a new resource has.</param>
/// <param name="Problem">What is wrong with a value, as the end of a sentence; null if nothing is.</param>
internal sealed record AttributeDefinition(string Key, string Default, Func<string, string?> Problem)
{
    public static AttributeDefinition Flag(string key, bool isOn) => OneOf(key, isOn ? "true" : "false", "true", "false");

    public static AttributeDefinition OneOf(string key, string value, params string[] values)
        => new(key, value, given => values.Contains(given) ? null : $"must be one of [{string.Join(", ", values)}]");

    public static AttributeDefinition Number(string key, int value, int least, int most, params string[] others)
        => new(key, value.ToString(CultureInfo.InvariantCulture), given => IsWithin(given, least, most) || others.Contains(given)
            ? null
            : FormattableString.Invariant($"must be between '{least}-{most}' inclusive"));

    /// <summary>A number, or the word <c>off</c>, which is the default.</summary>
    public static AttributeDefinition NumberOrOff(string key, string value, int least, int most)
        => Number(key, 0, least, most, "off") with { Default = value };

    public static AttributeDefinition Text(string key) => new(key, "", _ => null);

    public void Check(string value)
    {
        if (Problem(value) is { } problem)
        {
            throw LoadBalancingErrors.Invalid($"'{Key}' value '{value}' {problem}");
        }
    }

    public static bool IsWithin(string text, int least, int most)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
}
