# Dot-sourced by Examples.Tests.ps1 and Record.ps1, after Import-EcsTools.ps1: the examples of the help, and what runs them.

# Every example, with the area of its command.
function Get-HelpExample {
    foreach ($command in Get-Command -Module EcsTools -CommandType Cmdlet | Sort-Object Name) {
        $number = 0
        foreach ($example in (Get-Help $command.Name).Examples.Example) {
            $number++
            @{
                Key     = "$($command.Name)/$number"
                Command = $command.Name
                Number  = $number
                Area    = $command.ImplementingType.Namespace.Split('.')[-1]
                Code    = $example.Code
            }
        }
    }
}

# What PowerShell would refuse when code is run: commands and parameters that do not exist, and values that cannot be bound.
function Get-BindingProblem([string] $Code) {
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
    foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
        $command = Get-Command $call.GetCommandName() -ErrorAction Ignore
        # Only Windows has the Task Scheduler.
        if (-not $command -and $call.GetCommandName() -eq 'Get-ScheduledTask') { continue }
        if (-not $command) { "There is no command $($call.GetCommandName())." }
        $binding = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
        # A splat is bound when the command runs: until then, its names have to be those of parameters.
        $splats = $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.VariableExpressionAst] -and $_.Splatted })
        $binding.BindingExceptions.Values.BindingException.Message | Where-Object { $_ -and (-not $splats -or $_ -notmatch "mandatory|argument '@") }
        foreach ($splat in $splats) {
            $table = $tree.Find({ $args[0] -is [System.Management.Automation.Language.AssignmentStatementAst] -and "$($args[0].Left)" -eq "`$$($splat.VariablePath)" }, $true)
            $table.Right.Expression.KeyValuePairs.ForEach({ "$($_.Item1)" }) | Where-Object { $_ -notin $command.Parameters.Keys } |
                ForEach-Object { "$command has no parameter -$_." }
        }
    }
}

# Settings of the process that an example may change, and that must not be those of the person who runs the tests.
$ProcessVariables = 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY', 'DOCKER_CONFIG', 'HOME', 'ECSTOOLS_CACHE'

# Prepares a folder, the process and a sandbox with what the examples of an area name, and gives the variables that they use.
function Initialize-Example([string] $Folder, [hashtable] $Example) {
    $null = New-Item $Folder -ItemType Directory -Force
    foreach ($name in $ProcessVariables) { Remove-Item "env:$name" -ErrorAction Ignore }
    $env:HOME = $Folder
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $Folder 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $Folder 'config'
    $env:DOCKER_CONFIG = Join-Path $Folder 'docker'
    $env:ECSTOOLS_CACHE = Join-Path $Folder 'cache'
    $Example.Folder = $Folder
    Set-Location $Folder
    . (Join-Path $PSScriptRoot "$($Example.Area).ps1") $Example
}

# Runs an example as a person would who answers yes, and gives what it shows.
function Invoke-Example([hashtable] $Example, [hashtable] $Variables) {
    $PSStyle.OutputRendering = 'PlainText'
    $transcript = Join-Path $Example.Folder 'transcript.txt'
    $ErrorActionPreference = 'Stop'
    $ConfirmPreference = 'None'
    $whatIf = $Example.Code -match '-WhatIf'
    if ($whatIf) { $null = Start-Transcript $transcript -UseMinimalHeader }
    try {
        $shown = & {
            foreach ($variable in $Variables.GetEnumerator()) { Set-Variable $variable.Key $variable.Value }
            . ([scriptblock]::Create($Example.Code)) 6>&1 3>&1 4>&1
        }
    }
    finally {
        if ($whatIf) { $null = Stop-Transcript }
    }
    $text = ($shown | Out-String -Width 160)
    if ($whatIf) {
        $lines = Get-Content $transcript
        $text += ($lines | Select-Object -Skip 3 | Select-Object -SkipLast 3 | Where-Object { $_ -notmatch '^\*+$' }) -join "`n"
    }
    $text
}

# What differs from run to run, written so that it does not, in the same width.
function ConvertTo-StableText([string] $Text, [string] $Folder) {
    $known = @{}
    $same = {
        param($match)
        if (-not $known.ContainsKey($match.Value)) {
            $seed = [System.Security.Cryptography.SHA256]::HashData([System.Text.Encoding]::UTF8.GetBytes("$($known.Count)"))
            $known[$match.Value] = [Convert]::ToHexString($seed).ToLowerInvariant().Substring(0, $match.Length)
        }
        $known[$match.Value]
    }
    # With slashes on Windows too.
    $Text = [regex]::Replace($Text.Replace($Folder, '~'), '~\\[^\s]*', { param($match) $match.Value.Replace('\', '/') })
    $Text = [regex]::Replace($Text, '(?<![0-9a-f])(?!\d{12}\b)([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{17}|[0-9a-f]{16}|[0-9a-f]{12}|[0-9a-f]{8})(?![0-9a-f])', $same)
    $Text = $Text -replace '(127\.0\.0\.1|localhost):\d{5}', '$1:50000' -replace '\b127\.(?!0\.0\.1\b)\d+\.\d+\.\d+(:\d+)?', '127.0.0.2'
    $Text = $Text -replace '-\d{6,10}(?=\.[a-z0-9-]+\.elb\.)', '-1234567890'
    $Text = $Text -replace '\b\d{4}-\d\d-\d\d([ T])\d\d:\d\d:\d\d', '2027-01-31${1}09:00:00' -replace '\b\d{4}-\d\d-\d\d([ T])\d\d:\d\d(?!:)', '2027-01-31${1}09:00'
    $Text = $Text -replace '\b\d{4}-\d\d-\d\d\b(?! ?\d|T)', '2027-01-31'
    $Text = $Text -replace '\b\d\d/\d\d/\d{4} \d\d:\d\d:\d\d( [+-]\d\d:\d\d)?', '01/31/2027 09:00:00$1'
    $Text = $Text -replace '\b\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}', '01-31 09:00:00.000' -replace '\b00:00:\d\d\b(?!\.)', '00:00:05' -replace '\b\d\.\d s\b', '0.5 s'
    $Text = $Text -replace '(?m)^\d\d:\d\d:\d\d(?= \S+: )', '09:00:00'
    # Ages: after the state of a task, the size of an image and the number of keys.
    $Text = $Text -replace '(?m)(?<=(\b[A-Z]{6,14}( \(\d+\))?|\b([KMG]i)?B|\b(Tutorial|Scoped) +\d) +)( \d|\d\d)[sm](?= |\r?$)', ' 1s'
    $Text = $Text -replace '(?<=SecretKey +: )\S{40}', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    $Text = $Text -replace '(?<=\b(AKIA|ASIA))[A-Z0-9]{16}\b', 'IOSFODNN7EXAMPLE'
    (($Text -split '\r?\n' | ForEach-Object TrimEnd) -join "`n").Trim("`n")
}
