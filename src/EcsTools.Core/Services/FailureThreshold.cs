using System;
using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.ECS.Model;

namespace EcsTools.Services;

/// <summary>How many failed tasks fail a deployment: a number, or a percentage of the desired count.</summary>
/// <param name="Value">The number or the percentage.</param>
/// <param name="IsPercent">Whether it is a percentage.</param>
/// <param name="IsUnbounded">Whether a percentage applies without the limits of 3 and 200 failures.</param>
public sealed record FailureThreshold(int Value, bool IsPercent, bool IsUnbounded)
{
    private const string Bounded = "BOUNDED_PERCENT";
    private const string Unbounded = "UNBOUNDED_PERCENT";
    private const string Count = "COUNT";

    private const string Form = @"^([0-9]{1,9})(%?)$";

    /// <summary>What ECS uses if nothing else was set.</summary>
    public static FailureThreshold Default { get; } = new(50, true, false);

    /// <summary>Reads a number such as <c>5</c>, or a percentage such as <c>50%</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isUnbounded">Whether a percentage has no limits.</param>
    /// <exception cref="EcsToolsException">It is neither, or ECS does not accept it.</exception>
    public static FailureThreshold Parse(string text, bool isUnbounded)
    {
        var match = Regex.Match(text.Trim(), Form, RegexOptions.CultureInvariant);
        if (!match.Success)
        {
            throw Wrong(text, "is neither a number of tasks nor a percentage.", "-FailureThreshold 5, or -FailureThreshold 50%");
        }

        var (value, isPercent) = (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Length > 0);
        if (value < 1 || (isPercent && value > 100))
        {
            throw Wrong(text, isPercent ? "is outside the range that ECS allows: 1% to 100%." : "is less than 1, the least that ECS allows.",
                value < 1 ? $"-FailureThreshold 1{match.Groups[2].Value}" : "-FailureThreshold 100%");
        }

        return isPercent || !isUnbounded ? new FailureThreshold(value, isPercent, isUnbounded) : throw new EcsToolsException(
            ErrorCode.InvalidValue("UnboundedThreshold"),
            $"-UnboundedThreshold applies to a percentage, but -FailureThreshold {text} is a number of tasks, which has no limits.",
            "Leave out -UnboundedThreshold, or give a percentage, such as -FailureThreshold 50%.",
            "UnboundedThreshold",
            text);
    }

    /// <inheritdoc/>
    public override string ToString()
        => Value.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "") + (IsUnbounded ? " unbounded" : "");

    internal static FailureThreshold From(ThresholdConfiguration? configuration) => configuration is { Type: not null, Value: int value }
        ? new(value, configuration.Type.Value != Count, configuration.Type.Value == Unbounded)
        : Default;

    internal ThresholdConfiguration ToApi() => new() { Type = IsUnbounded ? Unbounded : IsPercent ? Bounded : Count, Value = Value };

    private static EcsToolsException Wrong(string text, string problem, string instead)
        => new(ErrorCode.InvalidValue("FailureThreshold"), $"-FailureThreshold '{text}' {problem}", $"Use {instead}.", "FailureThreshold", text);
}
