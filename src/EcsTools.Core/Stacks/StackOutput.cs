namespace EcsTools.Stacks;

/// <summary>An output of a stack, or why there is none.</summary>
/// <param name="Value">Its value; null if there is none.</param>
/// <param name="Problem">What is wrong, as a clause without a full stop; null if it has a value.</param>
/// <param name="Remedy">What to do about it; null if it has a value.</param>
public sealed record StackOutput(string? Value, string? Problem, string? Remedy)
{
    /// <summary>The token as it is written.</summary>
    /// <param name="name">What follows the colon, such as <c>network.VpcId</c>.</param>
    internal static string Token(string name) => $"${{cfn:{name}}}";
}
