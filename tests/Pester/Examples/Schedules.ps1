param([hashtable] $Example)

if ($Example.Code -match '^ConvertTo-EcsScheduledTask|^\(ConvertTo-') {
    Set-Content crontab "MAILTO=ops@example.com`n0 3 * * * /opt/backup.sh`n30 6 * * 1-5 /opt/report.py --week`n@reboot /opt/agent"
    if ($Example.Command -eq 'New-EcsScheduledTask') { Set-Content crontab '0 3 * * * /opt/backup.sh' }
    Set-Content nightly.xml '<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><RegistrationInfo><URI>\Nightly</URI></RegistrationInfo><Triggers><CalendarTrigger><StartBoundary>2026-01-01T03:30:00</StartBoundary><ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger></Triggers><Actions><Exec><Command>run</Command></Exec></Actions></Task>'
}

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
