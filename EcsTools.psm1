# Loads the module's assemblies: in PowerShell 7 into a load context of their own, in Windows PowerShell beside the session's.
if ($PSVersionTable.PSVersion.Major -ge 7) {
    $bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'net8.0')
    if (-not ('EcsTools.Loader.ModuleLoadContext' -as [type])) {
        [void][System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'EcsTools.Loader.dll'))
    }
    # Core is named to PowerShell too, so that [EcsTools.Models.EcrImage] resolves in scripts.
    $inner = foreach ($name in 'EcsTools.Core.dll', 'EcsTools.dll') {
        Import-Module -PassThru -Assembly ([EcsTools.Loader.ModuleLoadContext]::Load([System.IO.Path]::Combine($bin, $name)))
    }
    # Left behind, they would count as imported the next time, and the module would export nothing.
    $ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $inner -Force }.GetNewClosure()
}
else {
    $bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'netstandard2.0')
    [void][System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'EcsTools.Loader.dll'))
    [EcsTools.Loader.ModuleResolver]::Register($bin)
    Import-Module ([System.IO.Path]::Combine($bin, 'EcsTools.Core.dll'))
    Import-Module ([System.IO.Path]::Combine($bin, 'EcsTools.dll'))
    $ExecutionContext.SessionState.Module.OnRemove = { [EcsTools.Loader.ModuleResolver]::Unregister() }
}
