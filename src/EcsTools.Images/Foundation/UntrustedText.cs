using System;
using System.Text;

namespace EcsTools;

/// <summary>Text from outside that a message shows. A name in an archive may be a megabyte long, or contain control characters for a terminal.</summary>
public static class UntrustedText
{
    /// <summary>Returns the text without control characters, shortened.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters to show.</param>
    public static string Sanitize(string text, int longest = 100)
    {
        var shown = new StringBuilder(text, 0, Math.Min(text.Length, longest), longest + 1);
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(shown[i]) ? '\uFFFD' : shown[i];
        }

        return (text.Length > longest ? shown.Append('…') : shown).ToString();
    }
}
