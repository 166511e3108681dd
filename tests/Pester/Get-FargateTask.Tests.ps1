BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster get
    $task = Register-FargateTask stays -ImageUri example:1 -Port 80 | Start-FargateTask -Cluster get | Wait-FargateTask -For Running
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateTask' {
    It 'gets tasks by ARN, id, family, cluster, and all' {
        (Get-FargateTask $task.TaskArn).TaskId | Should -Be $task.TaskId
        (Get-FargateTask $task.TaskId -Cluster get).TaskArn | Should -Be $task.TaskArn
        (Get-FargateTask -Family stay*).TaskId | Should -Be $task.TaskId
        (Get-FargateTask -Cluster get).TaskId | Should -Be $task.TaskId
        (Get-FargateTask).TaskId | Should -Contain $task.TaskId
        (Get-FargateTask -Detailed).TaskId | Should -Contain $task.TaskId
        ($task | Get-FargateTask).LastStatus | Should -Be 'RUNNING'
    }

    It 'gets tasks that stopped where they are asked for' {
        $ended = Register-FargateTask ends -ImageUri example:1 | Start-FargateTask -Cluster get -Wait 6> $null
        (Get-FargateTask -Cluster get -Family ends) | Should -BeNullOrEmpty
        (Get-FargateTask -Cluster get -Family ends -Status Stopped).TaskId | Should -Be $ended.TaskId
        @(Get-FargateTask -Cluster get -Status All).Count | Should -Be 2
    }

    It 'says which task is not there' {
        { Get-FargateTask 0123456789abcdef0123456789abcdef -Cluster get -ErrorAction Stop } | Should -Throw -ErrorId 'TaskNotFound*'
    }
}
