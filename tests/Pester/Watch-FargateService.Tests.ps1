BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster watch
    1..2 | ForEach-Object { $null = Register-FargateTask web -ImageUri "example:$_" -Port 80 }
    $null = Register-FargateTask broken -ImageUri "$((Get-EcsSandbox).RegistryUri)/nowhere:1"
    $null = New-FargateLoadBalancer -Wait
    $route = Add-FargateRoute ecstools /web -Name web -ContainerPort 80 -TwoTargetGroups 3> $null

    # The lines that Watch-FargateService shows where the output is no terminal, without their times.
    function Read-Watch {
        param([scriptblock] $Watch)
        & $Watch 6>&1 | ForEach-Object { "$_" -replace '^\d\d:\d\d:\d\d ' }
    }
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Watch-FargateService' {
    It 'writes a line for each change of a rolling deployment, and ends when the service is steady' {
        $lines = Read-Watch { New-FargateService rolling web -Cluster watch -DesiredCount 2 | Watch-FargateService -Interval 1s }
        $lines[0] | Should -Match '^rolling: deployment of web:2, ROLLING, (PENDING|IN_PROGRESS|SUCCESSFUL)$'
        $lines | Should -Contain 'rolling: tasks web:2 2 of 2 running'
        ($lines -match 'event \(service rolling\) has started 2 tasks').Count | Should -Be 1
        $lines[-1] | Should -Be 'rolling: steady, 2 of 2 tasks running'
    }

    It 'writes nothing to the pipeline without -PassThru' {
        New-FargateService quiet web -Cluster watch | Watch-FargateService 6> $null | Should -BeNullOrEmpty
    }

    It 'shows stages, traffic and targets of a blue/green deployment, and the command that ends a pause' {
        $null = $route | New-FargateService green web:1 -Cluster watch -DesiredCount 2 -Strategy BlueGreen -Wait 3> $null
        $missing = [System.Collections.Generic.List[string]]@(
            'green: stage POST_TEST_TRAFFIC_SHIFT', 'green: traffic web:2 0 %, test traffic 100 %', 'green: targets web-2 2 healthy'
            '*waits. To go on: Resume-FargateDeployment green -Cluster watch*'
        )
        # It watches only until all of them have come: a paused deployment goes on for the whole timeout.
        $null = Read-Watch {
            Set-FargateService green -Cluster watch -TaskDefinition web:2 -PauseAt POST_TEST_TRAFFIC_SHIFT |
                Watch-FargateService -Interval 1s -Timeout 2m -WarningAction SilentlyContinue
        } | Where-Object { $line = $_; $null = $missing.RemoveAll({ $line -like $args[0] }); $missing.Count -eq 0 } | Select-Object -First 1
        $missing | Should -BeNullOrEmpty
    }

    It 'warns if the deployment is still in progress when its time is over' {
        Watch-FargateService green -Cluster watch -Interval 1s -Timeout 1s -WarningVariable warned -WarningAction SilentlyContinue 6> $null
        $warned | Should -BeLike "*'green' is not steady*"
    }

    It 'emits an object for each change with -PassThru, and the revisions with their traffic' {
        $null = Resume-FargateDeployment green -Cluster watch
        $all = @(Watch-FargateService green -Cluster watch -Interval 1s -PassThru)
        $all[-1].IsSteady | Should -BeTrue
        $all[-1].Status | Should -Be SUCCESSFUL
        $all[-1].Revisions[0].TaskDefinition | Should -Be web:2
        ($all[0].Revisions | Where-Object IsTarget).TrafficPercent | Should -Not -BeNullOrEmpty
    }

    It 'says why tasks fail and why a deployment was rolled back' {
        $null = New-FargateService failing web:2 -Cluster watch -Wait
        $lines = Read-Watch { Set-FargateService failing -Cluster watch -TaskDefinition broken | Watch-FargateService -Interval 1s }
        $lines -match 'failing: failed task .*nowhere' | Should -Not -BeNullOrEmpty
        $lines -match 'ROLLBACK_SUCCESSFUL: ' | Should -Not -BeNullOrEmpty
        $lines[-1] | Should -Be 'failing: steady, 1 of 1 tasks running'
    }

    It 'says why a deployment was rolled back that was over before the first look' {
        $service = Set-FargateService failing -Cluster watch -TaskDefinition broken
        Wait-FargateService failing -Cluster watch -ErrorAction SilentlyContinue | Out-Null
        $lines = Read-Watch { $service | Watch-FargateService }
        $lines -match 'failing: failed task .*nowhere' | Should -Not -BeNullOrEmpty
    }

    It 'shows the current state of a service that nothing deploys, and ends' {
        $lines = Read-Watch { Watch-FargateService rolling -Cluster watch }
        $lines | Should -Contain 'rolling: steady, 2 of 2 tasks running'
    }

    It 'follows the next deployment with -Continue' {
        $deployed = $false
        $first = Watch-FargateService rolling -Cluster watch -Continue -Interval 1s -Timeout 1m -PassThru | ForEach-Object {
            if (-not $deployed) { $null = Set-FargateService rolling -Cluster watch -TaskDefinition web:1; $deployed = $true }
            $_
        } | Where-Object { $_.Revisions.TaskDefinition -contains 'web:1' } | Select-Object -First 1
        $first.ServiceName | Should -Be rolling
    }

    It 'watches several services at the same time' {
        $last = 'rolling', 'quiet' | ForEach-Object { Get-FargateService $_ -Cluster watch } | Watch-FargateService -PassThru
        $last.ServiceName | Sort-Object -Unique | Should -Be quiet, rolling
    }

    It 'goes on with the others if a service does not exist' {
        $lines = Read-Watch { Watch-FargateService nowhere, quiet -Cluster watch -ErrorAction SilentlyContinue -ErrorVariable script:problem }
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ServiceNotFound*'
        $lines | Should -Contain 'quiet: steady, 1 of 1 tasks running'
    }
}
