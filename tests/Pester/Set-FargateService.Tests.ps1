BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster set
    $null = Register-FargateTask web -ImageUri example/web:1 -Port 80
    $null = New-FargateService web web -Cluster set -Wait
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Set-FargateService' {
    It 'changes the count and leaves the rest' {
        $service = Set-FargateService web -Cluster set -DesiredCount 2 -Wait
        $service.RunningCount | Should -Be 2
        $service.Differences.Field | Should -Be 'desiredCount'
    }

    It 'deploys another image with everything else as it is' {
        $plan = Set-FargateService web -Cluster set -Image example/web:2 -WhatIf 6>&1
        $plan | Should -BeNullOrEmpty
        (Get-FargateService web -Cluster set).TaskDefinition | Should -Be 'web:1'
        $service = [pscustomobject]@{ ImageUri = 'example/web:2' } | Set-FargateService web -Cluster set -Wait
        $service.TaskDefinition | Should -Be 'web:2'
        $service.Differences[1].Field | Should -Be 'taskDefinition.containerDefinitions[web].image'
        $definition = Get-FargateTaskDefinition web:2
        $definition.Images | Should -Be 'example/web:2'
        $definition.Ports | Should -Be '80'
    }

    It 'goes on after a rollback with what served before' {
        $before = Get-FargateService web -Cluster set
        $before | Set-FargateService -Image "$((Get-EcsSandbox).RegistryUri)/nowhere:1" -Wait -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ServiceRolledBack*'
        "$($problem[0])".Split("`n")[0] | Should -BeLike '*was rolled back to*nowhere*'
        (Get-FargateService web -Cluster set).TaskDefinition | Should -Be $before.TaskDefinition
    }

    It 'takes a service of the pipeline without going back to what it ran when it was read' {
        $old = Get-FargateService web -Cluster set
        $null = Register-FargateTask web -ImageUri example/web:3 -Port 80
        $null = Set-FargateService web -Cluster set -TaskDefinition web -Wait
        $now = $old | Set-FargateService -DesiredCount 1
        $now.Differences.Field | Should -Be 'desiredCount'
        $now.TaskDefinition | Should -Not -Be $old.TaskDefinition
    }

    It 'takes a definition of the pipeline for a service that is named' {
        $made = Register-FargateTask web -ImageUri example/web:4 -Port 80
        ($made | Set-FargateService web -Cluster set).TaskDefinition | Should -Be $made.TaskDefinition
    }

    It 'sets when a deployment fails and when it completes early' {
        $set = Set-FargateService web -Cluster set -FailureThreshold 25% -CountAllFailures -MinimumHealthyPercent 50 -EarlySuccessPercent 60 -EarlySuccessCleanup Deferred
        $set.FailureThreshold, $set.CountAllFailures, $set.EarlySuccessPercent, $set.EarlySuccessCleanup | Should -Be '25%', $true, 60, 'DEFERRED'
        $set.Differences.Field | Should -Contain 'deploymentConfiguration.failureThreshold'
        $set.Differences.Field | Should -Contain 'deploymentConfiguration.earlySuccess'
        (Set-FargateService web -Cluster set -FailureThreshold 25%).Change | Should -Be 'Unchanged'
        $off = Set-FargateService web -Cluster set -NoCircuitBreaker
        $off.CircuitBreaker, $off.FailureThreshold | Should -Be $false, '25%'
        $back = Set-FargateService web -Cluster set -NoCircuitBreaker:$false -FailureThreshold 80% -UnboundedThreshold -CountAllFailures:$false -EarlySuccessPercent 100 -EarlySuccessCleanup Blocking
        $back.FailureThreshold, $back.CountAllFailures, $back.EarlySuccessPercent | Should -Be '80% unbounded', $false, $null
        (Set-FargateService web -Cluster set -FailureThreshold 3 -MinimumHealthyPercent 100).FailureThreshold | Should -Be '3'
    }

    It 'refuses an early success that does not fit the service' {
        { Set-FargateService web -Cluster set -EarlySuccessPercent 60 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidEarlySuccessPercent,*' -ExpectedMessage '*60*100*'
        { Set-FargateService web -Cluster set -FailureThreshold 5 -NoCircuitBreaker -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidFailureThreshold,*'
    }

    It 'makes no service' {
        { Set-FargateService wbe -Cluster set -DesiredCount 1 -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceNotFound*'
    }

    It 'goes on after a service that the parameter does not fit' {
        $null = Initialize-EcsRole Task -Name exec-role -EnableExecuteCommand
        $null = Register-FargateTask able -ImageUri example/web:1 -TaskRole exec-role
        $null = New-FargateService able able -Cluster set
        $null = New-FargateService zable able -Cluster set
        $set = Get-FargateService -Cluster set | Set-FargateService -EnableExecuteCommand -ErrorAction SilentlyContinue -ErrorVariable problems
        $set.ServiceName | Should -Be 'able', 'zable'
        $problems.FullyQualifiedErrorId | Should -BeLike 'ExecNeedsTaskRole,*'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidOperation'
        $set = Set-FargateService able, nowhere, zable -Cluster set -DesiredCount 0 -ErrorAction SilentlyContinue -ErrorVariable problems
        $set.ServiceName | Should -Be 'able', 'zable'
        $problems.FullyQualifiedErrorId | Should -BeLike 'ServiceNotFound,*'
    }

    It 'ends at once for a value that fits no service' {
        { Get-FargateService -Cluster set | Set-FargateService -DesiredCount -1 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidDesiredCount,*'
    }
}
