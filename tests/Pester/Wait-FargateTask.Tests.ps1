BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster wait
    $batch = Register-FargateTask batch -ImageUri example:1
    $server = Register-FargateTask server -ImageUri example:1 -Port 80
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Wait-FargateTask' {
    It 'waits for all tasks of the pipeline' {
        $ended = $batch | Start-FargateTask -Cluster wait -Count 3 | Wait-FargateTask
        $ended.LastStatus | Should -Be 'STOPPED', 'STOPPED', 'STOPPED'
        $ended.ExitCode | Should -Be 0, 0, 0
    }

    It 'waits for a server to run' {
        ($server | Start-FargateTask -Cluster wait | Wait-FargateTask -For Running).LastStatus | Should -Be 'RUNNING'
    }

    It 'says where the task is when the time is over, and leaves it running' {
        $task = $server | Start-FargateTask -Cluster wait
        $task | Wait-FargateTask -Timeout 2s -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'TaskWaitTimeout*'
        ($task | Get-FargateTask).LastStatus | Should -Be 'RUNNING'
    }
}
