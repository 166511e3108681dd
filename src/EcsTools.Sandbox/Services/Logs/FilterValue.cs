using System;
using System.Globalization;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>What a filter pattern compares with: a text with stars, or a regular expression.</summary>
internal sealed class FilterValue
{
    private readonly LinearRegex? _expression;

    private FilterValue(string text, LinearRegex? expression)
    {
        Text = text;
        _expression = expression;
        Number = expression is null ? NumberOf(text) : null;
    }

    public string Text { get; }

    public bool IsExpression => _expression is not null;

    /// <summary>The number that the text is, or null.</summary>
    public double? Number { get; }

    public static FilterValue OfText(string text) => new(text, null);

    public static FilterValue OfExpression(LinearRegex expression) => new("", expression);

    /// <summary>An integer, a decimal or a number in scientific notation, or null.</summary>
    public static double? NumberOf(string text)
        => text.Length > 0 && (text[0] is '+' or '-' or '.' || char.IsDigit(text[0]))
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) && !double.IsNaN(number)
            ? number
            : null;

    /// <summary>Whether a whole value is the text, or the expression is in it.</summary>
    public bool IsLike(string value) => _expression?.IsMatch(value) ?? Wildcard.IsMatch(Text, value);

    /// <summary>Whether the text, or the expression, is anywhere in a message. A star means itself there.</summary>
    public bool IsIn(string message) => _expression?.IsMatch(message) ?? message.IndexOf(Text, StringComparison.Ordinal) >= 0;

    /// <summary>Whether a value fits, by one of the signs. A number is compared as a number.</summary>
    public bool Fits(string sign, string value, double? number)
    {
        if (sign is "=" or "!=")
        {
            var isSame = number is { } one && Number is { } other ? one.Equals(other) : IsLike(value);
            return isSame == (sign == "=");
        }

        return number is { } left && Number is { } right && sign switch
        {
            ">" => left > right,
            ">=" => left >= right,
            "<" => left < right,
            _ => left <= right,
        };
    }

    /// <exception cref="Protocol.AwsError">The sign needs a number.</exception>
    public FilterValue For(string sign) => sign is "=" or "!=" || Number is not null ? this : throw FilterReader.Invalid();
}
