using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Tests.Support;

/// <summary>Steps of a plan as text.</summary>
internal static class PlanLines
{
    /// <summary>The lines of the diff, without the indentation below the title.</summary>
    public static List<string> Lines(this IEnumerable<EcsPlanStep> steps) => steps.Select(step => step.ToString()[2..]).ToList();

    /// <summary>The steps in words, without signs.</summary>
    public static List<string> Words(this IEnumerable<EcsPlanStep> steps) => steps.Select(step => step.Description).ToList();
}
