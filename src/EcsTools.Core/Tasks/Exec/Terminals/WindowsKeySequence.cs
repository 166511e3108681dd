using System;
using System.Collections.Generic;
using System.Globalization;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>What xterm sends for a key event of a Windows console.</summary>
internal static class WindowsKeySequence
{
    private const ushort AltKey = 0x12;
    private const uint RightAlt = 0x1;
    private const uint LeftAlt = 0x2;
    private const uint Control = 0x4 | 0x8;
    private const uint Shift = 0x10;

    // Virtual key codes with the last letter of "ESC [ letter".
    private static readonly Dictionary<ushort, char> Letters = new()
    {
        [0x26] = 'A',
        [0x28] = 'B',
        [0x27] = 'C',
        [0x25] = 'D',
        [0x24] = 'H',
        [0x23] = 'F',
        [0x70] = 'P',
        [0x71] = 'Q',
        [0x72] = 'R',
        [0x73] = 'S',
    };

    // Virtual key codes with the number of "ESC [ number ~": Insert, Delete, Page Up, Page Down, F5 to F12.
    private static readonly Dictionary<ushort, int> Numbers = new()
    {
        [0x2D] = 2,
        [0x2E] = 3,
        [0x21] = 5,
        [0x22] = 6,
        [0x74] = 15,
        [0x75] = 17,
        [0x76] = 18,
        [0x77] = 19,
        [0x78] = 20,
        [0x79] = 21,
        [0x7A] = 23,
        [0x7B] = 24,
    };

    /// <summary>The characters of one event; empty for an event that types nothing.</summary>
    /// <param name="isDown">Whether the key was pressed, not released.</param>
    /// <param name="keyCode">Its virtual key code.</param>
    /// <param name="character">The UTF-16 code unit that it types; 0 if none.</param>
    /// <param name="controlState">The modifier keys, as in KEY_EVENT_RECORD.</param>
    public static string From(bool isDown, ushort keyCode, ushort character, uint controlState)
    {
        if (!isDown)
        {
            // Alt with digits of the number pad types its character when Alt is released.
            return keyCode == AltKey && character != 0 ? ((char)character).ToString() : "";
        }

        return character != 0 ? Typed(keyCode, (char)character, controlState) : Special(keyCode, controlState);
    }

    private static string Typed(ushort keyCode, char character, uint controlState)
    {
        const ushort Backspace = 0x08;
        var text = keyCode == Backspace && character == '\b' ? "\x7f" : character.ToString();

        // The right Alt key together with Control is AltGr, which types characters of its own.
        var isAlt = (controlState & (LeftAlt | RightAlt)) != 0 && (controlState & Control) == 0;
        return isAlt ? "\x1b" + text : text;
    }

    private static string Special(ushort keyCode, uint controlState)
    {
        var modifiers = 1
            + ((controlState & Shift) != 0 ? 1 : 0)
            + ((controlState & (LeftAlt | RightAlt)) != 0 ? 2 : 0)
            + ((controlState & Control) != 0 ? 4 : 0);
        var suffix = modifiers == 1 ? "" : ";" + modifiers.ToString(CultureInfo.InvariantCulture);
        if (Letters.TryGetValue(keyCode, out var letter))
        {
            var isFunctionKey = letter >= 'P';
            return suffix.Length > 0 ? $"\x1b[1{suffix}{letter}" : isFunctionKey ? $"\x1bO{letter}" : $"\x1b[{letter}";
        }

        return Numbers.TryGetValue(keyCode, out var number) ? FormattableString.Invariant($"\x1b[{number}{suffix}~") : "";
    }
}
