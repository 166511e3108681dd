using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Pipeline;

/// <summary>What a command would do, as <c>-WhatIf</c> and <c>-Confirm</c> show it: a sentence, and under it each step and each difference.</summary>
internal static class PlanText
{
    public static string From(string sentence, IEnumerable<string> steps, IEnumerable<FieldChange>? differences = null)
        => string.Join(
            Environment.NewLine,
            new[] { sentence }
                .Concat(steps.Select(step => "  " + step))
                .Concat((differences ?? []).Select(change => "  " + change)));
}
