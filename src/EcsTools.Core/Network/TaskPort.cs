using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.Network;

/// <summary>One port a container listens on.</summary>
/// <param name="Number">1 to 65535.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record TaskPort(int Number, string Protocol)
{
    /// <summary>Its name, by which a service publishes it in a Service Connect namespace; null if it has none.</summary>
    public string? Name { get; init; }

    private static readonly Regex Form =
        new(@"^\s*(?:(?<host>\d+):)?(?<port>\d+)(?:/(?<protocol>tcp|udp))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// Reads <c>80</c>, <c>53/udp</c> or <c>80:80</c>. A Fargate task has its own address, so host port and container port are the same: a
    /// pair of different ports is rejected.
    /// </summary>
    /// <param name="text">The text to read.</param>
    /// <param name="protocol">Protocol to use if the text names none.</param>
    public static TaskPort Parse(string text, string protocol = "tcp")
    {
        var match = Form.Match(text ?? "");
        if (!match.Success || !TryNumber(match.Groups["port"].Value, out var port))
        {
            throw Invalid(text, "is not a port", "Give a port from 1 to 65535, such as 80, or 53/udp.");
        }

        if (match.Groups["host"].Success && (!TryNumber(match.Groups["host"].Value, out var host) || host != port))
        {
            throw Invalid(
                text,
                "maps one port to another, which Fargate does not support: each task has its own network interface",
                $"Use -Port {port}, the port the container listens on, and reach the task there.");
        }

        return new TaskPort(port, match.Groups["protocol"].Success ? match.Groups["protocol"].Value.ToLowerInvariant() : protocol);
    }

    /// <summary>The port as text: <c>80</c> or <c>53/udp</c>.</summary>
    public override string ToString()
        => Protocol == "tcp"
            ? Number.ToString(CultureInfo.InvariantCulture) : Number.ToString(CultureInfo.InvariantCulture) + "/" + Protocol;

    private static bool TryNumber(string text, out int number)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 65535;

    private static EcsToolsException Invalid(string? text, string problem, string remedy)
        => new(ErrorCodes.InvalidPort, $"'{text}' {problem}.", remedy, "Port", text);
}
