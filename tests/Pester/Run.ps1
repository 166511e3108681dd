<#
.SYNOPSIS
    Runs the Pester tests on out/EcsTools, and writes "passed failed skipped" to a file for build.sh.
#>
[CmdletBinding()]
param(
    [string] $ResultPath,

    # Tests to run, as names of files without .Tests.ps1; all of them without it.
    [string[]] $Name = '*',

    # Full paths of the test files, in the place of names.
    [string[]] $Path
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0

# Nothing of the person's own account may be found, and nothing looked for at an instance's metadata address.
$env:AWS_EC2_METADATA_DISABLED = 'true'
foreach ($variable in 'AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL') {
    Remove-Item "env:$variable" -ErrorAction Ignore
}
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-pester-$PID"
$null = New-Item $folder -ItemType Directory -Force
$env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $folder 'credentials'
$env:AWS_CONFIG_FILE = Join-Path $folder 'config'
$env:ECSTOOLS_CACHE = Join-Path $folder 'cache'

try {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = if ($Path) { $Path } else { @($Name -split "," | ForEach-Object { Join-Path $PSScriptRoot "$_.Tests.ps1" }) }
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $configuration.Output.CIFormat = 'None'
    $result = Invoke-Pester -Configuration $configuration
    # A file that cannot be read, or a BeforeAll that throws, is a failure too, though no test of it ran.
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    if ($ResultPath) {
        Set-Content $ResultPath "$($result.PassedCount) $failed $($result.SkippedCount + $result.NotRunCount)"
    }
    exit [int]($failed -gt 0)
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
