using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Yaml;

/// <summary>What the text of a scalar means.</summary>
internal enum YamlScalarType
{
    Text,
    Null,
    Boolean,
    Integer,
    Number,
}

/// <summary>
/// A scalar. Its type is the one that Docker Compose gives it: <c>true</c> and <c>false</c> are booleans, and <c>yes</c>, <c>no</c>, <c>on</c> and
/// <c>off</c> are texts, as in YAML 1.2. An integer can be octal with <c>0</c> or <c>0o</c>, hexadecimal or binary.
/// </summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Text">Its text as written, without quotation marks.</param>
/// <param name="IsQuoted">Whether it has quotation marks, is a block, or has the tag <c>!!str</c>.</param>
internal sealed record YamlScalar(SourcePosition Position, string Text, bool IsQuoted) : YamlValue(Position)
{
    private static readonly string[] Nulls = ["", "~", "null", "Null", "NULL"];
    private static readonly string[] Booleans = ["true", "True", "TRUE", "false", "False", "FALSE"];

    /// <summary>What the text means.</summary>
    public YamlScalarType Type { get; } = IsQuoted ? YamlScalarType.Text : TypeOf(Text);

    /// <summary>A token such as <c>${secret:name:key}</c> that follows the text; null if it has none.</summary>
    public ValueToken? Token { get; init; }

    public override long Size => 1;

    public override string Kind => Type switch
    {
        YamlScalarType.Null => "nothing",
        YamlScalarType.Boolean => "a boolean",
        YamlScalarType.Integer or YamlScalarType.Number => "a number",
        _ => "a text",
    };

    /// <summary>
    /// The text that a variable or label gets. Docker Compose reads a number and writes it again: <c>1.10</c> becomes <c>1.1</c>, and <c>0755</c> becomes
    /// <c>493</c>.
    /// </summary>
    public string Written => Type switch
    {
        YamlScalarType.Null => "",
        YamlScalarType.Boolean => Text.ToLowerInvariant(),
        YamlScalarType.Integer => Integer(Text)!.Value.ToString(CultureInfo.InvariantCulture),
        YamlScalarType.Number => Shortest(Number(Text)!.Value),
        _ => Text,
    };

    /// <summary>Whether both have the same text and meaning, wherever they stand.</summary>
    public bool IsSame(YamlScalar other) => Written == other.Written && Equals(Token, other.Token);

    private static YamlScalarType TypeOf(string text)
        => Nulls.Contains(text, StringComparer.Ordinal) ? YamlScalarType.Null
        : Booleans.Contains(text, StringComparer.Ordinal) ? YamlScalarType.Boolean
        : Integer(text) is not null ? YamlScalarType.Integer
        : Number(text) is not null ? YamlScalarType.Number
        : YamlScalarType.Text;

    private static BigInteger? Integer(string text)
    {
        var digits = text.Replace("_", "");
        var isNegative = digits.Length > 0 && digits[0] == '-';
        digits = digits.TrimStart('+', '-');
        if (text.Length > 40 || digits.Length == 0 || !char.IsDigit(text.TrimStart('+', '-').FirstOrDefault()) || text.IndexOfAny(['+', '-'], 1) > 0)
        {
            return null;
        }

        var (radix, rest) = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? (16, digits.Substring(2))
            : digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase) ? (2, digits.Substring(2))
            : digits.StartsWith("0o", StringComparison.OrdinalIgnoreCase) ? (8, digits.Substring(2))
            : digits.Length > 1 && digits[0] == '0' ? (8, digits.Substring(1))
            : (10, digits);
        var value = BigInteger.Zero;
        foreach (var digit in rest.Select(Digit))
        {
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return rest.Length == 0 ? null : isNegative ? -value : value;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => int.MaxValue,
    };

    private static double? Number(string text)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.Length is > 0 and <= 40 && (char.IsDigit(text[text.Length - 1]) || text[text.Length - 1] == '.') && text.Any(char.IsDigit)
            && double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number)
            ? number : null;
    }

    /// <summary>The fewest digits that read back as the same number, on .NET Framework too.</summary>
    private static string Shortest(double number)
    {
        var text = number.ToString("G15", CultureInfo.InvariantCulture);
        text = double.Parse(text, CultureInfo.InvariantCulture).Equals(number) ? text : number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains("E") && Math.Abs(number) is < 1e21 and >= 1 ? ((decimal)number).ToString("0.#############", CultureInfo.InvariantCulture) : text;
    }
}
