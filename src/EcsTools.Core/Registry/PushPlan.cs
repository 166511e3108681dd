using System.Collections.Generic;

namespace EcsTools.Registry;

/// <summary>What a push would do, found out without doing it.</summary>
/// <param name="Tags">The tags the image would have.</param>
/// <param name="Steps">What would be built, made and pushed, a line each.</param>
public sealed record PushPlan(IReadOnlyList<string> Tags, IReadOnlyList<string> Steps);
