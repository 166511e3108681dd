using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules.Conversion;

/// <summary>Converts the lines of a crontab. Source: crontab(5).</summary>
/// <param name="zone">The time zone of lines without CRON_TZ.</param>
/// <param name="now">The current time.</param>
/// <param name="name">The name for the schedules; null for the name of the program in each line.</param>
/// <param name="hasUser">Whether the lines name a user before the command, as those of /etc/crontab do.</param>
public sealed class CrontabConverter(ScheduleTimeZone zone, DateTimeOffset now, string? name = null, bool hasUser = false)
{
    /// <summary>The most characters that are read.</summary>
    public const int LongestText = 1 << 20;

    private static readonly Regex Assignment = new("^\\s*(?<name>[A-Za-z_]\\w*|\"[^\"]+\"|'[^']+')\\s*=\\s*(?<value>.*?)\\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex Line = new(
        @"^\s*(?<times>@[A-Za-z]+|\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(?<command>\S.*)$", RegexOptions.CultureInvariant);

    // What cron itself uses, and a container has of its own.
    private static readonly string[] OfCron = ["SHELL", "PATH", "HOME", "LOGNAME", "USER", "MAILTO", "MAILFROM", "CRON_TZ", "TZ"];

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The schedules that run at the times of the lines.</summary>
    /// <param name="text">The crontab.</param>
    /// <param name="source">Name of the source, for messages.</param>
    /// <exception cref="EcsToolsException">The text is too long, or a time zone in it is unknown.</exception>
    public IReadOnlyList<ScheduleConversion> Convert(string text, string source)
    {
        if (text.Length > LongestText)
        {
            throw new EcsToolsException(
                ErrorCodes.CrontabTooLong,
                $"'{source}' has more than {LongestText:N0} characters, which no crontab has.",
                "Give a crontab, such as the output of crontab -l.",
                "Path",
                source);
        }

        var found = new List<ScheduleConversion>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r').TrimStart();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (Assignment.Match(line) is { Success: true } assignment)
            {
                _variables[Unquoted(assignment.Groups["name"].Value)] = Unquoted(assignment.Groups["value"].Value);
            }
            else
            {
                found.AddRange(OfLine(line, $"{source}, line {i + 1}"));
            }
        }

        return Distinct(found);
    }

    private IReadOnlyList<ScheduleConversion> OfLine(string line, string source)
    {
        var findings = new List<ScheduleFinding>();
        var match = Line.Match(line);
        var times = match.Success ? match.Groups["times"].Value : line;
        var command = match.Success ? match.Groups["command"].Value : "";
        var user = hasUser ? command.Split(' ', '\t')[0] : "";
        command = Input(command.Substring(user.Length).Trim(), findings);
        var lineZone = _variables.TryGetValue("CRON_TZ", out var named) ? ScheduleTimeZone.Parse(named) : zone;
        var drafts = Expressions(times, findings)
            .Select(expression => new ScheduleDraft(expression, lineZone, null, null, TimeSpan.Zero, IsEnabled: true)).ToList();
        if (_variables.TryGetValue("MAILTO", out var address) && address.Length > 0)
        {
            findings.Add(ConversionFindings.Mail(address));
        }

        var pattern = new ScheduleConversion
        {
            ScheduleName = name ?? ProgramOf(command),
            Source = source,
            Description = line.Length > 0 ? line : null,
            Command = command.Length == 0 ? [] : [_variables.TryGetValue("SHELL", out var shell) ? shell : "/bin/sh", "-c", command],
            Environment = _variables.Where(variable => !OfCron.Contains(variable.Key)).ToDictionary(pair => pair.Key, pair => pair.Value),
            Findings = findings,
        };
        return ScheduleDraft.Complete(pattern, drafts, now);
    }

    private static IReadOnlyList<ScheduleExpression> Expressions(string times, List<ScheduleFinding> findings)
    {
        if (times.Equals("@reboot", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(ConversionFindings.Reboot());
            return [];
        }

        var fields = times.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 1 && UnixCron.Nickname(times) is { } nickname)
        {
            return [ScheduleExpression.FromCron(nickname)];
        }

        var translated = UnixCron.Translate(fields);
        if (translated.Count == 0)
        {
            findings.Add(UnixCron.RestrictsBothDays(fields) ? ConversionFindings.BothDays(times) : ConversionFindings.InvalidLine(times));
        }
        else if (translated.Count > 1)
        {
            findings.Add(ConversionFindings.EitherDay());
        }

        return translated.Select(expression => ScheduleExpression.FromCron(expression)).ToList();
    }

    /// <summary>The command without what cron gives to its input: the text after the first % that has no backslash.</summary>
    private static string Input(string command, List<ScheduleFinding> findings)
    {
        var text = new StringBuilder();
        for (var i = 0; i < command.Length; i++)
        {
            if (command[i] == '\\' && i + 1 < command.Length && command[i + 1] == '%')
            {
                text.Append('%');
                i++;
            }
            else if (command[i] == '%')
            {
                findings.Add(ConversionFindings.Input());
                break;
            }
            else
            {
                text.Append(command[i]);
            }
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The name of the first program of a command, without its folder and ending: <c>/opt/backup.sh --all</c> is <c>backup</c>.</summary>
    private static string ProgramOf(string command)
    {
        var words = command.Split([' ', '\t', ';', '&', '|', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        var program = words.FirstOrDefault(word => word.IndexOf('=') < 0 && word != "cd" && word[0] != '-') ?? "task";
        var file = program.Substring(program.LastIndexOf('/') + 1);
        var dot = file.IndexOf('.');
        return dot > 0 ? file.Substring(0, dot) : file;
    }

    private static string Unquoted(string text)
        => text.Length >= 2 && text[0] is '"' or '\'' && text[text.Length - 1] == text[0] ? text.Substring(1, text.Length - 2) : text;

    /// <summary>Two lines with the same program get names that differ.</summary>
    private static IReadOnlyList<ScheduleConversion> Distinct(List<ScheduleConversion> conversions)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return conversions.Select(conversion =>
        {
            var unique = conversion.ScheduleName;
            for (var i = 2; !used.Add(unique); i++)
            {
                unique = $"{conversion.ScheduleName.Substring(0, Math.Min(60, conversion.ScheduleName.Length))}-{i}";
            }

            return conversion with { ScheduleName = unique, Findings = conversion.Findings.Select(finding => finding with { ScheduleName = unique }).ToList() };
        }).ToList();
    }
}
