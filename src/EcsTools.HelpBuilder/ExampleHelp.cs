using System.Collections.Generic;

namespace EcsTools.HelpBuilder;

/// <param name="Output">What the example printed when it was recorded, or null.</param>
internal sealed record ExampleHelp(string Code, IReadOnlyList<string> Remarks, string? Output = null);
