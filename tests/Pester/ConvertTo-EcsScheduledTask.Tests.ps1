BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster demo
    $null = Register-FargateTask crawler -ImageUri example:1

    # Objects in the shape of Get-ScheduledTask: its properties, and the names of its CIM classes.
    function New-CimObject([string] $Class, [hashtable] $Properties) {
        $object = [pscustomobject] $Properties
        $object.PSTypeNames.Insert(0, "Microsoft.Management.Infrastructure.CimInstance#Root/Microsoft/Windows/TaskScheduler/$Class")
        $object
    }
    function New-WindowsTask([string] $Name, [object[]] $Trigger, [hashtable] $Settings = @{}) {
        $all = @{ Enabled = $true; ExecutionTimeLimit = 'PT72H'; RestartCount = 0; MultipleInstances = 0 }
        foreach ($key in $Settings.Keys) { $all[$key] = $Settings[$key] }
        New-CimObject MSFT_ScheduledTask @{
            TaskName = $Name; TaskPath = '\Backup\'; Description = 'Saves everything'; State = 'Ready'; Triggers = $Trigger
            Actions = @(New-CimObject MSFT_TaskExecAction @{ Execute = 'backup'; Arguments = '--all "my files"'; WorkingDirectory = $null })
            Settings = New-CimObject MSFT_TaskSettings3 $all
        }
    }
    $daily = New-CimObject MSFT_TaskDailyTrigger @{ Enabled = $true; StartBoundary = '2026-01-01T03:30:00'; DaysInterval = [uint16]1; RandomDelay = 'PT10M' }
    $xml = Join-Path $TestDrive 'nightly.xml'
    Set-Content $xml -Encoding unicode @'
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><URI>\Nightly</URI></RegistrationInfo>
  <Triggers><CalendarTrigger><StartBoundary>2026-01-01T03:30:00</StartBoundary><ScheduleByWeek><WeeksInterval>1</WeeksInterval>
    <DaysOfWeek><Monday /></DaysOfWeek></ScheduleByWeek></CalendarTrigger></Triggers>
  <Actions><Exec><Command>run</Command></Exec></Actions>
