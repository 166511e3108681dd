param([hashtable] $Example)

# A log that is followed has to end, and must not have ended before it is asked for.
$ends = $Example.Command -eq 'Get-FargateLog' -and $Example.Code -notmatch '-ServiceName'
$scale = if ($ends) { 5 } else { 60 }
$sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale $scale 6> $null
$null = New-FargateCluster demo 6> $null
$layout = New-TestLayout (Join-Path $Example.Folder 'web') -Content web
$variables = @{ uri = (Push-EcrImage $layout -RepositoryName web -Tag 1.4.0).ImageUri }
if ($Example.Command -eq 'New-FargateContainer') { return $variables }

# A simulated task with a port runs until it is stopped, and one without ends by itself.
$port = if ($ends) { @{} } else { @{ Port = 80 } }
$web = foreach ($memory in 512, 1024, 2048) { Register-FargateTask web -ImageUri $variables.uri -Memory $memory @port }
if ($Example.Code -match 'crawler|worker|nightly') {
    $null = 'crawler', 'worker', 'nightly' | ForEach-Object { Register-FargateTask $_ -ImageUri example:1 }
}
if ($Example.Code -match '-Path ./web\.json -ImageUri') { Export-FargateTask web:1 -Path ./web.json }
if ($Example.Code -match '\$private') {
    $variables.private = ($web[0] | Start-FargateTask -Cluster demo | Wait-FargateTask -For Running -Timeout 30s).SubnetId
}
if ($Example.Code -match './definitions') { $null = New-Item definitions -ItemType Directory }
switch ($Example.Command) {
    { $_ -in 'Get-FargateTask', 'Stop-FargateTask' } {
        $null = $web[2] | New-FargateService web -Cluster demo -Wait -Timeout 30s
        $variables.task = $web[2] | Start-FargateTask -Cluster demo | Wait-FargateTask -For Running -Timeout 30s
    }
    'Get-FargateLog' {
        $variables.task = @($web[2] | Start-FargateTask -Cluster demo -Count 2)[0]
        if (-not $ends) { $null = $web[2] | New-FargateService web -Cluster demo -Wait -Timeout 2m }
    }
    'Get-FargateFailure' {
        $broken = Register-FargateTask web -ImageUri "$($sandbox.RegistryUri)/web:9.9.9"
        $variables.task = $broken | Start-FargateTask -Cluster demo | Wait-FargateTask -Timeout 30s -ErrorAction SilentlyContinue
    }
    'Get-FargateTask' {
        $null = Register-FargateTask crawler -ImageUri "$($sandbox.RegistryUri)/web:9.9.9" |
            Start-FargateTask -Cluster demo | Wait-FargateTask -Timeout 30s -ErrorAction SilentlyContinue
    }
}
$variables
