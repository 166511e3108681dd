# Loads the module's assemblies: in PowerShell 7 into a load context of their own, in Windows PowerShell beside the session's.
$version = $PSVersionTable.PSVersion
if ($version.Major -gt 7 -or ($version.Major -eq 7 -and $version.Minor -ge 4)) {
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
elseif ($version.Major -ge 6) {
    throw "EcsTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell $version."
}
else {
    $bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'netstandard2.0')
    [void][System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'EcsTools.Loader.dll'))
    [EcsTools.Loader.ModuleResolver]::Register($bin)
    Import-Module ([System.IO.Path]::Combine($bin, 'EcsTools.Core.dll'))
    Import-Module ([System.IO.Path]::Combine($bin, 'EcsTools.dll'))
    $ExecutionContext.SessionState.Module.OnRemove = { [EcsTools.Loader.ModuleResolver]::Unregister() }
}
