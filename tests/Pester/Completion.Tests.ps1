BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Stop-EcsSandbox
    $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 20
    $null = 'web', 'web/api', 'worker' | ForEach-Object { Initialize-EcrRepository $_ -InformationAction Ignore }

    function Complete([string] $Line) {
        # An answer that takes longer than a Tab waits serves the next one.
        for ($i = 0; $i -lt 50; $i++) {
            $found = (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
            if ($found) { return $found.CompletionText }
            Start-Sleep -Milliseconds 100
        }
    }
}

AfterAll { Stop-EcsSandbox }

Describe 'Completion from the account' {
    It 'lists what begins with the word, in order' {
        Complete 'Push-EcrImage -RepositoryName we' | Should -Be 'web', 'web/api'
        Complete 'Push-EcrImage -RepositoryName *k*' | Should -Be 'worker'
        Complete "Push-EcrImage -RepositoryName 'wo" | Should -Be 'worker'
    }

    It 'goes where the parameters written so far say' {
        $other = Invoke-InNewProcess {
            param($path, $url, $key, $secret)
            Import-Module $path
            $line = "Push-EcrImage -Region us-east-1 -EndpointUrl $url -AccessKey $key -SecretKey '$secret' -RepositoryName wor"
            for ($i = 0; $i -lt 50; $i++) {
                $found = (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
                if ($found) { $found.CompletionText; break }
                Start-Sleep -Milliseconds 100
            }
        } $ModulePath, $sandbox.EndpointUrl, $sandbox.AccessKey, $sandbox.SecretKey
        $other | Should -Be 'worker'
    }

    It 'knows the sizes of Fargate, and which go together' {
        Complete 'Register-FargateTask -Cpu ' | Should -Be 256, 512, 1024, 2048, 4096, 8192, 16384
        Complete 'Register-FargateTask -Cpu 256 -Memory ' | Should -Be 512, 1024, 2048
        Complete 'Register-FargateTask -Memory 8192 -Cpu ' | Should -Be 1024, 2048, 4096
    }

    It 'understands sizes with units, also for a task to start' {
        Complete 'Register-FargateTask -Cpu "0.25 vCPU" -Memory ' | Should -Be 512, 1024, 2048
        Complete 'Start-FargateTask web -Memory "8 GB" -Cpu ' | Should -Be 1024, 2048, 4096
    }

    It 'knows the revisions of a family after a colon' {
        $null = Register-FargateTask turned -ImageUri example:1
        $null = Register-FargateTask turned -ImageUri example:2
        Complete 'Start-FargateTask turned:' | Should -Be 'turned:1', 'turned:2'
    }

    It 'knows the containers of a definition, a service and a task' {
        $null = New-FargateCluster contained
        $null = Register-FargateTask pair -ImageUri example:1 -Port 80 -Container (New-FargateContainer proxy -ImageUri example:2)
        $null = New-FargateService pair pair -Cluster contained -Wait
        Complete 'Start-FargateTask pair -Container ' | Should -Be 'pair', 'proxy'
        Complete 'Get-FargateLog -ServiceName pair -Cluster contained -Container pr' | Should -Be 'proxy'
        $task = Get-FargateTask -Cluster contained -ServiceName pair
        Complete "Enter-FargateTask $($task.TaskArn) -Container " | Should -Be 'pair', 'proxy'
    }

    It 'knows roles, each where its service is asked for' {
        $null = Initialize-EcsRole Task -Name completed-task
        $schedule = Initialize-EcsRole Scheduler -Name completed-scheduler
        Complete 'Register-FargateTask -TaskRole completed' | Should -Be 'completed-task'
        Complete 'Set-EcsScheduledTask nightly -RoleArn *completed*' | Should -Be $schedule.RoleArn
    }

    It 'knows log groups, schedule groups, retention periods, platforms and methods' {
        $null = Register-FargateTask logged -ImageUri example:1 -LogGroup /ecs/completed
        Complete 'Register-FargateTask -LogGroup /ecs/comp' | Should -Be '/ecs/completed'
        Complete 'Get-EcsScheduledTask -Group d' | Should -Be 'default'
        Complete 'Register-FargateTask -LogRetention 3' | Should -Be 3, 30, 365, 3288, 3653
        Complete 'Push-EcrImage -Platform linux/a' | Should -Be 'linux/amd64', 'linux/arm64'
        Complete 'Get-FargateRoute -Method P' | Should -Be 'POST', 'PUT', 'PATCH'
    }

    It 'knows the tags and digests of a repository' {
        $pushed = Push-EcrImage (New-TestLayout (Join-Path $TestDrive 'layout')) -RepositoryName worker -Tag first
        Complete 'Find-EcrImage worker -Tag f' | Should -Be 'first'
        Complete 'Clear-EcrRepository worker -ImageDigest sha' | Should -Be $pushed.ImageDigest
    }

    It 'knows what this session has just made' {
        $null = New-FargateCluster before-tab
        Complete 'Get-FargateCluster before' | Should -Be 'before-tab'
        $null = New-FargateCluster before-tab-again
        # One Tab. Its answer may take longer than a Tab waits, but it is never the old one.
        $line = 'Get-FargateCluster before'
        $found = (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
        if ($found) { $found.CompletionText | Should -Be 'before-tab', 'before-tab-again' }
        Complete 'Get-FargateCluster before' | Should -Be 'before-tab', 'before-tab-again'
    }

    It 'answers the first Tab of a session' {
        $first = Invoke-InNewProcess {
            param($path, $url, $key, $secret)
            Import-Module $path
            $line = "Push-EcrImage -Region us-east-1 -EndpointUrl $url -AccessKey $key -SecretKey '$secret' -RepositoryName wor"
            # What other machines need for a Tab differs; the limit is what this test is about, so it is not the 3 seconds of a person.
            $completer = (Get-Command Push-EcrImage).ImplementingType.Assembly.GetType('EcsTools.Pipeline.Completion.AwsCompleter')
            $completer.GetField('_firstBudget', [System.Reflection.BindingFlags]'NonPublic, Static').SetValue($null, [timespan]::FromMinutes(1))
            (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue | ForEach-Object CompletionText
        } $ModulePath, $sandbox.EndpointUrl, $sandbox.AccessKey, $sandbox.SecretKey
        $first | Should -Be 'worker'
    }

    It 'knows what a service can go back to' {
        $null = New-FargateCluster undone
        $null = Register-FargateTask served -ImageUri example:1
        $null = New-FargateService served served -Cluster undone -Wait
        $null = Set-FargateService served -Cluster undone -Image example:2 -Wait
        Complete 'Undo-FargateDeployment served -Cluster undone -TaskDefinition ' | Should -Be 'served:1', 'served:2'
    }

    It 'knows the deployments of a service, and its changes of scale by the clock' {
        $null = New-FargateCluster completed
        $null = Register-FargateTask served -ImageUri example:1
        $null = New-FargateService kept served -Cluster completed -Wait
        $null = Set-FargateScaling kept -Cluster completed -MinimumCount 1 -MaximumCount 4
        $null = Set-FargateScaling kept -Cluster completed -ScheduleName nights -Cron '0 22 * * ? *' -MaximumCount 1
        $deployment = (Get-FargateDeployment kept -Cluster completed).DeploymentId
        Complete 'Get-FargateDeployment kept -Cluster completed -DeploymentId ' | Should -Be $deployment
        Complete 'Wait-FargateService kept -Cluster completed -DeploymentId arn:' | Should -Be $deployment
        Complete 'Set-FargateScaling kept -Cluster completed -ScheduleName n' | Should -Be 'nights'
    }

    It 'says nothing of its errors, and completes nothing then' {
        $Error.Clear()
        $line = 'Push-EcrImage -Region us-east-1 -EndpointUrl http://127.0.0.1:9 -AccessKey A -SecretKey B -RepositoryName wo'
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue | Should -BeNullOrEmpty
        $line = 'Push-EcrImage -ProfileLocation /no/such/file -ProfileName nobody -RepositoryName wo'
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue | Should -BeNullOrEmpty
        $Error | Where-Object { $_.FullyQualifiedErrorId -match 'EcsTools' } | Should -BeNullOrEmpty
    }
}
