using System.Management.Automation;

namespace EcsTools.Pipeline;

/// <summary>A command that can emit what it would do.</summary>
internal interface IPlannedCommand
{
    /// <summary>
    /// Emits what the command would do, as objects, and changes nothing. What is as requested already gives no object.
    /// </summary>
    SwitchParameter AsPlan { get; }
}
