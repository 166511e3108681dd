using System;
using System.Text;

namespace EcsTools;

/// <summary>Text from outside in a message: a name in an archive may be a megabyte long, or hold characters that a terminal obeys.</summary>
public static class ForeignText
{
    /// <summary>The text without control characters, and shortened.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Characters that are shown.</param>
    public static string Shown(string text, int longest = 100)
    {
        var shown = new StringBuilder(text, 0, Math.Min(text.Length, longest), longest + 1);
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(shown[i]) ? '\uFFFD' : shown[i];
        }

        return (text.Length > longest ? shown.Append('…') : shown).ToString();
    }
}
