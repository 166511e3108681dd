<#
.SYNOPSIS
    Builds, tests, demonstrates and measures EcsTools: the same tasks as build.sh.
.PARAMETER Task
    Build lays out the module in out/EcsTools. Test runs the xunit tests, and Pester on the built module. Package makes the package that
    Install-PSResource takes. Demo walks from a folder with a Dockerfile to a container that runs. Docs records what the first example of each
    command shows, and writes docs/commands and docs/errors.md from the documentation in the code. Site writes the pages of docs as a site of Markdown
    into out/site. Bench prints measurements. Campaign gives every reader of foreign bytes malformed input, kills and stalls what writes files, puts a
    sandbox under load, and compares it with AWS.
.PARAMETER Name
    What Bench measures, such as import, which reader Campaign tests, such as tar, or which tests Test runs: those whose class or file contains it.
.PARAMETER NoBuild
    Leaves what is built as it is.
.PARAMETER Rest
    What Campaign takes after its name: --count N, --seed S.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package', 'Demo', 'Docs', 'Site', 'Bench', 'Campaign')]
    [string] $Task = 'Build',

    [Parameter(Position = 1)]
    [string] $Name,

    [switch] $NoBuild,

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
Set-Location $PSScriptRoot

# Where bash installs and starts what is missing, its script does the work, so that there is one way. ECSTOOLS_INSTALL=0 forbids both.
$bash = Get-Command bash -CommandType Application -ErrorAction Ignore | Select-Object -First 1
if ($bash -and [System.IO.Path]::DirectorySeparatorChar -eq '/' -and $env:ECSTOOLS_INSTALL -ne '0') {
    & $bash.Source (Join-Path $PSScriptRoot 'build.sh') $Task.ToLowerInvariant() $Name @Rest
    exit $LASTEXITCODE
}

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE." }
}

# This PowerShell. Where it came as a .NET tool, the process is dotnet's.
function Get-PowerShellPath {
    $path = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
    if ([System.IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') { (Get-Command pwsh -CommandType Application)[0].Source } else { $path }
}

function Invoke-Xunit([string] $Results, [string] $Name) {
    $trx = Join-Path $Results 'xunit.trx'
    Remove-Item $trx -ErrorAction Ignore
    $filter = @(if ($Name) { '--filter', "FullyQualifiedName~$Name" }; if ($NoBuild) { '--no-build' })
    & dotnet test tests/EcsTools.Tests -c Release --nologo -v quiet --results-directory $Results --logger 'trx;LogFileName=xunit.trx' --logger 'console;verbosity=minimal' @filter | Out-Host
    # With a name that no class has, there is no file.
    if (-not (Test-Path $trx)) { return 0, [int](-not $Name -or $LASTEXITCODE -ne 0), 0 }
    $counters = ([xml](Get-Content $trx -Raw)).TestRun.ResultSummary.Counters
    $broken = [int]($LASTEXITCODE -ne 0 -and $counters.executed -eq $counters.passed)
    return [int]$counters.passed, ([int]$counters.executed - [int]$counters.passed + $broken), ([int]$counters.total - [int]$counters.executed)
}

function Test-Pester { [bool](Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0.0') }

function Invoke-ModuleTest([string] $Results, [string] $Name) {
    $files = @((Get-ChildItem tests/Pester -Filter "*$Name*.Tests.ps1").Name -replace '\.Tests\.ps1$')
    if (-not $files) { return 0, 0, 0 }
    $env:PSModulePath += [System.IO.Path]::PathSeparator + (Join-Path $PSScriptRoot 'out/tools/Modules')
    if (-not (Test-Pester)) { & dotnet build tests/Pester --nologo -v quiet -clp:ErrorsOnly | Out-Host }
    if (-not (Test-Pester)) {
        $tests = @(Select-String -Path tests/Pester/*.Tests.ps1 -Pattern '^\s*It\s').Count
        Write-Host "Pester is missing: its $tests tests are skipped."
        return 0, 0, $tests
    }
    $counts = Join-Path $Results 'pester.txt'
    Remove-Item $counts -ErrorAction Ignore
    & (Get-PowerShellPath) -NoProfile -NonInteractive -File tests/Pester/Run.ps1 -ResultPath $counts -Name ($files -join ',') | Out-Host
    if (-not (Test-Path $counts)) { return 0, 1, 0 }
    return [int[]]((Get-Content $counts) -split ' ')
}

$env:DOTNET_NOLOGO = '1'
# One compiler for all projects: its start is most of what a small project takes.
$env:UseSharedCompilation = 'true'
$env:AWS_EC2_METADATA_DISABLED = 'true'
if ($Task -eq 'Campaign') {
    & dotnet run --project tests/EcsTools.Campaigns -c Release -v quiet -- $Name @Rest
    exit $LASTEXITCODE
}
if (-not $NoBuild) { Invoke-Dotnet build src/Module.proj --nologo -v quiet -clp:ErrorsOnly }
switch ($Task) {
    'Test' {
        # Those of a name apart, so that they may run beside all.
        $results = Join-Path $PSScriptRoot "out/TestResults/$Name"
        $null = New-Item $results -ItemType Directory -Force
        $first = Invoke-Xunit $results $Name
        $second = Invoke-ModuleTest $results $Name
        $passed, $failed, $skipped = 0..2 | ForEach-Object { $first[$_] + $second[$_] }
        Write-Output "$passed passed, $failed failed, $skipped skipped"
        exit [int]($failed -gt 0)
    }
    'Package' { & (Join-Path $PSScriptRoot 'src/Package.ps1') }
    'Demo' { & (Join-Path $PSScriptRoot 'samples/quickstart.ps1') }
    'Docs' {
        & (Get-PowerShellPath) -NoProfile -NonInteractive -File tests/Pester/Examples/Record.ps1 docs/commands/output
        Invoke-Dotnet build src/Module.proj --nologo -v quiet -clp:ErrorsOnly
        Remove-Item docs/commands/*.md
        Copy-Item out/docs/commands/*.md docs/commands
        Copy-Item out/docs/errors.md docs/errors.md
        Copy-Item out/docs/compose.md docs/compose.md
    }
    'Site' { Invoke-Dotnet src/EcsTools.HelpBuilder/bin/Release/net10.0/EcsTools.HelpBuilder.dll . out/site }
    'Bench' { Invoke-Dotnet run --project tests/EcsTools.Benchmarks -c Release -v quiet -- $Name }
}
