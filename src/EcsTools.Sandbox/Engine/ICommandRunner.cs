using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>A container in which further commands can be run: a real one.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs a command in the container, in addition to its program.</summary>
    Task<IContainerExec> ExecAsync(IReadOnlyList<string> command, bool terminal, CancellationToken cancellationToken);
}
