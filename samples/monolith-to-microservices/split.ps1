<#
.SYNOPSIS
    Splits a monolith into three services behind one load balancer, while a client calls it all the time. No request fails.
.DESCRIPTION
    Each line shown is the line that runs, in a sandbox on this machine. Without Start-EcsSandbox, it is the line that runs on AWS. The last lines show how
    many requests the client sent, who answered them, and how many failed.
#>
[CmdletBinding()]
param(
    # The built module.
    [string] $ModulePath = "$PSScriptRoot/../../out/EcsTools",

    # How many times faster than real time health checks and deployments go.
    [double] $TimeScale = 10,

    # How long each share of the traffic is kept.
    [timespan] $Pause = '00:00:03'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Shows a step as it would be typed, runs it, and shows what it emits.
function Step([string] $Why, [scriptblock] $Line) {
    $style = $PSStyle.Foreground
    ''
    "$($style.BrightBlack)# $Why$($PSStyle.Reset)"
    "$($style.Green)PS>$($PSStyle.Reset) $(("$Line".Trim() -split '\r?\n' | ForEach-Object Trim) -join "`n      ")"
    . $Line | Out-Host
}

# A client that asks for one path after another, some twenty times a second, until Stop is set.
function Start-Client([string] $Url) {
    $tally = [hashtable]::Synchronized(@{ Stop = $false; Sent = 0; Failed = [System.Collections.ArrayList]::Synchronized(@()); By = @{} })
    $shell = [powershell]::Create().AddScript({
            param($url, $tally)
            $paths = '/api/users', '/api/users/1', '/api/threads', '/api/threads/2', '/api/posts/in-thread/1', '/api/posts/by-user/2'
            $client = [System.Net.Http.HttpClient]::new()
            while (-not $tally.Stop) {
                $path = $paths[$tally.Sent % $paths.Count]
                $tally.Sent++
                try {
                    $answer = $client.GetAsync($url + $path).GetAwaiter().GetResult()
                    if ([int]$answer.StatusCode -eq 200) { $tally.By["$($answer.Headers.GetValues('X-Served-By'))"]++ }
                    else { $null = $tally.Failed.Add("$path $([int]$answer.StatusCode)") }
                }
                catch { $null = $tally.Failed.Add("$path $($_.Exception.GetBaseException().Message)") }
                Start-Sleep -Milliseconds 50
            }
        }).AddArgument($Url.TrimEnd('/')).AddArgument($tally)
    [pscustomobject]@{ Tally = $tally; Shell = $shell; Run = $shell.BeginInvoke() }
}

Import-Module $ModulePath
Push-Location $PSScriptRoot
$health = @{ HealthCheckPath = '/'; HealthCheckInterval = '6s'; HealthCheckTimeout = '5s'; HealthyThreshold = 2; DeregistrationDelay = '20s' }
try {
    Step 'ECR, ECS and a load balancer on this machine' { $null = Start-EcsSandbox -TimeScale $TimeScale }
    Step 'A cluster' { New-FargateCluster forum }
    Step 'A load balancer that all services share' { New-FargateLoadBalancer forum -Wait }
    Step 'The monolith and its three parts: an image and a task definition each' {
        'monolith', 'users', 'threads', 'posts' | ForEach-Object { Push-EcrImage $_ -Tag 1.0.0 -RepositoryName "forum-$_" | Register-FargateTask -Port 3000 }
    }
    Step 'The monolith answers everything' {
        Add-FargateRoute forum -Default -Name monolith -ContainerPort 3000 @health |
            New-FargateService monolith forum-monolith -Cluster forum -DesiredCount 2 -Wait
    }
    $client = Start-Client (Get-FargateLoadBalancer forum).Url

    Step 'Each part gets a route without traffic, and a service' {
        foreach ($part in 'users', 'threads', 'posts') {
            Add-FargateRoute forum "/api/$part*" -Name $part -ContainerPort 3000 -Weight 0 @health | New-FargateService $part "forum-$part" -Cluster forum -Wait
        }
    }
    Step 'Ten percent of the requests go to the services' { 'users', 'threads', 'posts' | ForEach-Object { Set-FargateRoute $_ -LoadBalancer forum -Weight 10 } }
    Start-Sleep -Milliseconds $Pause.TotalMilliseconds
    Step 'Back again, as if something were wrong with the users' { Set-FargateRoute users -LoadBalancer forum -Revert }
    Start-Sleep -Milliseconds $Pause.TotalMilliseconds
    Step 'All requests go to the services' { 'users', 'threads', 'posts' | ForEach-Object { Set-FargateRoute $_ -LoadBalancer forum -Weight 100 } }
    Start-Sleep -Milliseconds $Pause.TotalMilliseconds
    Step 'Who answers what' { Get-FargateRoute -LoadBalancer forum }
    Step 'The monolith has nothing to do any more' { Set-FargateService monolith -Cluster forum -DesiredCount 0 -Wait }
    Start-Sleep -Milliseconds $Pause.TotalMilliseconds

    $client.Tally.Stop = $true
    $null = $client.Shell.EndInvoke($client.Run)
    $answer = [System.Net.Http.HttpClient]::new().GetAsync((Get-FargateLoadBalancer forum).Url).GetAwaiter().GetResult()
    "The client sent $($client.Tally.Sent) requests. Answered by: $(($client.Tally.By.GetEnumerator() | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Value)" }) -join ', ')."
    "Failed: $($client.Tally.Failed.Count). $($client.Tally.Failed | Group-Object | ForEach-Object { "$($_.Count) x $($_.Name)" })"
    "The path / answers $([int]$answer.StatusCode): its target group is empty. Give it an answer of its own before you remove a monolith."

    Step 'The end: services, load balancer and cluster' {
        Remove-FargateCluster forum -Force -Confirm:$false
        Remove-FargateLoadBalancer forum -Force -Confirm:$false
    }
    if ($client.Tally.Failed.Count) { throw "$($client.Tally.Failed.Count) of $($client.Tally.Sent) requests failed." }
}
finally {
    if ($client) { $client.Tally.Stop = $true }
    Stop-EcsSandbox
    Pop-Location
}
