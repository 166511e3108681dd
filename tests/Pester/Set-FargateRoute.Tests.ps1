BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
    $null = New-FargateLoadBalancer ecstools
    $null = Add-FargateRoute -Default -Name monolith -ContainerPort 3000
    $null = Add-FargateRoute /users* -Name users -ContainerPort 3000 -Weight 0
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Set-FargateRoute' {
    It 'sets a percentage, and -Revert restores the one before' {
        (Set-FargateRoute users 10).Targets.Percent | Should -Be 10, 90
        (Set-FargateRoute users 10).Change | Should -Be 'Unchanged'
        (Set-FargateRoute users -Weight 100).Targets.Percent | Should -Be 100, 0
        (Set-FargateRoute users -Revert).Targets.Percent | Should -Be 10, 90
        (Set-FargateRoute users -Revert).Targets.Percent | Should -Be 100, 0
    }

    It 'sets a weight for each group' {
        (Set-FargateRoute users -Weight @{ users = 1; monolith = 3 }).Targets.Percent | Should -Be 25, 75
        $problem = { Set-FargateRoute users -Weight @{ users = 1; monolit = 3 } -ErrorAction Stop } | Should -Throw -ErrorId 'TargetGroupUnknown*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*users, monolith*'
    }

    It 'moves in steps, and turns back if the group fails' {
        $null = Set-FargateRoute users 0
        (Set-FargateRoute users 100 -StepPercent 50 -StepInterval 0s).Targets.Percent | Should -Be 100, 0
        $null = Set-FargateRoute users 0
        { Set-FargateRoute users 100 -StepPercent 50 -StepInterval 1s -MaximumErrorPercent 1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'TrafficTurnedBack*' -ExpectedMessage '*After step 1 of 2*has no target*'
        (Get-FargateRoute users).Targets.Percent | Should -Be 0, 100
    }

    It 'says that there is no verdict without requests' {
        $null = New-FargateCluster demo
        $null = Register-FargateTask users -ImageUri example:1 -Port 3000
        $null = Get-FargateRoute users | New-FargateService users users -Cluster demo -Wait
        $moved = Set-FargateRoute users 100 -StepPercent 50 -StepInterval 1s -MaximumErrorPercent 1 -WarningVariable warned -WarningAction SilentlyContinue
        $moved.Targets.Percent | Should -Be 100, 0
        "$warned" | Should -BeLike "*counted no answers of 'users'*"
        $null = Remove-FargateService users -Cluster demo -Confirm:$false
        $null = Set-FargateRoute users 0
    }

    It 'changes health check, priority and conditions' {
        $changed = Set-FargateRoute users -HealthCheckPath /health -DeregistrationDelay 30s -Priority 7 -Path /users*, /members*
        $changed.Differences.Field | Should -Contain 'targetGroups[users].healthCheck.path'
        $changed.Priority | Should -Be 7
        $changed.Conditions.Values | Should -Be '/users*', '/members*'
    }

    It 'changes nothing with -WhatIf' {
        Set-FargateRoute users 55 -WhatIf | Should -BeNullOrEmpty
        (Get-FargateRoute users).Targets.Percent | Should -Be 0, 100
    }

    It 'changes the default route, which has no priority' {
        $null = Set-FargateRoute -LoadBalancer ecstools -Default -Weight @{ monolith = 50; users = 50 }
        (Get-FargateRoute -LoadBalancer ecstools)[-1].Targets.Percent | Should -Be 50, 50
        (Set-FargateRoute -LoadBalancer ecstools -Default -Revert).Targets.TargetGroupName | Should -Be 'monolith'
        { Set-FargateRoute -LoadBalancer ecstools -Default -Priority 5 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidPriority*'
    }
}
