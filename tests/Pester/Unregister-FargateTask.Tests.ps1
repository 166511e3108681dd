BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster prune
    1..5 | ForEach-Object { $null = Register-FargateTask old -ImageUri example:1 -Port 80 -Force }
    $task = Start-FargateTask old:2 -Cluster prune
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Unregister-FargateTask' {
    It 'shows with -WhatIf what would go, what stays and why, and changes nothing' {
        $plan = Invoke-InNewProcess {
            param($module)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated 6> $null
            1..3 | ForEach-Object { $null = Register-FargateTask plan -ImageUri example:1 -Force }
            Unregister-FargateTask plan -KeepLast 1 -Delete -WhatIf
            (Get-FargateTaskDefinition plan).Count
            Stop-EcsSandbox
        } $ModulePath
        "$plan" | Should -BeLike "*Delete 2 revisions of task definition 'plan' in us-east-1*- plan:1, deleted too*- plan:2, deleted too*= plan:3: the newest*3*"
    }

    It 'spares what is in use, and says by what' {
        $gone = Unregister-FargateTask -Family old -KeepLast 2 -PassThru -Confirm:$false -WarningVariable said -WarningAction SilentlyContinue
        $gone.TaskDefinition | Should -Be 'old:1', 'old:3'
        $gone.Status + $gone.Change | Should -Be 'INACTIVE', 'INACTIVE', 'Removed', 'Removed'
        "$said" | Should -BeLike "*old:2 stays: task $($task.TaskId) in prune uses it*"
        (Get-FargateTaskDefinition old).Revision | Should -Be 5, 4, 2
    }

    It 'takes revisions from the pipeline' {
        Get-FargateTaskDefinition old:4 | Unregister-FargateTask -Confirm:$false | Should -BeNullOrEmpty
        (Get-FargateTaskDefinition old).Revision | Should -Be 5, 2
    }

    It 'deletes those that were deregistered before, too' {
        (Unregister-FargateTask old -KeepLast 1 -Delete -PassThru -Confirm:$false -WarningAction SilentlyContinue).Status | Select-Object -Unique | Should -Be 'DELETE_IN_PROGRESS'
        Get-FargateTaskDefinition old -Status INACTIVE -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-FargateTaskDefinition old).Revision | Should -Be 5, 2
    }
}
