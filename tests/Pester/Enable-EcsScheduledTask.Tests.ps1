BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Enable-EcsScheduledTask' {
    It 'turns schedules of both kinds over, once' -ForEach @(@{ Backend = 'Scheduler' }, @{ Backend = 'Rule' }) {
        (New-EcsScheduledTask "switch-$Backend" -TaskDefinition crawler -Cluster plan -Every 1d -Disabled -Backend $Backend).State | Should -Be 'DISABLED'
        Enable-EcsScheduledTask "switch-$Backend" -WhatIf
        (Get-EcsScheduledTask "switch-$Backend").State | Should -Be 'DISABLED'
        $switched = Get-EcsScheduledTask "switch-$Backend" | Enable-EcsScheduledTask
        $switched.State, $switched.Change | Should -Be 'ENABLED', 'Updated'
        (Enable-EcsScheduledTask "switch-$Backend").Change | Should -Be 'Unchanged'
    }
}
