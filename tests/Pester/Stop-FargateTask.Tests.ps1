BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster stop
    $server = Register-FargateTask server -ImageUri example:1 -Port 80
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Stop-FargateTask' {
    It 'stops a task and says nothing' {
        $server | Start-FargateTask -Cluster stop | Wait-FargateTask -For Running | Stop-FargateTask | Should -BeNullOrEmpty
    }

    It 'emits the task when asked' {
        $stopped = $server | Start-FargateTask -Cluster stop | Stop-FargateTask -Reason 'enough' -Wait -PassThru
        $stopped.LastStatus, $stopped.StopCode, $stopped.StoppedReason | Should -Be 'STOPPED', 'UserInitiated', 'enough'
    }

    It 'stops nothing with -WhatIf' {
        $task = $server | Start-FargateTask -Cluster stop
        $task | Stop-FargateTask -WhatIf
        ($task | Get-FargateTask).DesiredStatus | Should -Be 'RUNNING'
    }

    It 'says that a task is not there' {
        { Stop-FargateTask 0123456789abcdef0123456789abcdef -Cluster stop -ErrorAction Stop } | Should -Throw -ErrorId 'TaskNotFound*'
        { Stop-FargateTask 0123456789abcdef0123456789abcdef -ErrorAction Stop } | Should -Throw -ErrorId 'TaskWithoutCluster*'
    }
}
