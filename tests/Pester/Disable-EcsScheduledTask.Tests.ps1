BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Disable-EcsScheduledTask' {
    It 'turns schedules of both kinds over, once' -ForEach @(@{ Backend = 'Scheduler' }, @{ Backend = 'Rule' }) {
        (New-EcsScheduledTask "switch-$Backend" -TaskDefinition crawler -Cluster plan -Every 1d -Backend $Backend).State | Should -Be 'ENABLED'
        Disable-EcsScheduledTask "switch-$Backend" -WhatIf
        (Get-EcsScheduledTask "switch-$Backend").State | Should -Be 'ENABLED'
        $switched = Get-EcsScheduledTask "switch-$Backend" | Disable-EcsScheduledTask
        $switched.State, $switched.Change | Should -Be 'DISABLED', 'Updated'
        (Disable-EcsScheduledTask "switch-$Backend").Change | Should -Be 'Unchanged'
    }

    It 'asks before it disables all schedules, or more than ten' {
        $null = 1..11 | ForEach-Object { New-EcsScheduledTask "many-$_" -TaskDefinition crawler -Cluster plan -Every 1d }
        $enabled = { @(Get-EcsScheduledTask many-* | Where-Object State -eq 'ENABLED').Count }
        { Disable-EcsScheduledTask * } | Should -Throw -ErrorId 'ConfirmationNeeded,*'
        { Disable-EcsScheduledTask many-* } | Should -Throw -ErrorId 'ConfirmationNeeded,*'
        { Get-EcsScheduledTask many-* | Disable-EcsScheduledTask } | Should -Throw -ErrorId 'ConfirmationNeeded,*'
        & $enabled | Should -Be 11
        $null = Disable-EcsScheduledTask many-1*
        & $enabled | Should -Be 8
        $null = Disable-EcsScheduledTask * -Confirm:$false
        & $enabled | Should -Be 0
    }
}
