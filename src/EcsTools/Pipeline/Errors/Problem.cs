namespace EcsTools.Pipeline.Errors;

/// <summary>What an error record says about an exception.</summary>
/// <param name="Code">The code of the error.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Target">The object or value at fault.</param>
internal sealed record Problem(ErrorCode Code, string Message, string? Remedy, object? Target = null);
