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

    It 'removes the scaling too, so that it does not apply to the next service of that name' {
        $null = New-FargateService scaled web -Cluster remove
        $null = Set-FargateScaling scaled -Cluster remove -MinimumCount 2 -MaximumCount 4 -CpuTarget 60
        Remove-FargateService scaled -Cluster remove -Confirm:$false
        $null = New-FargateService scaled web -Cluster remove
        (Set-FargateScaling scaled -Cluster remove).IsScaled | Should -BeFalse
    }

    It 'removes no service because of a task, a deployment or a cluster' {
        $null = New-FargateService kept web -Cluster remove
        $others = @(Get-FargateDeployment kept -Cluster remove) + @(Get-FargateCluster remove) + @(Set-FargateScaling kept -Cluster remove)
        $others | Remove-FargateService -Force -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be $others.Count
        (Get-FargateService kept -Cluster remove).Status | Should -Be 'ACTIVE'
    }

    It 'removes the others if one of several is not there' {
        $null = 'x', 'z' | ForEach-Object { New-FargateService $_ web -Cluster remove }
        Remove-FargateService x, y, z -Cluster remove -Force -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'ServiceNotFound*'
        Get-FargateService [xz] -Cluster remove | Should -BeNullOrEmpty
    }
}
