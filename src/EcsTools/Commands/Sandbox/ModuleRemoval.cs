using System.Management.Automation;

namespace EcsTools.Commands.Sandbox;

/// <summary>Ends what the module runs when it is removed from the session.</summary>
public sealed class ModuleRemoval : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SandboxSession.OnModuleRemoved();
}
