using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// Fills in the placeholders of a task definition file: <c>${env:NAME}</c>, or <c>${env:NAME:-text}</c> with a default, <c>${image}</c>,
/// <c>${region}</c> and <c>${account}</c>. Only strings are changed, after the file was parsed, so a value cannot change the structure.
/// <c>$${…}</c> becomes <c>${…}</c>.
/// </summary>
internal sealed class TaskDefinitionPlaceholders
{
    private const string Account = "${account}";

    private static readonly Regex Placeholder = new(
        @"\$?\$\{(?:env:(?<name>\w+)(?::-(?<default>[^}]*))?|(?<word>image|region|account))\}", RegexOptions.CultureInvariant);

    private readonly Func<string, string?> _environment;
    private readonly Func<string, string> _subject;
    private readonly IReadOnlyDictionary<string, (string? Value, string Remedy)> _words;

    /// <param name="environment">Returns an environment variable, or null.</param>
    /// <param name="image">The image, if one was given.</param>
    /// <param name="region">The region.</param>
    /// <param name="account">The account, if the file needs it.</param>
    /// <param name="subject">Names a member in a message.</param>
    public TaskDefinitionPlaceholders(
        Func<string, string?> environment, string? image, string region, string? account, Func<string, string> subject)
    {
        _environment = environment;
        _subject = subject;
        _words = new Dictionary<string, (string?, string)>(StringComparer.Ordinal)
        {
            ["image"] = (image, "Give -ImageUri, or pipe the image that Push-EcrImage emits."),
            ["region"] = (region, ""),
            ["account"] = (account, "Use credentials that may call sts:GetCallerIdentity."),
        };
    }

    /// <summary>Whether a file needs the account id, which takes a call to AWS.</summary>
    public static bool WantsAccount(string? json) => json?.Contains(Account) == true;

    /// <summary>
    /// Escapes a definition's JSON so that nothing is filled in that only looks like a placeholder, such as a shell's <c>${region}</c>.
    /// </summary>
    public static string Escape(string json) => Placeholder.Replace(json, match => "$" + match.Value);

    /// <summary>Fills in every string of a definition.</summary>
    /// <exception cref="EcsToolsException">A placeholder has no value.</exception>
    public void Fill(JsonNode? node, string path = "")
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var member in json.Select(pair => pair.Key).ToList())
                {
                    var at = path.Length == 0 ? member : path + "." + member;
                    Replace(json[member], at, value => json[member] = value);
                }

                break;
            case JsonArray array:
                for (var index = 0; index < array.Count; index++)
                {
                    var position = index;
                    Replace(array[index], $"{path}[{index}]", value => array[position] = value);
                }

                break;
        }
    }

    private void Replace(JsonNode? node, string path, Action<JsonNode?> put)
    {
        if (node is JsonValue value && value.TryGetValue<string>(out var text))
        {
            if (text.Contains("${"))
            {
                put(Placeholder.Replace(text, match => Value(match, path)));
            }
        }
        else
        {
            Fill(node, path);
        }
    }

    private string Value(Match match, string path)
    {
        if (match.Value.StartsWith("$$", StringComparison.Ordinal))
        {
            return match.Value.Substring(1);
        }

        if (match.Groups["word"].Success)
        {
            var word = _words[match.Groups["word"].Value];
            return word.Value ?? throw Missing(match.Value, path, word.Remedy);
        }

        var name = match.Groups["name"].Value;
        return _environment(name)
            ?? (match.Groups["default"].Success ? match.Groups["default"].Value : null)
            ?? throw Missing(match.Value, path,
                $"Set the variable first: $env:{name} = '...'; or write a default into the file: ${{env:{name}:-text}}.");
    }

    private EcsToolsException Missing(string placeholder, string path, string remedy)
        => new(ErrorCodes.PlaceholderWithoutValue,
            $"{_subject(path)} contains {placeholder}, which has no value.", remedy, "Path", placeholder);
}
