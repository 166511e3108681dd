BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
    $null = New-FargateCluster paused
    foreach ($memory in 512, 1024, 2048) { $null = Register-FargateTask web -ImageUri example:1 -Port 80 -Memory $memory }

    # The deployment of a service, as soon as it waits.
    function Wait-Pause([string] $Service) {
        foreach ($try in 1..200) {
            $waiting = Get-FargateDeployment $Service -Cluster paused | Where-Object WaitingHookId
            if ($waiting) { return $waiting }
            Start-Sleep -Milliseconds 100
        }
        throw "The deployment of $Service does not wait."
    }

    function New-PausedService([string] $Service) {
        $null = New-FargateService $Service web:1 -Cluster paused -Strategy BlueGreen -BakeTime 0m -Wait
        $null = Set-FargateService $Service -Cluster paused -PauseAt post_scale_up -PauseTimeout 30m -TaskDefinition web:2
    }
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Resume-FargateDeployment' {
    It 'lets a deployment go on' {
        New-PausedService goes-on
        (Wait-Pause goes-on).LifecycleStage | Should -Be 'POST_SCALE_UP'
        $resumed = Resume-FargateDeployment goes-on -Cluster paused
        $resumed.WaitingHookId | Should -BeNullOrEmpty
        $done = Wait-FargateService goes-on -Cluster paused
        $done.TaskDefinition | Should -Be 'web:2'
    }

    It 'rolls a deployment back' {
        New-PausedService goes-back
        $null = Wait-Pause goes-back | Resume-FargateDeployment -Rollback
        foreach ($try in 1..200) {
            $status = @(Get-FargateDeployment goes-back -Cluster paused)[0].Status
            if ($status -eq 'ROLLBACK_SUCCESSFUL') { break }
            Start-Sleep -Milliseconds 100
        }
        $status | Should -Be 'ROLLBACK_SUCCESSFUL'
    }

    It 'changes nothing with -WhatIf, and the wait says how to go on' {
        New-PausedService waits
        $null = Wait-Pause waits
        Resume-FargateDeployment waits -Cluster paused -WhatIf | Should -BeNullOrEmpty
        (Wait-Pause waits).WaitingHookId | Should -Not -BeNullOrEmpty
        $null = Wait-FargateService waits -Cluster paused -Timeout 3s -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        "$warned" | Should -BeLike '*waits at POST_SCALE_UP*Resume-FargateDeployment waits -Cluster paused*-Rollback'
        $null = Resume-FargateDeployment waits -Cluster paused
    }

    It 'says what to do if nothing waits' {
        $problem = { Resume-FargateDeployment goes-on -Cluster paused -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentDoesNotWait*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-PauseAt*'
    }

    It 'is for deployments that move traffic: a pause of a rolling one is refused' {
        $problem = { New-FargateService rolls web:1 -Cluster paused -PauseAt POST_SCALE_UP -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidPauseAt*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-Strategy*'
        Get-FargateService -Cluster paused | Where-Object ServiceName -EQ rolls | Should -BeNullOrEmpty
    }

    It 'removes pauses with None' {
        $changed = Set-FargateService goes-on -Cluster paused -PauseAt None
        $changed.Differences.Field | Should -Be 'deploymentConfiguration.pauseAt'
        $changed.Differences.To | Should -BeNullOrEmpty
    }
}
