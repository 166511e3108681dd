using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.ScheduleTargets;

/// <summary>The result of one firing of a schedule or rule. AWS does not report it.</summary>
/// <param name="Name">The schedule (group/name) or rule.</param>
/// <param name="ScheduledAt">The time it was due, by the fast clock.</param>
/// <param name="InvokedAt">When its target was called, in real time.</param>
/// <param name="TaskArns">The tasks it started.</param>
/// <param name="Error">Why it started no task, as code and message, or null.</param>
internal sealed record Invocation(
    string Name, DateTimeOffset ScheduledAt, DateTimeOffset InvokedAt, IReadOnlyList<string> TaskArns, string? Error);
