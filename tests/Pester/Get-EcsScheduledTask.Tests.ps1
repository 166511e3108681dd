BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-EcsScheduledTask' {
    BeforeAll {
        $null = New-EcsScheduledTask get-a -TaskDefinition crawler -Cluster plan -Every 1d -Group tests
        $null = New-EcsScheduledTask get-b -TaskDefinition crawler -Cluster plan -Every 1d -Backend Rule
    }

    It 'gets schedules of both kinds, by name, wildcard and group' {
        (Get-EcsScheduledTask get-*).ScheduleName | Sort-Object | Should -Be 'get-a', 'get-b'
        (Get-EcsScheduledTask get-a).Group | Should -Be 'tests'
        (Get-EcsScheduledTask -Group tests).ScheduleName | Should -Be 'get-a'
        (Get-EcsScheduledTask -Backend Rule).ScheduleName | Should -Be 'get-b'
    }

    It 'exports to a table when a schedule runs next, and no inner types' {
        $row = Get-EcsScheduledTask get-b | ConvertTo-Csv | ConvertFrom-Csv
        [datetimeoffset]$row.NextRun | Should -BeGreaterThan ([datetimeoffset]::UtcNow)
        $schedule = Get-EcsScheduledTask get-b
        ($row.NextRuns -split '; ').Count | Should -Be $schedule.NextRuns.Count
        $row.Subnets | Should -Be ($schedule.Subnets -join '; ')
    }

    It 'says which it did not find, and the nearest' {
        $problem = { Get-EcsScheduledTask get-c -ErrorAction Stop } | Should -Throw -ErrorId 'ScheduleNotFound*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*get-a*'
    }
}
