using System;
using System.Collections.Generic;
using System.Text;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Variables;

/// <summary>
/// Fills in the variables of a text, as Docker Compose does: <c>$A</c>, <c>${A}</c>, <c>${A:-default}</c>, <c>${A-default}</c>, <c>${A:?error}</c>,
/// <c>${A?error}</c>, <c>${A:+other}</c> and <c>${A+other}</c>. With a colon, an empty variable counts as not set. <c>$$</c> is a dollar sign. What follows
/// the operator may have variables itself. <c>${env:A}</c> is a variable of the process. Other tokens of EcsTools stay, as the end of a text.
/// </summary>
internal sealed class Substitution
{
    /// <summary>The most variables inside each other.</summary>
    private const int Deepest = 32;

    /// <summary>The most characters of a text with its variables. A variable can be used many times.</summary>
    private const int Longest = 1 << 18;

    private static readonly Dictionary<string, ValueTokenKind?> Prefixes = new(StringComparer.Ordinal)
    {
        ["env"] = null,
        ["secret"] = ValueTokenKind.Secret,
        ["ssm"] = ValueTokenKind.Parameter,
        ["cfn"] = ValueTokenKind.StackOutput,
    };

    private readonly Func<string, string?> _variable;
    private readonly Func<string, string?> _process;
    private readonly SourcePosition _position;
    private readonly Action<string, SourcePosition> _isUnset;
    private ValueToken? _token;

    private Substitution(
        Func<string, string?> variable, Func<string, string?> process, SourcePosition position, Action<string, SourcePosition> isUnset)
    {
        _variable = variable;
        _process = process;
        _position = position;
        _isUnset = isUnset;
    }

    /// <summary>Fills in the variables of every text in a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="isUnset">Receives each variable that is not set and has no default, and the place.</param>
    public static YamlValue Fill(YamlValue value, ComposeVariables variables, Action<string, SourcePosition> isUnset) => value switch
    {
        YamlMap map => new YamlMap(map.Position, FillAll(map.Entries, variables, isUnset)) { Mark = map.Mark },
        YamlList list => new YamlList(list.Position, FillAll(list.Items, variables, isUnset)) { Mark = list.Mark },
        YamlScalar scalar when scalar.Text.IndexOf('$') >= 0 => Fill(scalar, variables, isUnset),
        _ => value,
    };

    /// <summary>Fills in the variables of a text that can have no tokens, such as a value in an environment file.</summary>
    public static string Fill(string text, Func<string, string?> variable, SourcePosition position, Action<string, SourcePosition> isUnset)
    {
        var one = new Substitution(variable, variable, position, isUnset);
        var at = 0;
        var filled = one.Text(text, ref at, 0, isNested: false);
        return one._token is null ? filled
            : throw one.Wrong($"{one._token} is not possible here", "Give such a value in the compose file, under environment.");
    }

    private static List<YamlEntry> FillAll(IReadOnlyList<YamlEntry> entries, ComposeVariables variables, Action<string, SourcePosition> isUnset)
    {
        var filled = new List<YamlEntry>(entries.Count);
        foreach (var entry in entries)
        {
            filled.Add(entry with { Value = Fill(entry.Value, variables, isUnset) });
        }

        return filled;
    }

    private static List<YamlValue> FillAll(IReadOnlyList<YamlValue> items, ComposeVariables variables, Action<string, SourcePosition> isUnset)
    {
        var filled = new List<YamlValue>(items.Count);
        foreach (var item in items)
        {
            filled.Add(Fill(item, variables, isUnset));
        }

        return filled;
    }

    /// <summary>A value that had a variable is a text, whatever the variable is: <c>${PORT}</c> is not a number.</summary>
    private static YamlScalar Fill(YamlScalar scalar, ComposeVariables variables, Action<string, SourcePosition> isUnset)
    {
        var one = new Substitution(name => variables[name], variables.OfProcess, scalar.Position, isUnset);
        var at = 0;
        var text = one.Text(scalar.Text, ref at, 0, isNested: false);
        return new YamlScalar(scalar.Position, text, IsQuoted: true) { Mark = scalar.Mark, Token = one._token };
    }

    /// <summary>Reads to the end, or to the brace that closes the variable around it.</summary>
    private string Text(string text, ref int at, int depth, bool isNested)
    {
        if (depth > Deepest)
        {
            throw Wrong($"more than {Deepest} variables are inside each other", "Use fewer defaults of defaults.");
        }

        var filled = new StringBuilder();
        for (var open = 0; at < text.Length && !(isNested && open == 0 && text[at] == '}');)
        {
            if (_token is not null)
            {
                throw Wrong($"text follows {_token}",
                    "A token must be the whole value of a variable, or its end in a list item such as NAME=${secret:db:password}.");
            }

            if (text[at] != '$')
            {
                open += Brace(text[at]);
                filled.Append(text[at++]);
                continue;
            }

            filled.Append(Variable(text, ref at, depth));
            if (filled.Length > Longest)
            {
                throw Wrong($"the text has more than {Longest} characters with its variables", "Use shorter variables.");
            }
        }

        return filled.ToString();
    }

