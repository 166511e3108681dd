BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Remove-FargateLoadBalancer' {
    It 'removes one that nothing uses, with what was created for it' {
        $made = New-FargateLoadBalancer unused
        $null = Add-FargateRoute unused /api* -Name unused-api -ContainerPort 80
        Remove-FargateLoadBalancer unused -Confirm:$false | Should -BeNullOrEmpty
        Get-FargateLoadBalancer unuse* | Should -BeNullOrEmpty
        { New-FargateService x -TaskDefinition x -SecurityGroup $made.SecurityGroups[0] -ErrorAction Stop } | Should -Throw
        # The name of its target group is free again, also for another port.
        $null = New-FargateLoadBalancer unused
        (Add-FargateRoute unused /api* -Name unused-api -ContainerPort 81).ContainerPort | Should -Be 81
    }

    It 'leaves one that services use and names them, and removes it with -Force' {
        $null = New-FargateLoadBalancer used
        $null = New-FargateCluster lb
        $null = Register-FargateTask users -ImageUri example:1 -Port 80
        $null = Add-FargateRoute used /users* -Name users -ContainerPort 80 | New-FargateService users users -Cluster lb -Wait
        { Remove-FargateLoadBalancer used -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'LoadBalancerInUse*' -ExpectedMessage '*users in lb*'
        (Get-FargateLoadBalancer used).LoadBalancer | Should -Be 'used'
        $removed = Get-FargateLoadBalancer used | Remove-FargateLoadBalancer -Force -Confirm:$false -PassThru -WarningVariable warned -WarningAction SilentlyContinue
        $removed.Change | Should -Be 'Removed'
        "$warned" | Should -BeLike '*users in lb*Remove-FargateService*'
        Get-FargateLoadBalancer use* | Should -BeNullOrEmpty
        (Get-FargateService users -Cluster lb).Status | Should -Be 'ACTIVE'
    }

    It 'leaves one that is protected, and says how to change that' {
        $null = New-FargateLoadBalancer kept -DeletionProtection
        $problem = { Remove-FargateLoadBalancer kept -Force -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'LoadBalancerProtected*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*New-FargateLoadBalancer kept -DeletionProtection:$false'
        $null = New-FargateLoadBalancer kept -DeletionProtection:$false
        Remove-FargateLoadBalancer kept -WhatIf
        (Get-FargateLoadBalancer kept).DeletionProtection | Should -BeFalse
        Remove-FargateLoadBalancer kept -Confirm:$false
        Get-FargateLoadBalancer kep* | Should -BeNullOrEmpty
    }
}
