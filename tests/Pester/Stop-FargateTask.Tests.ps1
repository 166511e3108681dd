BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
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
        { Stop-FargateTask 0123456789abcdef0123456789abcdef -ErrorAction Stop } | Should -Throw -ErrorId 'TaskNotFound*'
    }

    It 'finds the cluster of a task that is named by its id alone' {
        $task = $server | Start-FargateTask -Cluster stop
        (Stop-FargateTask $task.TaskId -PassThru).Cluster | Should -Be 'stop'
    }

    It 'stops the tasks of a service, by its name or from the pipeline, which starts others' {
        $service = New-FargateService stopped-service $server.TaskDefinition -Cluster stop -DesiredCount 2 -Wait
        $first = @(Stop-FargateTask -ServiceName stopped-service -PassThru)
        $first.Count | Should -Be 2
        $first.ServiceName | Should -Be 'stopped-service', 'stopped-service'
        $null = $service | Wait-FargateService
        @($service | Stop-FargateTask -PassThru).TaskArn | Should -Not -Be $first.TaskArn
    }

    It 'refuses a task beside a service, wherever the service comes from' {
        $task = $server | Start-FargateTask -Cluster stop
        $service = New-FargateService beside $server.TaskDefinition -Cluster stop
        $problem = { $service | Stop-FargateTask -TaskArn $task.TaskArn } | Should -Throw -ErrorId 'SeveralSubjects,*' -PassThru
        $problem.ToString() | Should -BeLike "-TaskArn is '$($task.TaskArn)', and the input from the pipeline*ServiceName '*beside'."
        $problem.ErrorDetails.RecommendedAction | Should -BeExactly 'Leave out -TaskArn, or run Stop-FargateTask without a pipe before it.'
        foreach ($command in 'Stop-FargateTask', 'Get-FargateLog', 'Enter-FargateTask', 'Measure-FargateCost') {
            { & $command -TaskArn $task.TaskArn -ServiceName beside } | Should -Throw -ErrorId 'SeveralSubjects,*' -Because $command
        }
        { $service | Measure-FargateCost -Cpu 256 } | Should -Throw -ErrorId 'SeveralSubjects,*'
        ($task | Get-FargateTask).DesiredStatus | Should -Be 'RUNNING'
        Get-FargateTask -Cluster stop -ServiceName beside | Stop-FargateTask
    }

    It 'refuses a call that names neither tasks nor a service' {
        { Stop-FargateTask -ErrorAction Stop } | Should -Throw -ErrorId 'TaskNotNamed,*'
    }

    It 'asks before it stops more than ten tasks, and stops none if nobody answers' {
        $tasks = @($server | Start-FargateTask -Cluster stop -Count 11)
        $running = { @($tasks | Get-FargateTask | Where-Object DesiredStatus -eq 'RUNNING').Count }
        $problem = { $tasks | Stop-FargateTask } | Should -Throw -ErrorId 'ConfirmationNeeded,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-Confirm:$false*'
        & $running | Should -Be 11
        $plan = Invoke-InNewProcess {
            param($module, $endpoint, $key, $secret)
            Import-Module $module
            $there = @{ EndpointUrl = $endpoint; AccessKey = $key; SecretKey = $secret; Region = 'us-east-1' }
            Get-FargateTask -Cluster stop @there | Stop-FargateTask -WhatIf @there
        } $ModulePath, $sandbox.EndpointUrl, $sandbox.AccessKey, $sandbox.SecretKey
        @($plan -like 'What if: Stop task *').Count | Should -BeGreaterOrEqual 11
        & $running | Should -Be 11
        $tasks[0..9] | Stop-FargateTask
        & $running | Should -Be 1
    }

    It 'stops them without a question with -Confirm:$false, and where nothing asks' {
        $tasks = @($server | Start-FargateTask -Cluster stop -Count 22)
        $tasks[0..10] | Stop-FargateTask -Confirm:$false
        & { $ConfirmPreference = 'None'; $tasks[11..21] | Stop-FargateTask }
        $tasks | Get-FargateTask | Where-Object DesiredStatus -eq 'RUNNING' | Should -BeNullOrEmpty
    }

    It 'stops the others if one of several is not there' {
        $task = $server | Start-FargateTask -Cluster stop
        Stop-FargateTask 0123456789abcdef0123456789abcdef, $task.TaskId -Cluster stop -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'TaskNotFound*'
        ($task | Get-FargateTask).DesiredStatus | Should -Be 'STOPPED'
    }

    It 'stops nothing that the pipeline does not name' {
        $task = $server | Start-FargateTask -Cluster stop
        $undefined | Get-FargateTask -Cluster stop -ErrorAction SilentlyContinue | Stop-FargateTask -Confirm:$false
        Get-EcsSandbox | Get-FargateTask -ErrorAction SilentlyContinue | Stop-FargateTask -Confirm:$false
        $null = Initialize-EcrRepository stop/image
        Initialize-EcrRepository stop/image | Get-FargateTask -Cluster stop -ErrorAction SilentlyContinue | Stop-FargateTask -Confirm:$false
        ($task | Get-FargateTask).DesiredStatus | Should -Be 'RUNNING'
    }
}
