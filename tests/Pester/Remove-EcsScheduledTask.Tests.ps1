BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Remove-EcsScheduledTask' {
    It 'removes schedules of both kinds, by wildcard' {
        $null = New-EcsScheduledTask gone-a -TaskDefinition crawler -Cluster plan -Every 1d -Group tests
        $null = New-EcsScheduledTask gone-b -TaskDefinition crawler -Cluster plan -Every 1d -Backend Rule
        Remove-EcsScheduledTask gone-* -WhatIf
        @(Get-EcsScheduledTask gone-*).Count | Should -Be 2
        (Remove-EcsScheduledTask gone-* -Confirm:$false -PassThru).Change | Should -Be 'Removed', 'Removed'
        Get-EcsScheduledTask gone-* | Should -BeNullOrEmpty
    }

    It 'says that there is none' {
        { Remove-EcsScheduledTask none -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ScheduleNotFound*'
    }
}
