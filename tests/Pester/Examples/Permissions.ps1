<#
.SYNOPSIS
    Finds out which calls of which command are refused under each policy set of New-EcsIamDeployer, and writes them for the module and for the reader.
.DESCRIPTION
    Runs every example of the help, and what no example shows, in a sandbox: once as the root user, whose questions to the policies are recorded and asked of
    both sets, and then with each set until nothing fails any more. Run it after a command calls something new. Without -Path it prints the table.
#>
[CmdletBinding()]
param(
    # Commands, with wildcards. The files are written only for all of them.
    [string] $Name = '*',

    # The folder of the repository, to write src/EcsTools.Core/Identity/Policies/RefusedCalls.json and docs/permissions.md.
    [string] $Path
)

$ErrorActionPreference = 'Stop'
$env:AWS_EC2_METADATA_DISABLED = 'true'
. $PSScriptRoot/../Import-EcsTools.ps1
. $PSScriptRoot/ExampleRun.ps1
. $PSScriptRoot/NotRun.ps1
. $PSScriptRoot/PolicyRun.ps1
$environment = @{}
foreach ($variable in $ProcessVariables) { $environment[$variable] = [Environment]::GetEnvironmentVariable($variable) }
$work = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-permissions-$PID"
$made = -not (docker image ls -q web:dev 2>$null)
try {
    $table = Get-PermissionTable (Get-CommandUse $Name) $work
}
finally {
    foreach ($variable in $ProcessVariables) { Set-Item "env:$variable" $environment[$variable] }
    if ($made) { docker rmi web:dev *> $null }
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}

if ($Path -and $Name -eq '*') {
    Set-Content (Join-Path $Path 'src/EcsTools.Core/Identity/Policies/RefusedCalls.json') (ConvertTo-TableJson $table)
    Set-Content (Join-Path $Path 'docs/permissions.md') (ConvertTo-PermissionPage $table)
}
else {
    ConvertTo-TableJson $table
}
