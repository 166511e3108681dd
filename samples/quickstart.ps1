<#
.SYNOPSIS
    The walk of the README: from a folder with a Dockerfile to a container that runs, in a sandbox on this machine.
.DESCRIPTION
    Each line shown is the line that runs, and the line that runs against AWS. What it makes is gone at the end, but for the two images on the
    local Docker engine's build cache.
#>
[CmdletBinding()]
param(
    # The built module.
    [string] $ModulePath = "$PSScriptRoot/../out/EcsTools",

    # The policies of the deployer that walks.
    [ValidateSet('Scoped', 'Tutorial')]
    [string] $PolicySet = 'Scoped',

    # How many times faster than real time the schedule's clock goes: a day in five seconds.
    [double] $TimeScale = 17280
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$InformationPreference = 'Continue'

# The deployer's profile goes to a folder of this walk, not to the person's own ~/.aws, unless they ask for that by leaving these set.
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-quickstart-$PID"
$null = New-Item $folder -ItemType Directory -Force
$profileBefore = $env:AWS_PROFILE
$env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $folder 'credentials'
$env:AWS_CONFIG_FILE = Join-Path $folder 'config'
$env:DOCKER_CONFIG = Join-Path $folder 'docker'

# Shows a step as it would be typed, runs it, and shows what it emits.
function Step([string] $Why, [scriptblock] $Line) {
    $style = $PSStyle.Foreground
    ''
    "$($style.BrightBlack)# $Why$($PSStyle.Reset)"
    "$($style.Green)PS>$($PSStyle.Reset) $(("$Line".Replace('$global:', '$').Trim() -split '\r?\n' | ForEach-Object Trim) -join "`n      ")"
    . $Line | Out-Host
}

Import-Module $ModulePath
Push-Location $PSScriptRoot/..
try {
    Step 'ECR, ECS, IAM, Logs and Scheduler on this machine; leave this line out, and it is AWS' {
        Start-EcsSandbox -TimeScale $TimeScale
    }
    # Each run takes one of the two ways to a deployer that may do all of this.
    if ($PolicySet -eq 'Scoped') {
        Step 'An IAM user for deployments, its policy, its key, and a profile that holds the key' {
            New-EcsIamDeployer deployer -ProfileName ecs-demo -PolicySet Scoped
        }
    }
    else {
        Step 'An IAM user for deployments with the AWS managed policies of the tutorials and what they lack, its key, and a profile that holds the key' {
            New-EcsIamDeployer deployer -ProfileName ecs-demo -Add All
        }
    }
    Step 'From here on, every command works as the deployer' {
        $env:AWS_PROFILE = 'ecs-demo'
    }
    Step 'Only for those who want `docker push`: nothing below needs it' {
        Invoke-EcrLogin
    }
    Step 'Build the Express server and push it' {
        $global:image = Initialize-EcrRepository web | Push-EcrImage -Path ./samples/express-server -Tag 1.0.0
        $image
    }
    Step 'A cluster' {
        New-FargateCluster demo
    }
    Step 'Run it, and follow its log (here: until it says it listens)' {
        $global:web = $image | Register-FargateTask -Cpu 256 -Memory 512 -Port 80 | Start-FargateTask -Cluster demo
        $web | Get-FargateLog -Follow | Select-Object -First 1
    }
    $web = $web | Get-FargateTask
    Step 'Does it answer?' {
        Invoke-WebRequest $web.Endpoints[0] -UseBasicParsing | Select-Object StatusCode, StatusDescription, @{ Name = 'Uri'; Expression = { $web.Endpoints[0] } }
    }
    $response = Invoke-WebRequest $web.Endpoints[0] -UseBasicParsing
    Step 'A batch: build, push, register, run to its end. Exit code, stop reason and logs come back' {
        $global:batch = Get-Item ./samples/crawler | Push-EcrImage -Repository crawler |
            Register-FargateTask | Start-FargateTask -Cluster demo -Wait
        $batch
    }
    Step 'The same batch every day' {
        New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster demo -Every 1d
    }
    "A day lasts $([Math]::Round(86400 / $TimeScale, 1)) seconds in this sandbox. Waiting for the schedule ..."
    $fired = $null
    for ($try = 0; $try -lt 120 -and -not $fired; $try++) {
        Start-Sleep -Milliseconds 500
        $fired = Get-FargateTask -Cluster demo -Family crawler -Status All | Where-Object StartedBy -Like '*nightly*' | Where-Object LastStatus -EQ 'STOPPED' |
            Select-Object -First 1
    }
    Step 'What the schedule started' {
        Get-FargateTask -Cluster demo -Family crawler -Status All | Where-Object StartedBy -Like '*nightly*' | Select-Object -First 3
    }

    ''
    "HTTP $([int]$response.StatusCode) from the Express container at $($web.Endpoints[0])"
    "Exit code $($batch.ExitCode) from the crawler ($($batch.StoppedReason))"
    "The schedule nightly fired: $(if ($fired) { "task $($fired.TaskId), exit code $($fired.ExitCode)" } else { 'not seen' })"
    if ($response.StatusCode -ne 200 -or $batch.ExitCode -ne 0 -or -not $fired) {
        throw 'The walk did not end as it should.'
    }
}
finally {
    $env:AWS_PROFILE = $profileBefore
    Stop-EcsSandbox
    Pop-Location
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
