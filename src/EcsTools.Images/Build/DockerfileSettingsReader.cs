using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Build;

/// <summary>
/// Reads the instructions of the built stage, and of the stages that it is based on. Source: the Dockerfile reference, "EXPOSE", "HEALTHCHECK", "USER" and
/// "Environment replacement".
/// </summary>
internal sealed class DockerfileSettingsReader
{
    // Ports that one EXPOSE of a range may open. A task can have no more port mappings.
    private const int MostPorts = 100;

    private static readonly Regex Variable = new(
        @"\$(?:(?<name>[A-Za-z_]\w*)|\{(?<name>[A-Za-z_]\w*)(?:(?<operator>:[-+])(?<word>[^}]*))?\})", RegexOptions.CultureInvariant);

    private static readonly Regex Port = new(
        @"^(?<from>\d{1,5})(?:-(?<to>\d{1,5}))?(?:/(?<protocol>tcp|udp))?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Duration = new(@"^(?:(?<number>\d+(?:\.\d+)?)(?<unit>h|ms|m|s))+$", RegexOptions.CultureInvariant);

    private readonly Dockerfile _file;
    private readonly Dictionary<string, string> _arguments;
    private readonly Dictionary<string, string> _global = new(StringComparer.Ordinal);
    private readonly List<List<DockerfileInstruction>> _stages = [];
    private readonly List<string> _ports = [];
    private readonly List<string> _unknown = [];
    private DockerfileHealthCheck? _check;
    private string? _user;
    private string? _platform;

    public DockerfileSettingsReader(Dockerfile file, IReadOnlyDictionary<string, string> buildArguments)
    {
        _file = file;
        _arguments = buildArguments.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var instruction in file.Instructions)
        {
            if (instruction.Name == "FROM")
            {
                _stages.Add([]);
            }

            if (_stages.Count > 0)
            {
                _stages[_stages.Count - 1].Add(instruction);
            }
            else if (instruction.Name == "ARG")
            {
                Argument(instruction, _global);
            }
        }
    }

    public DockerfileSettings Read(string? target)
    {
        if (_stages.Count > 0)
        {
            Stage(target is null ? _stages.Count - 1 : IndexOf(target, _stages.Count));
        }

        return new DockerfileSettings
        {
            Path = _file.Path,
            Ports = _ports.Distinct(StringComparer.Ordinal).ToList(),
            HealthCheck = _check,
            User = _user,
            Platform = _platform,
            Unknown = _unknown,
        };
    }

    /// <summary>Reads a stage after the one that it is based on, and returns the variables that it has at its end.</summary>
    private Dictionary<string, string> Stage(int index)
    {
        var from = _stages[index][0];
        var image = Replaced(DockerfileStage.Parse(from).Image, _global) ?? "";
        var parent = IndexOf(image, index);
        var variables = parent >= 0 ? Stage(parent) : new Dictionary<string, string>(StringComparer.Ordinal);
        if (Regex.Match(from.Arguments, @"--platform=(\S+)", RegexOptions.CultureInvariant) is { Success: true } match)
        {
            // The platform of the machine that builds says nothing about the machine that runs the image.
            _platform = Replaced(match.Groups[1].Value, _global) ?? _platform;
        }

        foreach (var instruction in _stages[index].Skip(1))
        {
            Read(instruction, variables);
        }

        return variables;
    }

    /// <summary>The stage with this name or number before another one; -1 if there is none.</summary>
    private int IndexOf(string name, int before)
    {
        for (var i = Math.Min(before, _stages.Count) - 1; i >= 0; i--)
        {
            if (string.Equals(_file.Stages[i].Name, name, StringComparison.OrdinalIgnoreCase)
                || name == i.ToString(CultureInfo.InvariantCulture))
            {
                return i;
            }
        }

        return -1;
    }

    private void Read(DockerfileInstruction instruction, Dictionary<string, string> variables)
    {
        switch (instruction.Name)
        {
            case "ARG":
                Argument(instruction, variables);
                break;
            case "ENV":
                Environment(instruction.Arguments, variables);
                break;
            case "EXPOSE":
                Expose(instruction, variables);
                break;
            case "HEALTHCHECK":
                _check = Check(instruction.Arguments);
                break;
            case "USER":
                _user = Known(instruction, variables) ?? _user;
                break;
            default:
                break;
        }
    }

    private void Argument(DockerfileInstruction instruction, Dictionary<string, string> variables)
    {
        foreach (var word in Words(instruction.Arguments))
        {
            var name = word.Split('=')[0];
            var value = _arguments.TryGetValue(name, out var given) ? given
                : word.Length > name.Length ? Replaced(word.Substring(name.Length + 1), variables)
                : _global.TryGetValue(name, out var before) ? before : null;
            if (value is not null)
            {
                variables[name] = value;
            }
        }
    }

