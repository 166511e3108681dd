param([hashtable] $Example)

# The code of an about topic is one walk: its lines run in their order. Here is what they name.
if ($Example.Command -in 'about_EcsTools', 'about_EcsTools_Sandbox') {
    $null = New-TestLayout (Join-Path $Example.Folder 'web') -Content web
}
if ($Example.Command -eq 'about_EcsTools_Sandbox') { return @{} }
if ($Example.Command -eq 'about_EcsTools_Apps') {
    $null = . (Join-Path $PSScriptRoot Apps.ps1) @{ Command = 'Publish-FargateApp'; Code = 'compose' }
    return @{}
}

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
$null = New-FargateCluster demo, default 6> $null
if ($Example.Command -in 'about_EcsTools', 'about_EcsTools_Credentials') { return @{} }

'crawler', 'migrate' | ForEach-Object { foreach ($memory in 512, 1024, 2048) { $null = Register-FargateTask $_ -ImageUri example:1 -Memory $memory } }
if ($Example.Command -eq 'about_EcsTools_Schedules') {
    Set-Content (Join-Path $Example.Folder 'crontab') '30 2 * * 1-5 /opt/report.sh'
    return @{}
}

$layout = New-TestLayout (Join-Path $Example.Folder 'web') -Content web
$null = Push-EcrImage $layout -RepositoryName web -Tag 1.0.0 | Register-FargateTask -Port 80
$null = New-EcsScheduledTask nightly -TaskDefinition crawler -Every 1d
if ($Example.Command -ne 'about_EcsTools_Deployments') { $null = New-FargateService web web -Cluster demo -DesiredCount 2 -Wait }
if ($Example.Command -eq 'about_EcsTools_Troubleshooting') {
    $null = New-FargateLoadBalancer
    $null = Add-FargateRoute /api/users* -Name users -ContainerPort 80
    $null = Register-FargateTask broken -ImageUri "$((Get-EcsSandbox).RegistryUri)/web:9.9.9" | Start-FargateTask -Cluster demo |
        Wait-FargateTask -Timeout 1m -ErrorAction SilentlyContinue
}
@{ task = Register-FargateTask other -ImageUri example:1 -Port 80 | Start-FargateTask -Cluster demo }
