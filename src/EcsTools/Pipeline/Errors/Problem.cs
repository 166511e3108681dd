using System.Management.Automation;

namespace EcsTools.Pipeline.Errors;

/// <summary>What an error record says of an exception.</summary>
/// <param name="Id">Stable identifier; PowerShell adds the command's name to it.</param>
/// <param name="Category">PowerShell's category.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Target">The object or value at fault.</param>
internal sealed record Problem(string Id, ErrorCategory Category, string Message, string? Remedy, object? Target = null);
