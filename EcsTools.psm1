# Loads the module's assemblies: in PowerShell 7 into a load context of their own, in Windows PowerShell beside the session's.
# Every import runs this, and what a session runs for the first time takes a millisecond a line: so it asks for the version only after an error.
trap {
    $version = $PSVersionTable.PSVersion
    if ($version.Major -eq 6 -or ($version.Major -eq 7 -and $version.Minor -lt 4)) {
        throw "EcsTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell $version."
    }
    break
}
if ($PSEdition -eq 'Core') {
    # A copy of the module in another folder may have brought the loader already: one is enough.
    try { $null = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/net8.0/EcsTools.Loader.dll") } catch [System.IO.FileLoadException] { }
    $inner = Import-Module -PassThru -Assembly ([EcsTools.Loader.ModuleLoadContext]::Load("$PSScriptRoot/bin/net8.0/EcsTools.dll"))
    # Left behind, it would count as imported the next time, and the module would export nothing.
    $ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $inner -Force }
}
else {
    $null = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/netstandard2.0/EcsTools.Loader.dll")
    [EcsTools.Loader.ModuleResolver]::Register("$PSScriptRoot/bin/netstandard2.0")
    Import-Module "$PSScriptRoot/bin/netstandard2.0/EcsTools.dll"
    $ExecutionContext.SessionState.Module.OnRemove = { [EcsTools.Loader.ModuleResolver]::Unregister() }
}
