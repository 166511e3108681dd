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

    /// <summary>All regions, such as <c>eu-west-1</c>.</summary>
    public static IReadOnlyList<string> Names => RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName).ToList();

    /// <summary>The name of a region, such as <c>Europe (Ireland)</c>.</summary>
    /// <param name="region">System name.</param>
    public static string DisplayName(string region) => RegionEndpoint.GetBySystemName(region).DisplayName;

    /// <summary>Throws if the text does not look like a region. A region that is newer than this module is accepted.</summary>
    internal static void Require(string region, string parameter = "Region")
    {
        var known = RegionEndpoint.EnumerableAllRegions.Any(one => one.SystemName == region);
        if (known
            || (Form.IsMatch(region) && RegionEndpoint.AllPartitionRegionRegex.Any(form => Regex.IsMatch(region, form, RegexOptions.CultureInvariant))))
        {
            return;
        }

        throw new EcsToolsException(
            ErrorCodes.InvalidRegion,
            $"'{region}' is not the name of an AWS region (-{parameter}).",
            NearestNames.Suggest(region, Names, "Use a name such as us-east-1 or eu-west-1; press Tab after -Region to see all of them."),
            parameter,
            region);
    }
}
