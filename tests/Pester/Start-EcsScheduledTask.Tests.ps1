BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Start-EcsScheduledTask' {
    It 'runs what the schedule runs, now' {
        $null = New-EcsScheduledTask now -TaskDefinition crawler -Cluster plan -Every 1d -Disabled -Count 2
        Start-EcsScheduledTask now -WhatIf | Should -BeNullOrEmpty
        $tasks = Get-EcsScheduledTask now | Start-EcsScheduledTask
        $tasks.Family | Should -Be 'crawler', 'crawler'
        ($tasks | Wait-FargateTask).ExitCode | Should -Be 0, 0
    }
}
