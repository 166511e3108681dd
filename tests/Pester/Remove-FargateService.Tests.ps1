BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster remove
    $null = Register-FargateTask web -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Remove-FargateService' {
    It 'lets the tasks end and removes the service' {
        $null = New-FargateService web web -Cluster remove -DesiredCount 2 -Wait
        Remove-FargateService web -Cluster remove -WhatIf
        (Get-FargateService web -Cluster remove).Status | Should -Be 'ACTIVE'
        Remove-FargateService web -Cluster remove -Confirm:$false | Should -BeNullOrEmpty
        Get-FargateService -Cluster remove | Should -BeNullOrEmpty
        Get-FargateTask -Cluster remove | Should -BeNullOrEmpty
    }

    It 'removes at once with -Force, what the pipeline brings' {
        $null = 'a', 'b' | ForEach-Object { New-FargateService $_ web -Cluster remove }
        $removed = Get-FargateService -Cluster remove | Remove-FargateService -Force -PassThru -Confirm:$false
        $removed.Change | Should -Be 'Removed', 'Removed'
        Get-FargateService -Cluster remove | Should -BeNullOrEmpty
    }
}
