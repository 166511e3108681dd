BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster wait
    $null = Register-FargateTask web -ImageUri example:1
    $null = Register-FargateTask broken -ImageUri "$((Get-EcsSandbox).RegistryUri)/nowhere:1"
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Wait-FargateService' {
    It 'waits for all services of the pipeline, and tells events as they come' {
        $all = 'a', 'b' | ForEach-Object { New-FargateService $_ web -Cluster wait -DesiredCount 2 } | Wait-FargateService -Verbose 4>&1
        $services = $all | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }
        $services.RunningCount | Should -Be 2, 2
        ($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) -join "`n" | Should -Match 'has started 2 tasks'
    }

    It 'tells a rollback from a success, though as many tasks run as are wanted' {
        $null = New-FargateService web web -Cluster wait -Wait
        $failed = Set-FargateService web -Cluster wait -TaskDefinition broken
        $failed | Wait-FargateService -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Match '^Service(RolledBack|TasksKeepFailing)'
        "$($problem[0])".Split("`n")[0] | Should -BeLike '*nowhere*'
    }

    It 'ends when its time is over' {
        $null = New-FargateService never broken -Cluster wait -NoCircuitBreaker
        Wait-FargateService never -Cluster wait -Timeout 1s -MaximumFailures 1000 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ServiceWaitTimeout*'
    }

    It 'says that a rolling deployment has no stages' {
        $null = New-FargateService stageless broken -Cluster wait -NoCircuitBreaker
        { Wait-FargateService stageless -Cluster wait -Until BAKE_TIME -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidUntil*' -ExpectedMessage '*rolling*'
    }

    It 'ends at the stage that -Until names, while the deployment goes on' {
        1..2 | ForEach-Object { $null = Register-FargateTask staged -ImageUri "example:$_" -Port 80 }
        $null = New-FargateLoadBalancer -Wait
        $null = Add-FargateRoute ecstools /staged -Name staged -ContainerPort 80 -TwoTargetGroups 3> $null |
            New-FargateService staged staged:1 -Cluster wait -Strategy BlueGreen -Wait 3> $null
        $deployed = Set-FargateService staged -Cluster wait -TaskDefinition staged:2 -PauseAt PRE_SCALE_UP, POST_TEST_TRAFFIC_SHIFT
        ($deployed | Wait-FargateService -Until PRE_SCALE_UP 3> $null).RolloutState | Should -Be IN_PROGRESS
        (Get-FargateDeployment staged -Cluster wait)[0].LifecycleStage | Should -Be PRE_SCALE_UP
    }
}
