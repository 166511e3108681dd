using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.TaskDefinitions;

/// <summary>Reads the ways to write a size: the API's numbers, and texts such as "1 vCPU" and "2 GB".</summary>
public static class TaskSizeText
{
    private const long BytesPerMiB = 1024 * 1024;

    private static readonly Regex Cpu =
        new(@"^\s*(?<n>\d*\.?\d+)\s*(?<unit>vcpus?|units?)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Memory =
        new(@"^\s*(?<n>\d*\.?\d+)\s*(?<unit>[mg](i?b)?)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>CPU units from <c>256</c>, <c>0.25 vCPU</c> or <c>1vCPU</c>; null for null or empty text.</summary>
    /// <param name="text">The text to read.</param>
    public static int? ParseCpu(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var match = Cpu.Match(text);
        if (match.Success
            && decimal.TryParse(match.Groups["n"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var inVcpus = match.Groups["unit"].Value.StartsWith("v", System.StringComparison.OrdinalIgnoreCase);
            var units = inVcpus ? number * 1024 : number;
            if (units is > 0 and <= int.MaxValue && units == decimal.Truncate(units))
            {
                return (int)units;
            }

            if (!inVcpus && number is > 0 and < 17)
            {
                throw Invalid(
                    "Cpu",
                    text!,
                    $"Give the unit: -Cpu '{number.ToString(CultureInfo.InvariantCulture)} vCPU'; or give CPU units, of which 1024 are one vCPU.");
            }
        }

        throw Invalid("Cpu", text!, "Give CPU units such as 256, or vCPUs such as '0.25 vCPU'.");
    }

    /// <summary>
    /// MiB from <c>512</c>, <c>1 GB</c>, <c>0.5GB</c> or <c>512 MiB</c>; null for null or empty text. A number of 1048576 or more counts as
    /// bytes, because PowerShell turns an unquoted 1GB into bytes.
    /// </summary>
    /// <param name="text">The text to read.</param>
    public static int? ParseMemory(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var match = Memory.Match(text);
        if (match.Success
            && decimal.TryParse(match.Groups["n"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var unit = match.Groups["unit"].Value;
            var mib = unit.StartsWith("g", System.StringComparison.OrdinalIgnoreCase) ? number * 1024
                : unit.Length == 0 && number >= BytesPerMiB ? number / BytesPerMiB
                : number;
            if (mib is > 0 and <= int.MaxValue && mib == decimal.Truncate(mib))
            {
                return (int)mib;
            }
        }

        throw Invalid("Memory", text!, "Give MiB such as 512, or gigabytes such as '1 GB'.");
    }

    private static EcsToolsException Invalid(string parameter, string text, string remedy)
        => new(
            ErrorCode.InvalidValue(parameter),
            $"'{UntrustedText.Sanitize(text)}' is not a {(parameter == "Cpu" ? "CPU" : "memory")} size.",
            remedy,
            parameter,
            text);
}
