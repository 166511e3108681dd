using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace EcsTools.Campaigns.Mutations;

/// <summary>Changes of YAML that keep most of it YAML: values, keys, lines and indentation.</summary>
internal static class YamlMutations
{
    private static readonly string[] Values =
    [
        "", "~", "[]", "{}", "[[]]", "{ a: }", "-1", "0", "99999999999999999999", "1e309", ".5", "true", "no", "'", "\"", "|", ">-", "&a", "*a", "*env", "!reset null", "!override []",
        "!!binary x", "<<: *env", "? a", "${", "${A", "${A:-${B}", "$$", "${secret:}", "${ssm:/a}", "${cfn:a.b}", "${env:}", "$(x)", "a:b:c", "1:2:3:4", "/:/:/", "a: b: c", "\t", "#",
        "---", "...", "%YAML 9.9", "\u0000", "\u0085", "\u2028", "\ud83d\ude00", "../../..", "//", "\\", "a\\", "C:\\x:/y", "[::1]:80:80", "65536", "80-79:80", "1-65535", "9w9d", "1zb", "web",
    ];

    public static byte[] Mutate(byte[] bytes, Random random)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n').ToList();
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(7))
            {
                case 0:
                    lines[at] = Replaced(lines[at], random);
                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(lines.Count)]);
                    break;
                case 2 when lines.Count > 1:
                    lines.RemoveAt(at);
                    break;
                case 3:
                    lines[at] = new string(random.Next(5) == 0 ? '\t' : ' ', random.Next(9)) + lines[at].TrimStart();
                    break;
                case 4:
                    lines[at] = Nested(lines[at], random);
                    break;
                default:
                    lines[at] = Piece(lines[at], Values[random.Next(Values.Length)], random);
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(string.Join(random.Next(16) == 0 ? "\r\n" : "\n", lines));
    }

    /// <summary>Another value after a colon.</summary>
    private static string Replaced(string line, Random random)
    {
        var colons = Enumerable.Range(0, line.Length).Where(index => line[index] == ':').ToList();
        if (colons.Count == 0)
        {
            return line;
        }

        var start = colons[random.Next(colons.Count)] + 1;
        var end = line.IndexOfAny([',', '}', ']'], start);
        return line[..start] + " " + Values[random.Next(Values.Length)] + (end < 0 || random.Next(4) == 0 ? "" : line[end..]);
    }

    private static string Nested(string line, Random random)
    {
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{ a: ", "}");
        var times = random.Next(3) == 0 ? 200 : 3;
        return Piece(line, string.Concat(Enumerable.Repeat(open, times)) + string.Concat(Enumerable.Repeat(close, random.Next(5) == 0 ? 0 : times)), random);
    }

    private static string Piece(string line, string piece, Random random)
    {
        var start = random.Next(line.Length + 1);
        return line[..start] + piece + line[(start + random.Next(Math.Min(8, line.Length - start) + 1))..];
    }
}
