using System.Collections.Generic;

namespace EcsTools.Compose.Copilot;

/// <summary>A compose file that was made from manifests.</summary>
/// <param name="Text">The file.</param>
/// <param name="Warnings">What a compose file cannot have, each with its place in the manifests.</param>
public sealed record CopilotConversion(string Text, IReadOnlyList<string> Warnings);
