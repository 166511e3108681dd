using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Pipeline;

/// <summary>
/// Describes what a command would do, for <c>-WhatIf</c> and <c>-Confirm</c>: a sentence, and below it each step and each difference.
/// </summary>
internal static class PlanText
{
    public static string From(string sentence, IEnumerable<string> steps, IEnumerable<FieldChange>? differences = null)
        => string.Join(
            Environment.NewLine,
            new[] { sentence }
                .Concat(steps.Select(step => "  " + step))
                .Concat((differences ?? []).Select(change => "  " + change)));
}
