param([hashtable] $Example)

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
$null = New-FargateCluster demo 6> $null
$null = 'crawler', 'report' | ForEach-Object { Register-FargateTask $_ -ImageUri example:1 }
foreach ($memory in 512, 1024, 2048) { $null = Register-FargateTask migrate -ImageUri example:1 -Memory $memory }
if ($Example.Command -eq 'New-EcsScheduledTask') { return @{} }
$null = New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster demo -Every 1d
$null = New-EcsScheduledTask report-week -TaskDefinition report -Cluster demo -Cron '0 6 ? * MON *'
$null = New-EcsScheduledTask try -TaskDefinition crawler -Cluster demo -Cron '0 3 * * ? *' -Group tests
if ($Example.Command -eq 'Get-EcsScheduledRun') {
    # The first run of an interval begins at once.
    foreach ($try in 1..200) {
        if (Get-EcsScheduledRun nightly | Where-Object Status -eq 'Succeeded') { break }
        Start-Sleep -Milliseconds 50
    }
}
@{}
