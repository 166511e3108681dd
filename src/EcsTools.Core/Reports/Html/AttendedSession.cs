using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Reports.Html;

/// <summary>
/// Tells whether a person sits before a session, so that a browser may be opened. A script, a job, a scheduled task and a session over SSH never open one.
/// </summary>
/// <param name="Host">Name of the host of PowerShell, such as <c>ConsoleHost</c>.</param>
/// <param name="Arguments">The arguments of the process, without its own name.</param>
/// <param name="IsRedirected">Whether the input or the output of the process is redirected.</param>
/// <param name="NeedsDisplay">Whether a browser needs a display that a variable names, as on Linux.</param>
/// <param name="Variable">Reads a variable of the environment.</param>
public sealed record AttendedSession(
    string Host, IReadOnlyList<string> Arguments, bool IsRedirected, bool NeedsDisplay, Func<string, string?> Variable)
{
    // "about_Pwsh": the parameters of pwsh that have a value, and those that do not run a command.
    private static readonly string[] WithValue =
    [
        "configurationfile", "configurationname", "custompipename", "executionpolicy", "ep", "ex", "inputformat", "if", "outputformat", "of", "psconsolefile",
        "settingsfile", "version", "windowstyle", "workingdirectory", "wd",
    ];

    private static readonly string[] Switches = ["interactive", "login", "mta", "nologo", "noprofile", "noprofileloadtime", "sta"];

    private static readonly string[] Editors = ["Visual Studio Code Host", "Windows PowerShell ISE Host"];

    /// <summary>Whether a browser may be opened.</summary>
    public bool MayOpenBrowser => !IsRemoteOrJob && !HasArgument("noninteractive", 4)
        && (Editors.Contains(Host) || (Host == "ConsoleHost" && !IsRedirected && IsPrompt));

    private bool IsRemoteOrJob => Has("CI") || Has("SSH_CONNECTION") || (NeedsDisplay && !Has("DISPLAY") && !Has("WAYLAND_DISPLAY"));

    /// <summary>Whether the process shows a prompt: it was started without a command or a script, or stays after it.</summary>
    private bool IsPrompt
    {
        get
        {
            if (HasArgument("noexit", 3))
            {
                return true;
            }

            for (var i = 0; i < Arguments.Count; i++)
            {
                if (NameOf(Arguments[i]) is not { } name)
                {
                    return false;
                }

                if (WithValue.Any(known => Abbreviates(name, known)))
                {
                    i++;
                }
                else if (!Switches.Any(known => Abbreviates(name, known)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private bool Has(string variable) => !string.IsNullOrEmpty(Variable(variable));

    private bool HasArgument(string name, int least)
        => Arguments.Any(argument => NameOf(argument) is { } given && given.Length >= least && name.StartsWith(given, StringComparison.Ordinal));

    /// <summary>The name of a parameter; null if the argument is none.</summary>
    private static string? NameOf(string argument)
        => argument.Length > 1 && argument[0] is '-' or '/' && argument.IndexOf('/', 1) < 0 ? argument.TrimStart('-', '/').ToLowerInvariant() : null;

    private static bool Abbreviates(string given, string name)
        => given == name || (given.Length >= Math.Min(3, name.Length) && name.StartsWith(given, StringComparison.Ordinal));
}