    private string Variable(string text, ref int at, int depth)
    {
        var start = at++;
        var next = at < text.Length ? text[at] : '\0';
        if (next == '$')
        {
            at++;
            return "$";
        }

        if (IsNameStart(next))
        {
            return Plain(Name(text, ref at));
        }

        if (next != '{')
        {
            throw Invalid(text, start);
        }

        at++;
        var name = Name(text, ref at);
        if (name.Length == 0 || at >= text.Length)
        {
            throw Invalid(text, start);
        }

        if (text[at] == '}')
        {
            at++;
            return Plain(name);
        }

        return IsToken(text, at, name) ? Token(text, name, ref at, start) : WithOperator(text, name, ref at, depth, start);
    }

    private string WithOperator(string text, string name, ref int at, int depth, int start)
    {
        var isEmptyUnset = text[at] == ':';
        at += isEmptyUnset ? 1 : 0;
        var sign = at < text.Length ? text[at++] : '\0';
        if (sign is not ('-' or '?' or '+'))
        {
            throw Invalid(text, start);
        }

        // Variables in the part that is not used are not read: they may be missing, and have no warning.
        var value = _variable(name);
        var isSet = value is { Length: > 0 } || (value is not null && !isEmptyUnset);
        var isUsed = sign == '+' ? isSet : !isSet;
        var operand = isUsed ? Text(text, ref at, depth + 1, isNested: true) : Skipped(text, ref at);
        if (at >= text.Length)
        {
            throw Invalid(text, start);
        }

        at++;
        return sign switch
        {
            '+' => isSet ? operand : "",
            _ when isSet => value!,
            '-' => operand,
            _ => throw new EcsToolsException(
                ErrorCodes.ComposeVariableMissing,
                $"{_position}: the variable {name} is required{(operand.Length == 0 ? "" : ": " + UntrustedText.Sanitize(operand, 200))}.",
                $"Set it first: $env:{name} = '...'; or write it into the file .env beside the compose file.",
                "Path",
                name),
        };
    }

    /// <summary>Moves to the brace that closes the variable.</summary>
    private static string Skipped(string text, ref int at)
    {
        for (var open = 0; at < text.Length && (open > 0 || text[at] != '}'); at++)
        {
            open += Brace(text[at]);
        }

        return "";
    }

    private static int Brace(char c) => c == '{' ? 1 : c == '}' ? -1 : 0;

    private static bool IsToken(string text, int at, string name)
        => text[at] == ':' && Prefixes.ContainsKey(name) && at + 1 < text.Length && text[at + 1] is not ('-' or '?' or '+' or '}');

    private string Token(string text, string name, ref int at, int start)
    {
        var end = text.IndexOf('}', at);
        if (end < 0)
        {
            throw Invalid(text, start);
        }

        var argument = text.Substring(at + 1, end - at - 1);
        at = end + 1;
        if (Prefixes[name] is { } kind)
        {
            _token = new ValueToken(kind, argument);
            return "";
        }

        var parts = argument.Split([":-"], 2, StringSplitOptions.None);
        return _process(parts[0]) ?? (parts.Length > 1 ? parts[1] : throw new EcsToolsException(
            ErrorCodes.ComposeVariableMissing,
            $"{_position}: ${{env:{UntrustedText.Sanitize(argument)}}} has no value.",
            $"Set the variable first: $env:{UntrustedText.Sanitize(argument)} = '...'; or write a default: ${{env:{UntrustedText.Sanitize(argument)}:-text}}.",
            "Path",
            argument));
    }

    private string Plain(string name)
    {
        if (_variable(name) is { } value)
        {
            return value;
        }

        _isUnset(name, _position);
        return "";
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (at == start ? IsNameStart(text[at]) : IsNameStart(text[at]) || text[at] is >= '0' and <= '9'))
        {
            at++;
        }

        return text.Substring(start, at - start);
    }

    private static bool IsNameStart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private EcsToolsException Invalid(string text, int start)
        => Wrong(
            $"'{UntrustedText.Sanitize(text.Substring(start), 60)}' is not a variable",
            "Write $$ for a dollar sign, or a variable such as $NAME, ${NAME} or ${NAME:-default}.");

    private EcsToolsException Wrong(string problem, string remedy) => ComposeProblem.At(_position, problem, remedy);
}
