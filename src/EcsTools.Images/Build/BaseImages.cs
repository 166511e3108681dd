using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Build;

/// <summary>The images that a Dockerfile pulls from registries, if their names are known before the build.</summary>
internal static class BaseImages
{
    private static readonly Regex Variable = new(@"\$(?:\{(?<name>\w+)(?::-(?<default>[^}]*))?\}|(?<name>\w+))", RegexOptions.CultureInvariant);
    private static readonly Regex FromFlag = new(@"(?:^|\s)--from=(\S+)", RegexOptions.CultureInvariant);

    /// <summary>The images, each once, without build stages and <c>scratch</c>.</summary>
    public static IReadOnlyList<Reference> From(Dockerfile dockerfile, IReadOnlyDictionary<string, string> buildArguments)
    {
        var values = GlobalArguments(dockerfile, buildArguments);
        var stages = new HashSet<string>(dockerfile.Stages.Select(stage => stage.Name).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        var copied = dockerfile.Instructions.Where(instruction => instruction.Name == "COPY")
            .Select(instruction => FromFlag.Match(instruction.Arguments)).Where(match => match.Success).Select(match => match.Groups[1].Value);
        return dockerfile.Stages.Select(stage => stage.Image).Concat(copied)
            .Select(image => Expand(image.Trim('"', '\''), values))
            .OfType<string>()
            .Where(image => image != "scratch" && !stages.Contains(image) && !image.All(char.IsDigit))
            .Distinct()
            .Select(Reference.TryParse)
            .OfType<Reference>()
            .ToList();
    }

    // Only an ARG before the first FROM has an effect on FROM.
    private static Dictionary<string, string> GlobalArguments(Dockerfile dockerfile, IReadOnlyDictionary<string, string> said)
    {
        var values = new Dictionary<string, string>();
        foreach (var word in dockerfile.Instructions.TakeWhile(instruction => instruction.Name == "ARG")
            .SelectMany(argument => argument.Arguments.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries)))
        {
            var parts = word.Split(new[] { '=' }, 2);
            if (said.TryGetValue(parts[0], out var given))
            {
                values[parts[0]] = given;
            }
            else if (parts.Length == 2 && Expand(parts[1].Trim('"', '\''), values) is { } value)
            {
                values[parts[0]] = value;
            }
        }

        return values;
    }

    private static string? Expand(string text, Dictionary<string, string> values)
    {
        var known = true;
        var expanded = Variable.Replace(text, match =>
        {
            if (values.TryGetValue(match.Groups["name"].Value, out var value) && value.Length > 0)
            {
                return value;
            }

            known &= match.Groups["default"].Success;
            return match.Groups["default"].Value;
        });
        return known ? expanded : null;
    }
}
