using System.Globalization;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>How many tasks run, and on which capacity.</summary>
internal sealed class CountConverter
{
    private readonly ManifestNode _manifest;

    public CountConverter(ManifestNode manifest) => _manifest = manifest;

    /// <summary>Adds scaling and Spot.</summary>
    /// <returns>The number of tasks; null if it was not given.</returns>
    public string? Convert(YamlBlock fargate)
    {
        if (_manifest.IsText("count"))
        {
            return _manifest.Text("count");
        }

        if (_manifest.Map("count") is not { } count)
        {
            return null;
        }

        if (count.Text("spot") is { } spot)
        {
            fargate.Add("spot", "true");
            return spot;
        }

        var (minimum, maximum) = Range(count, fargate);
        var cooldown = count.Map("cooldown");
        fargate.Add("scaling", new YamlBlock()
            .Add("minimum", minimum)
            .Add("maximum", maximum)
            .Add("cpu", Target(count, "cpu_percentage"))
            .Add("memory", Target(count, "memory_percentage"))
            .Add("requests", Target(count, "requests"))
            .Add("inCooldown", cooldown?.Text("in"))
            .Add("outCooldown", cooldown?.Text("out")));
        count.Lost("response_time", "scaling has no target for the response time", "Use scaling: { requests: 1000 }.");
        count.Lost("queue_delay", "scaling has no target for the delay of a queue", "Use scaling: { cpu: 60 }, or set the number of tasks by other means.");
        return minimum;
    }

    private static (string? Minimum, string? Maximum) Range(ManifestNode count, YamlBlock fargate)
    {
        if (count.IsText("range"))
        {
            var parts = count.Text("range")!.Split('-');
            return (parts[0].Trim(), parts[parts.Length - 1].Trim());
        }

        if (count.Map("range") is not { } range)
        {
            return (null, null);
        }

        // From this task on, tasks run on Spot.
        if (range.Text("spot_from") is { } from && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
        {
            fargate.Add("spot", first <= 1 ? new YamlBlock().Add("weight", "1").Add("onDemand", "0")
                : new YamlBlock().Add("weight", "1").Add("onDemand", "0").Add("base", (first - 1).ToString(CultureInfo.InvariantCulture)));
        }

        return (range.Text("min"), range.Text("max"));
    }

    private static string? Target(ManifestNode count, string key)
    {
        if (count.IsText(key))
        {
            return count.Text(key);
        }

        var target = count.Map(key);
        target?.Lost("cooldown", "a pause for each target is not possible", "Use scaling: { inCooldown: 5m, outCooldown: 1m }, for all targets.");
        return target?.Text("value");
    }
}
