using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Routing;

/// <summary>Completes the usual methods of HTTP. A rule can name others.</summary>
public sealed class MethodCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public MethodCompleter()
        : base("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    {
    }
}
