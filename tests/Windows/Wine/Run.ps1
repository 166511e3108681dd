<#
.SYNOPSIS
    Runs Pester files of tests/Pester, and of this folder, on the Windows build of PowerShell.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ResultPath,

    # smoke for those that every run has, all for every file that can run here, or names of files without .Tests.ps1.
    [string] $Part = 'smoke'
)

$ErrorActionPreference = 'Stop'
$pester = [System.IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../Pester'))
$parts = Import-PowerShellDataFile $PSScriptRoot/Parts.psd1
$own = @((Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1).FullName)
$all = @((Get-ChildItem $pester -Filter *.Tests.ps1).FullName)
$paths = switch ($Part) {
    'smoke' { $own; $parts.Smoke | ForEach-Object { Join-Path $pester "$_.Tests.ps1" } }
    'all' { $own; $all | Where-Object { (Split-Path $_ -Leaf).Replace('.Tests.ps1', '') -notin $parts.NotRun.Keys } }
    default { foreach ($name in $Part -split ',') { @($own + $all) | Where-Object { (Split-Path $_ -Leaf) -eq "$name.Tests.ps1" } } }
}

& (Join-Path $pester 'Run.ps1') -ResultPath $ResultPath -Path $paths
exit $LASTEXITCODE
