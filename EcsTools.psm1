# Loads the module's assemblies: PowerShell 7 in a load context of their own, Windows PowerShell beside the session's.
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
    # Strict about whom it serves: only assemblies of this folder, asked for by name, and only where the session has not got them.
    $own = @{}
    foreach ($file in [System.IO.Directory]::GetFiles($bin, '*.dll')) { $own[[System.IO.Path]::GetFileNameWithoutExtension($file)] = $file }
    $resolve = [System.ResolveEventHandler] {
        param($sender, $asked)
        $file = $own[([System.Reflection.AssemblyName]$asked.Name).Name]
        if ($file) { [System.Reflection.Assembly]::LoadFrom($file) }
    }.GetNewClosure()
    [System.AppDomain]::CurrentDomain.add_AssemblyResolve($resolve)
    Import-Module ([System.IO.Path]::Combine($bin, 'EcsTools.Core.dll'))
    Import-Module ([System.IO.Path]::Combine($bin, 'EcsTools.dll'))
    $ExecutionContext.SessionState.Module.OnRemove = { [System.AppDomain]::CurrentDomain.remove_AssemblyResolve($resolve) }.GetNewClosure()
}
