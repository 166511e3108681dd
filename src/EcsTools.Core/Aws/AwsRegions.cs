using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Amazon;

namespace EcsTools.Aws;

/// <summary>The AWS regions that the SDK knows.</summary>
public static class AwsRegions
{
    // The SDK's own pattern accepts any word as the direction, and so takes eu-wset-1 for a new region.
    private static readonly Regex Form = new(
        "^[a-z]{2,4}(-[a-z]{2,5})?-(central|((north|south)(east|west)?|east|west))-[0-9]{1,2}$",
        RegexOptions.CultureInvariant);

    private static readonly Regex Zone = new("^([a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2})(?:-[a-z]{3}-[0-9]{1,2})?[a-z]$", RegexOptions.CultureInvariant);

    /// <summary>All regions, such as <c>eu-west-1</c>.</summary>
    public static IReadOnlyList<string> Names => RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName).ToList();

    /// <summary>The name of a region, such as <c>Europe (Ireland)</c>.</summary>
    /// <param name="region">System name.</param>
    public static string DisplayName(string region) => RegionEndpoint.GetBySystemName(region).DisplayName;

    /// <summary>Throws if the text does not look like a region. A region that is newer than this module is accepted.</summary>
    public static void Require(string region, string parameter = "Region")
    {
        var known = RegionEndpoint.EnumerableAllRegions.Any(one => one.SystemName == region);
        if (known
            || (Form.IsMatch(region) && RegionEndpoint.AllPartitionRegionRegex.Any(form => Regex.IsMatch(region, form, RegexOptions.CultureInvariant))))
        {
            return;
        }

        throw new EcsToolsException(
            ErrorCodes.InvalidRegion,
            ZoneOf(region) is null
                ? $"'{UntrustedText.Sanitize(region)}' is not the name of an AWS region (-{parameter})."
                : $"'{region}' is an availability zone, and not a region (-{parameter}).",
            Remedy(region, parameter),
            parameter,
            region);
    }

    private static string Remedy(string given, string parameter)
    {
        if (ZoneOf(given) is { } zone)
        {
            return $"Give the region of the zone: -{parameter} {zone}";
        }

        // US-EAST-1, us_east_1, 'us east 1', and the name that the console shows, such as 'Europe (Ireland)' or Ireland.
        var letters = Letters(given);
        var meant = RegionEndpoint.EnumerableAllRegions.Where(region => Letters(region.SystemName) == letters).ToList();
        if (meant.Count == 0 && letters.Length > 0)
        {
            meant = RegionEndpoint.EnumerableAllRegions.Where(region => Letters(region.DisplayName) == letters || Letters(Place(region)) == letters).ToList();
        }

        return meant.Count == 1
            ? $"Give the name of the region as AWS writes it: -{parameter} {meant[0].SystemName}"
            : NearestNames.Suggest(given.Trim(), Names, "Use a name such as us-east-1 or eu-west-1; press Tab after -Region to see all of them.");
    }

    /// <summary>The region of an availability zone (<c>us-east-1a</c>) or of a local zone (<c>us-east-1-bos-1a</c>); null for another text.</summary>
    private static string? ZoneOf(string text)
    {
        var match = Zone.Match(text);
        return match.Success && Names.Contains(match.Groups[1].Value) ? match.Groups[1].Value : null;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Place(RegionEndpoint region)
        => region.DisplayName.IndexOf('(') is var open and > 0 ? region.DisplayName.Substring(open) : region.DisplayName;
}
