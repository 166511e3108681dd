<#
.SYNOPSIS
    Makes the package of the built module, as Install-PSResource takes it from a repository.
.DESCRIPTION
    The newest section of CHANGELOG.md becomes the release notes of the manifest. The package is EcsTools.<version>.nupkg.
    It needs Microsoft.PowerShell.PSResourceGet 1.1 or later, which comes with PowerShell 7.5 and later.
#>
[CmdletBinding()]
param(
    # The built module.
    [string] $ModulePath = "$PSScriptRoot/../out/EcsTools",

    # The folder that gets the package.
    [string] $Destination = "$PSScriptRoot/../out",

    [string] $ChangelogPath = "$PSScriptRoot/../CHANGELOG.md"
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
# The PowerShell Gallery takes more, but a module that is larger took in something that is not its own.
$largest = 30MB

function Get-ReleaseNote([string] $Path) {
    $text = (Get-Content $Path -Raw -Encoding utf8) -replace '\r\n', "`n"
    $section = [regex]::Match($text, '(?ms)^## [^\n]+\n(.*?)(?=^## |\z)').Groups[1].Value.Trim()
    if (-not $section) { throw "$Path has no section that begins with '## '." }
    $section
}

Import-Module Microsoft.PowerShell.PSResourceGet -MinimumVersion 1.1.0
$stage = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-package-$([guid]::NewGuid().ToString('N'))"
try {
    # In a folder of its name: the manifest is looked for by it.
    $folder = Join-Path $stage 'EcsTools'
    $null = New-Item $stage, $Destination -ItemType Directory -Force
    Copy-Item $ModulePath $folder -Recurse
    $manifest = Join-Path $folder 'EcsTools.psd1'
    $notes = (Get-ReleaseNote $ChangelogPath).Replace("'", "''")
    $place = '        PSData = @{'
    $text = [System.IO.File]::ReadAllText($manifest)
    if (-not $text.Contains($place)) { throw "EcsTools.psd1 has no line '$($place.Trim())' to put the release notes after." }
    [System.IO.File]::WriteAllText($manifest, $text.Replace($place, "$place`n            ReleaseNotes = '$notes'"))
    $module = Test-ModuleManifest $manifest

    $package = Join-Path $Destination "$($module.Name).$($module.Version).nupkg"
    Remove-Item $package -ErrorAction Ignore
    Compress-PSResource -Path $folder -DestinationPath $Destination
    $made = Get-Item $package
    if ($made.Length -gt $largest) { throw "$package has $($made.Length) bytes. The most that it may have are $largest." }
    $made
}
finally {
    Remove-Item $stage -Recurse -Force -ErrorAction Ignore
}
