using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Build;

/// <summary>The images that a Dockerfile takes files from, as far as their names are known before the build.</summary>
internal sealed class BaseImages
{
    private static readonly Regex Variable = new(@"\$(?:\{(?<name>\w+)(?::-(?<default>[^}]*))?\}|(?<name>\w+))", RegexOptions.CultureInvariant);
    private static readonly Regex FromFlag = new(@"(?:^|\s)--from=(\S+)", RegexOptions.CultureInvariant);
    private static readonly Regex MountSource = new(@"(?:^|\s)--mount=(?:\S*,)?from=([^,\s]+)", RegexOptions.CultureInvariant);

    private readonly List<Reference> _images = new();
    private readonly HashSet<string> _stages = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _values;

    private BaseImages(Dictionary<string, string> values) => _values = values;

    /// <summary>The images, each once, without build stages and <c>scratch</c>.</summary>
    public IReadOnlyList<Reference> Images => _images;

    /// <summary>The first image whose name is known only during the build, as the Dockerfile writes it; null if all names are known.</summary>
    public string? Unknown { get; private set; }

    /// <summary>Finds the images.</summary>
    /// <param name="instructions">The instructions of the stages that are built.</param>
    /// <param name="buildArguments">The values of build arguments.</param>
    public static BaseImages Of(IReadOnlyList<DockerfileInstruction> instructions, IReadOnlyDictionary<string, string> buildArguments)
    {
        var found = new BaseImages(GlobalArguments(instructions, buildArguments));
        foreach (var instruction in instructions)
        {
            found.Read(instruction);
        }

        return found;
    }

    private void Read(DockerfileInstruction instruction)
    {
        switch (instruction.Name)
        {
            case "FROM":
                // A stage has a name only for the instructions after its FROM: "FROM node AS node" means an image.
                var stage = DockerfileStage.Parse(instruction);
                Add(stage.Image);
                if (stage.Name is { } name)
                {
                    _stages.Add(name);
                }

                break;
            case "COPY":
                Add(FromFlag.Match(instruction.Arguments));
                break;
            case "RUN":
                foreach (Match mount in MountSource.Matches(instruction.Arguments))
                {
                    Add(mount);
                }

                break;
        }
    }

    private void Add(Match source)
    {
        if (source.Success)
        {
            Add(source.Groups[1].Value);
        }
    }

    private void Add(string written)
    {
        var name = Expand(written.Trim('"', '\''), _values);
        if (name is not null && (name == "scratch" || _stages.Contains(name) || name.All(char.IsDigit)))
        {
            return;
        }

        if (name is null || Reference.TryParse(name) is not { } image)
        {
            Unknown ??= written;
        }
        else if (!_images.Contains(image))
        {
            _images.Add(image);
        }
    }

    // Only an ARG before the first FROM has an effect on FROM.
    private static Dictionary<string, string> GlobalArguments(
        IReadOnlyList<DockerfileInstruction> instructions, IReadOnlyDictionary<string, string> said)
    {
        var values = new Dictionary<string, string>();
        foreach (var word in instructions.TakeWhile(instruction => instruction.Name == "ARG")
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
        return known && expanded.IndexOf('$') < 0 ? expanded : null;
    }
}
