using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Host;
using System.Text;
using EcsTools.Pipeline;

namespace EcsTools.Formatting;

/// <summary>Lines of a terminal that are drawn again in place.</summary>
internal sealed class TerminalArea
{
    private readonly PSHostUserInterface _ui;
    private int _drawn;
    private int _width;

    private TerminalArea(PSHostUserInterface ui) => _ui = ui;

    /// <summary>The area below the cursor; null if the host's output is not a terminal that can be drawn on.</summary>
    /// <param name="host">The host of the session.</param>
    public static TerminalArea? TryCreate(PSHost host)
    {
        try
        {
            return host.UI is { SupportsVirtualTerminal: true, RawUI: { } raw } ui && !Console.IsOutputRedirected
                && raw.WindowSize is { Width: > 20, Height: > 5 }
                ? new TerminalArea(ui)
                : null;
        }
        catch (Exception problem) when (HostFaults.IsLack(problem) || problem is InvalidOperationException or System.IO.IOException)
        {
            // A host without a screen, or a console that is closed.
            return null;
        }
    }

    /// <summary>Draws lines over those that were drawn before.</summary>
    /// <param name="lines">The lines. Those that are too long are cut.</param>
    /// <param name="last">Lines after them, of which only the last ones are drawn if the terminal is not high enough.</param>
    public void Draw(IReadOnlyList<string> lines, IReadOnlyList<string> last)
    {
        var size = _ui.RawUI.WindowSize;
        var room = Math.Max(1, size.Height - 1);
        var shown = lines.Take(room).ToList();
        shown.AddRange(last.Skip(Math.Max(0, last.Count - (room - shown.Count))));
        var text = new StringBuilder();

        // Lines that wrap differently since the window got another width cannot be found again, so the drawing starts anew below them.
        if (_drawn > 0 && _width == size.Width)
        {
            text.Append("\u001b[").Append(Math.Min(_drawn, room)).Append("A\r");
        }

        foreach (var line in shown)
        {
            text.Append(Cut(line, size.Width - 1)).Append("\u001b[K\n");
        }

        _ui.Write(text.Append("\u001b[J").ToString());
        (_drawn, _width) = (shown.Count, size.Width);
    }

    /// <summary>Cuts a line to a number of columns. A Korean letter takes two.</summary>
    private string Cut(string line, int columns)
    {
        // A control character of an event or a name must not move the cursor.
        var clean = new string(line.Select(letter => char.IsControl(letter) ? ' ' : letter).ToArray());
        if (_ui.RawUI.LengthInBufferCells(clean) <= columns)
        {
            return clean;
        }

        var length = Math.Min(clean.Length, columns - 1);
        while (length > 0 && _ui.RawUI.LengthInBufferCells(clean.Substring(0, length)) > columns - 1)
        {
            length--;
        }

        return clean.Substring(0, length > 0 && char.IsHighSurrogate(clean[length - 1]) ? length - 1 : length) + "…";
    }
}
