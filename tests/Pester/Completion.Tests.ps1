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