</Task>
'@
    $crontab = Join-Path $TestDrive 'crontab'
    Set-Content $crontab "# m h dom mon dow`n`n0 3 * * * /opt/backup.sh`n@reboot /opt/start.sh"
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'ConvertTo-EcsScheduledTask' {
    It 'reads the objects of Get-ScheduledTask' {
        $converted = New-WindowsTask Nightly $daily | ConvertTo-EcsScheduledTask -TimeZone 'W. Europe Standard Time'
        $converted.ScheduleName, $converted.Expression, $converted.TimeZone | Should -Be 'Nightly', 'cron(30 3 * * ? *)', 'Europe/Berlin'
        $converted.FlexibleWindow | Should -Be '00:10:00'
        $converted.Command | Should -Be 'backup', '--all', 'my files'
        $converted.Source | Should -Be '\Backup\Nightly'
        $converted.Findings | Should -BeNullOrEmpty
        $weekly = New-CimObject MSFT_TaskWeeklyTrigger @{ Enabled = $true; StartBoundary = '2026-01-01T03:30:00'; DaysOfWeek = [uint16]34; WeeksInterval = [uint16]1 }
        (New-WindowsTask Weekly $weekly | ConvertTo-EcsScheduledTask).Expression | Should -Be 'cron(30 3 ? * 2,6 *)'
    }

    It 'reads what is left of them after a remote session or a file' {
        $task = New-WindowsTask Nightly $daily
        foreach ($object in $task, $task.Triggers[0]) { $object.PSTypeNames[0] = 'Deserialized.' + $object.PSTypeNames[0] }
        ($task | ConvertTo-EcsScheduledTask -TimeZone UTC).Expression | Should -Be 'cron(30 3 * * ? *)'
        $json = New-WindowsTask Nightly ($daily | Select-Object *, @{ Name = 'CimClass'; Expression = { @{ CimClassName = 'MSFT_TaskDailyTrigger' } } }) | ConvertTo-Json -Depth 5
        ($json | ConvertFrom-Json | ConvertTo-EcsScheduledTask -TimeZone UTC).Expression | Should -Be 'cron(30 3 * * ? *)'
    }

    It 'names what the objects do not tell, and what has no counterpart' {
        $monthly = New-CimObject MSFT_TaskTrigger @{ Enabled = $true; StartBoundary = '2026-01-01T03:30:00' }
        $converted = New-WindowsTask Monthly $monthly | ConvertTo-EcsScheduledTask
        $converted.IsConvertible | Should -BeFalse
        $converted.Findings[0].Code | Should -Be 'MonthlyDaysUnknown'
        $converted.Findings[0].Remedy | Should -BeLike '*Export-ScheduledTask*'
        $boot = New-CimObject MSFT_TaskBootTrigger @{ Enabled = $true }
        $problem = { New-WindowsTask Boot $boot | ConvertTo-EcsScheduledTask | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo -ErrorAction Stop } |
            Should -Throw -ErrorId 'ScheduleNotConvertible*' -PassThru
        $problem.Exception.Message | Should -BeLike '*when the computer starts*'
        $settings = @{ RestartCount = 3; RunOnlyIfIdle = $true }
        (New-WindowsTask Set $daily $settings | ConvertTo-EcsScheduledTask).Findings.Code | Should -Be 'NoRestart', 'NoIdle'
    }

    It 'reads files, and the text of Export-ScheduledTask' {
        (ConvertTo-EcsScheduledTask $xml -TimeZone UTC).Expression | Should -Be 'cron(30 3 ? * 2 *)'
        (Get-Item $xml | ConvertTo-EcsScheduledTask -Name other).ScheduleName | Should -Be 'other'
        $text = Get-Content $xml -Raw
        ($text, $text | ConvertTo-EcsScheduledTask).ScheduleName | Should -Be 'Nightly', 'Nightly'
        (Get-Content $xml | ConvertTo-EcsScheduledTask).ScheduleName | Should -Be 'Nightly'
    }

    It 'reads a crontab from a file and from the pipeline, with its empty lines' {
        foreach ($converted in @(, (ConvertTo-EcsScheduledTask $crontab)) + @(, (Get-Content $crontab | ConvertTo-EcsScheduledTask))) {
            $converted.ScheduleName | Should -Be 'backup', 'start'
            $converted[0].Expression | Should -Be 'cron(0 3 * * ? *)'
            $converted[1].Findings.Code | Should -Be 'NoCounterpart'
        }
    }

    It 'gives New-EcsScheduledTask what it creates, and parameters count more' {
        $plan = ConvertTo-EcsScheduledTask $crontab -TimeZone Europe/Rome | Where-Object IsConvertible
        $plan | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo -WhatIf
        Get-EcsScheduledTask | Should -BeNullOrEmpty
        $made = $plan | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo
        $made.ScheduleName, $made.Expression, $made.TimeZone, $made.State | Should -Be 'backup', 'cron(0 3 * * ? *)', 'Europe/Rome', 'ENABLED'
        ($made.Overrides | ConvertFrom-Json).containerOverrides[0].command | Should -Be '/bin/sh', '-c', '/opt/backup.sh'
        ($plan | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo).Change | Should -Be 'Unchanged'
        $other = $plan | New-EcsScheduledTask other -TaskDefinition crawler -Cluster demo -Command run -Disabled
        $other.ScheduleName, $other.State | Should -Be 'other', 'DISABLED'
        ($other.Overrides | ConvertFrom-Json).containerOverrides[0].command | Should -Be 'run'
        $disabled = New-WindowsTask Off $daily @{}
        $disabled.State = 'Disabled'
        ($disabled | ConvertTo-EcsScheduledTask -TimeZone UTC | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo).State | Should -Be 'DISABLED'
    }

    It 'refuses an object that is not a task' {
        { Get-Date | ConvertTo-EcsScheduledTask -ErrorAction Stop } | Should -Throw
        { [pscustomobject]@{ Triggers = 1 } | ConvertTo-EcsScheduledTask -ErrorAction Stop } | Should -Throw -ErrorId 'WindowsTaskInvalid*'
    }
}
