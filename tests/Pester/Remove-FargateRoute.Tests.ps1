BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
    $null = New-FargateLoadBalancer ecstools
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Remove-FargateRoute' {
    It 'removes a route with its target group' {
        $null = Add-FargateRoute /a* -Name gone -ContainerPort 80
        Remove-FargateRoute gone -Confirm:$false | Should -BeNullOrEmpty
        Get-FargateRoute gon* | Should -BeNullOrEmpty
        (Add-FargateRoute /a* -Name gone -ContainerPort 81).ContainerPort | Should -Be 81 -Because 'the target group of port 80 is gone'
    }

    It 'keeps the target group with -KeepTargetGroup' {
        $null = Add-FargateRoute /b* -Name kept -ContainerPort 80
        (Get-FargateRoute kept | Remove-FargateRoute -KeepTargetGroup -Confirm:$false -PassThru).Change | Should -Be 'Removed'
        { Add-FargateRoute /b* -Name kept -ContainerPort 81 -ErrorAction Stop } | Should -Throw -ErrorId 'TargetGroupPortFixed*'
    }

    It 'warns if a service still uses the group, and keeps it' {
        $null = New-FargateCluster demo
        $null = Register-FargateTask web -ImageUri example:1 -Port 80
        $null = Add-FargateRoute /web* -Name web -ContainerPort 80 | New-FargateService web web -Cluster demo -Wait
        Remove-FargateRoute web -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike "*'web' in cluster 'demo'*Remove-FargateService web -Cluster demo"
        Get-FargateRoute we* | Should -BeNullOrEmpty
    }

    It 'removes the default route, and asks before' {
        $null = Add-FargateRoute -Default -Name rest -ContainerPort 80
        Remove-FargateRoute -LoadBalancer ecstools -Default -WhatIf
        (Get-FargateRoute rest).IsDefault | Should -BeTrue
        Remove-FargateRoute -LoadBalancer ecstools -Default -Confirm:$false
        (Get-FargateRoute -LoadBalancer ecstools)[-1].StatusCode | Should -Be 404
    }
}
