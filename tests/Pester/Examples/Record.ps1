<#
.SYNOPSIS
    Records what the first example of each command shows, for the help: a file for each command in docs/commands/output.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    # Commands to record, with wildcards.
    [string] $Name = '*'
)

. $PSScriptRoot/../Import-EcsTools.ps1
. $PSScriptRoot/ExampleRun.ps1
. $PSScriptRoot/NotRun.ps1
$Path = (New-Item $Path -ItemType Directory -Force).FullName
[cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
$work = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-examples-$PID"
$start = Get-Location
$made = -not (docker image ls -q web:dev 2>$null)
try {
    foreach ($example in Get-HelpExample | Where-Object { $_.Number -eq 1 -and $_.Command -like $Name -and -not $NotRun.ContainsKey($_.Key) }) {
        $folder = Join-Path $work $example.Command
        try {
            $text = ConvertTo-StableText (Invoke-Example $example (Initialize-Example $folder $example)) $folder
        }
        finally {
            Set-Location $start
            Stop-EcsSandbox
        }
        $file = Join-Path $Path "$($example.Command).txt"
        if ($text) { Set-Content $file $text } else { Remove-Item $file -ErrorAction Ignore }
    }
}
finally {
    if ($made) { docker rmi web:dev *> $null }
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}
