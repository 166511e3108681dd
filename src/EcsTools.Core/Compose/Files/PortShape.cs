using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Ports in the long form: <c>8080-8081:80-81/tcp</c> becomes one mapping for each port of the container.</summary>
internal static class PortShape
{
    private const int Most = 1000;

    private static readonly Regex Short = new(
        @"^(?:(?<ip>\[[0-9A-Fa-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}):)?(?:(?<from>\d{1,5})(?:-(?<fromEnd>\d{1,5}))?:|(?<any>):)?"
            + @"(?<to>\d{1,5})(?:-(?<toEnd>\d{1,5}))?(?:/(?<protocol>[a-zA-Z]+))?$",
        RegexOptions.CultureInvariant);

    public static YamlValue Ports(YamlValue value, string name)
    {
        var ports = ValueShapes.List(value, name).SelectMany(item => item is YamlMap map ? [map] : Long(ValueShapes.Text(item, name))).Take(Most + 1).ToList();
        return ports.Count <= Most ? new YamlList(value.Position, ports) { Mark = value.Mark }
            : throw ComposeProblem.At(value.Position, $"{name} has more than {Most} ports", "Use smaller ranges.");
    }

    private static IEnumerable<YamlValue> Long(YamlScalar text)
    {
        var match = Short.Match(text.Text);
        var (first, last) = Range(match, "to");
        if (!match.Success || first < 1 || last > 65535 || last < first)
        {
            throw ComposeProblem.At(
                text.Position,
                $"'{UntrustedText.Sanitize(text.Text)}' is not a port",
                "Write the port of the container, such as \"80\", or with the port of the host in front: \"8080:80\". "
                    + "Use quotation marks, because YAML reads 22:22 as a number.");
        }

        var (hostFirst, hostLast) = Range(match, "from");
        var hosts = hostLast - hostFirst;
        if (match.Groups["from"].Success && hosts != last - first && !(last == first && hosts > 0))
        {
            throw ComposeProblem.At(
                text.Position, $"'{text.Text}' has a range of {hosts + 1} ports for {last - first + 1} ports of the container",
                "Use two ranges of the same length.");
        }

        for (var port = first; port <= last; port++)
        {
            var published = !match.Groups["from"].Success ? null
                : last == first && hosts > 0 ? $"{hostFirst}-{hostLast}"
                : Number(hostFirst + port - first);
            yield return ValueShapes.Map(
                text,
                ("target", new YamlScalar(text.Position, Number(port), IsQuoted: false)),
                ("published", ValueShapes.TextAt(text, published)),
                ("host_ip", ValueShapes.TextAt(text, match.Groups["ip"].Success ? match.Groups["ip"].Value.Trim('[', ']') : null)),
                ("protocol", ValueShapes.TextAt(text, match.Groups["protocol"].Success ? match.Groups["protocol"].Value.ToLowerInvariant() : "tcp")));
        }
    }

    private static (int First, int Last) Range(Match match, string name)
    {
        if (!match.Groups[name].Success)
        {
            return (0, 0);
        }

        var first = int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        return (first, match.Groups[name + "End"].Success ? int.Parse(match.Groups[name + "End"].Value, CultureInfo.InvariantCulture) : first);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