    private static void Environment(string arguments, Dictionary<string, string> variables)
    {
        var words = Words(arguments);
        if (words.Count > 0 && words[0].IndexOf('=') < 0)
        {
            // The old form: ENV name the rest is the value
            if (Replaced(arguments.Substring(words[0].Length).Trim(), variables) is { } value)
            {
                variables[words[0]] = value;
            }

            return;
        }

        foreach (var word in words)
        {
            var name = word.Split('=')[0];
            if (Replaced(word.Substring(name.Length).TrimStart('='), variables) is { } value)
            {
                variables[name] = value;
            }
        }
    }

    private void Expose(DockerfileInstruction instruction, Dictionary<string, string> variables)
    {
        foreach (var match in Words(Known(instruction, variables) ?? "").Select(word => Port.Match(word)).Where(match => match.Success))
        {
            var first = int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture);
            var last = match.Groups["to"].Success ? int.Parse(match.Groups["to"].Value, CultureInfo.InvariantCulture) : first;
            var suffix = match.Groups["protocol"].Value.Equals("udp", StringComparison.OrdinalIgnoreCase) ? "/udp" : "";
            for (var port = first; port <= Math.Min(last, first + MostPorts - 1); port++)
            {
                _ports.Add(port.ToString(CultureInfo.InvariantCulture) + suffix);
            }
        }
    }

    private static DockerfileHealthCheck? Check(string arguments)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = arguments;
        while (Regex.Match(rest, @"^--(?<name>[a-z-]+)=(?<value>\S+)\s+", RegexOptions.CultureInvariant) is { Success: true } option)
        {
            options[option.Groups["name"].Value] = option.Groups["value"].Value;
            rest = rest.Substring(option.Length);
        }

        if (!rest.StartsWith("CMD", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var line = rest.Substring("CMD".Length).Trim();
        var command = List(line) is { } words ? new[] { "CMD" }.Concat(words).ToList() : new List<string> { "CMD-SHELL", line };
        return new DockerfileHealthCheck(
            command,
            Time("interval", 30),
            Time("timeout", 30),
            Time("start-period", 0),
            options.TryGetValue("retries", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var retries) && retries > 0
                ? retries : 3);

        TimeSpan Time(string name, int seconds)
            => options.TryGetValue(name, out var value) && Duration.Match(value) is { Success: true } match ? Sum(match) : TimeSpan.FromSeconds(seconds);
    }

    private static TimeSpan Sum(Match duration)
    {
        var seconds = 0.0;
        for (var i = 0; i < duration.Groups["number"].Captures.Count; i++)
        {
            var number = double.Parse(duration.Groups["number"].Captures[i].Value, CultureInfo.InvariantCulture);
            seconds += number * duration.Groups["unit"].Captures[i].Value switch { "h" => 3600, "m" => 60, "ms" => 0.001, _ => 1 };
        }

        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
    }

    /// <summary>The words of the JSON form; null for the form of the shell.</summary>
    private static List<string>? List(string text)
    {
        if (!text.StartsWith("[", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var array = JsonText.ParseArray(Encoding.UTF8.GetBytes(text), "HEALTHCHECK");
            return array.All(item => item is JsonValue value && value.TryGetValue<string>(out _))
                ? array.Select(item => item!.GetValue<string>()).ToList() : null;
        }
        catch (MalformedContentException)
        {
            // Docker, too, takes what is not JSON for a line of the shell.
            return null;
        }
    }

    /// <summary>The arguments with their variables replaced; null, and noted, if a value is not known.</summary>
    private string? Known(DockerfileInstruction instruction, Dictionary<string, string> variables)
    {
        var text = Replaced(instruction.Arguments, variables);
        if (text is null)
        {
            _unknown.Add($"line {instruction.Line}: {instruction.Name} {instruction.Arguments}");
        }

        return text?.Trim();
    }

    private static string? Replaced(string text, Dictionary<string, string> variables)
    {
        var isKnown = true;
        var replaced = Variable.Replace(text.Trim('"', '\''), match =>
        {
            var isSet = variables.TryGetValue(match.Groups["name"].Value, out var value) && (value.Length > 0 || !match.Groups["operator"].Success);
            switch (match.Groups["operator"].Value)
            {
                case ":-":
                    return isSet ? value! : match.Groups["word"].Value;
                case ":+":
                    return isSet ? match.Groups["word"].Value : "";
                default:
                    isKnown &= isSet;
                    return value ?? "";
            }
        });
        return isKnown ? replaced : null;
    }

    /// <summary>Words that are separated by blanks. A word in quotation marks can contain blanks.</summary>
    private static List<string> Words(string text)
        => Regex.Matches(text, @"(?:[^\s""']|""(?:\\.|[^""\\])*""|'[^']*')+", RegexOptions.CultureInvariant).Cast<Match>()
            .Select(match => match.Value).ToList();
}
