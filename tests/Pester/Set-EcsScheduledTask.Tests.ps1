BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Set-EcsScheduledTask' {
    It 'changes what is said, and keeps the rest' {
        $null = New-EcsScheduledTask set -TaskDefinition crawler -Cluster plan -Every 1d -Description 'all links' -RetryAttempts 3
        $set = Set-EcsScheduledTask set -Every 6h
        $set.Change, $set.Expression, $set.Description, $set.RetryAttempts | Should -Be 'Updated', 'rate(6 hours)', 'all links', 3
        "$($set.Differences)" | Should -BeLike '*rate(1 day) -> rate(6 hours)*'
        (Get-EcsScheduledTask set | Set-EcsScheduledTask -Count 2).TaskCount | Should -Be 2
        (Set-EcsScheduledTask set -Count 2).Change | Should -Be 'Unchanged'
    }

    It 'changes nothing with -WhatIf' {
        Set-EcsScheduledTask set -Every 5m -WhatIf
        (Get-EcsScheduledTask set).Expression | Should -Be 'rate(6 hours)'
    }

    It 'makes nothing that is not there' {
        { Set-EcsScheduledTask sat -Every 5m -ErrorAction Stop } | Should -Throw -ErrorId 'ScheduleNotFound*'
    }
}
