using System;
using EcsTools.Compose.Yaml;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Compose.Copilot;

/// <summary>When a job runs.</summary>
internal sealed class ScheduleConverter
{
    private const string Every = "@every ";

    private readonly ManifestNode _manifest;

    public ScheduleConverter(ManifestNode manifest) => _manifest = manifest;

    public void Convert(YamlBlock fargate)
    {
        _manifest.Lost("retries", "a run that fails is not started again", "Handle it in the program.");
        _manifest.Lost("timeout", "a run has no time limit", "Let the program end by itself.");
        var on = _manifest.Map("on");
        if (on?.Text("schedule") is not { } text || text == "none")
        {
            fargate.Add("runOnce", "true");
            on?.Lost("schedule", "the job has no schedule, so it runs once when the app is published", "Give x-fargate a schedule.");
            return;
        }

        if (text.StartsWith(Every, StringComparison.Ordinal))
        {
            fargate.Add("schedule", new YamlBlock().Add("every", text.Substring(Every.Length).Trim()));
        }
        else if (text.StartsWith("rate(", StringComparison.Ordinal) || text.StartsWith("cron(", StringComparison.Ordinal))
        {
            fargate.Add("schedule", text);
        }
        else if (Cron(text) is { } cron)
        {
            fargate.Add("schedule", new YamlBlock().Add("cron", cron));
        }
        else
        {
            on.Lost("schedule", $"'{UntrustedText.Sanitize(text)}' cannot be written as one schedule of AWS", "Write it under x-fargate: schedule.");
        }
    }

    private static string? Cron(string text)
        => UnixCron.Nickname(text) ?? UnixCron.ToAws(text.Split([' '], StringSplitOptions.RemoveEmptyEntries));
}
