using System;
using System.Collections.Concurrent;
using System.Linq;
using Amazon.Runtime;

namespace EcsTools.Aws.Changes;

/// <summary>Says what a request changes.</summary>
internal static class ChangeCatalogue
{
    // What only reads, signs in or measures. Every other call counts as a change, so a new one is never missed.
    private static readonly string[] ReadingVerbs =
        ["Assume", "BatchCheck", "BatchGet", "Describe", "Discover", "Execute", "Filter", "Get", "List", "Lookup", "Search", "Simulate", "Validate"];

    private static readonly ConcurrentDictionary<Type, bool> Reading = new();

    /// <summary>Whether requests of this type change nothing.</summary>
    public static bool IsReading(Type request)
        => Reading.GetOrAdd(request, type => Array.Exists(ReadingVerbs, verb => type.Name.StartsWith(verb, StringComparison.Ordinal)));

    /// <summary>What a request has changed, or null if nothing that stays.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">Its answer; null if there is none.</param>
    /// <param name="undo">Writes the command lines that undo it.</param>
    public static AwsChange? Of(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, UndoLines undo)
        => EcsChanges.Of(request, answer, undo)
            ?? IamChanges.Of(request, answer, undo)
            ?? RoutingChanges.Of(request, answer, undo)
            ?? ScheduleChanges.Of(request, undo)
            ?? OtherChanges.Of(request, answer, undo)
            ?? Unnamed(request);

    /// <summary>A change of something that exists, named by the operation.</summary>
    private static AwsChange Unnamed(AmazonWebServiceRequest request)
    {
        var operation = request.GetType().Name.Replace("Request", "");
        if (operation is "TagResource" or "AddTags" or "UntagResource" or "RemoveTags")
        {
            return new AwsChange("tags", "changed");
        }

        var words = operation.Select((letter, at) => at > 0 && char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString());
        return new AwsChange($"the call \"{string.Concat(words)}\"", "made");
    }
}
