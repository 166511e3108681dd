BeforeDiscovery {
    $noEngine = -not (Get-Command docker -ErrorAction Ignore) -or -not (Test-Path /bin/busybox) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
}

Describe 'Enter-FargateTask in a simulated sandbox' {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Simulated 6> $null
        $null = New-FargateCluster enter
        $null = Initialize-EcsRole Task -Name enter-task -EnableExecuteCommand
        $null = Register-FargateTask plain -ImageUri example:1 -Port 80
        $null = Register-FargateTask enter -ImageUri example:1 -Port 80 -TaskRole enter-task
        $plain = Start-FargateTask plain -Cluster enter | Wait-FargateTask -For Running
        $open = Start-FargateTask enter -Cluster enter -EnableExecuteCommand | Wait-FargateTask -For Running
    }

    AfterAll {
        Stop-EcsSandbox
    }

    It 'says how a task gets leave for commands' {
        $problem = { $plain | Enter-FargateTask -Command ls -ErrorAction Stop } | Should -Throw -ErrorId 'ExecNotEnabled*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Register-FargateTask -TaskRole plain-task | Start-FargateTask -Cluster enter -EnableExecuteCommand'
    }

    It 'says that a task role is needed' {
        $problem = { Start-FargateTask plain -Cluster enter -EnableExecuteCommand -ErrorAction Stop } | Should -Throw -ErrorId 'ExecNeedsTaskRole*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Initialize-EcsRole Task -Name plain-task -EnableExecuteCommand*'
    }

    It 'says that a simulated task has no container' {
        $open.EnableExecuteCommand | Should -Be $true
        { $open | Enter-FargateTask -Command ls -ErrorAction Stop } | Should -Throw -ErrorId 'ExecNeedsContainers*'
    }

    It 'names the containers there are' {
        $problem = { $open | Enter-FargateTask -Container entre -Command ls -ErrorAction Stop } | Should -Throw -ErrorId 'ContainerNotFound*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*enter*'
    }
}

Describe 'Enter-FargateTask in a container' -Skip:$noEngine {
    BeforeAll {
        $folder = Join-Path $TestDrive 'image'
        $null = New-Item $folder -ItemType Directory
        Copy-Item /bin/busybox $folder
        Set-Content (Join-Path $folder 'Dockerfile') "FROM scratch`nCOPY busybox /bin/busybox`nRUN [`"/bin/busybox`", `"--install`", `"-s`", `"/bin`"]`nENV PATH=/bin`nCMD [`"sleep`", `"600`"]"
        $null = Start-EcsSandbox -Runtime Docker 6> $null
        $null = New-FargateCluster enter 6> $null
        $null = Initialize-EcsRole Task -Name enter-task -EnableExecuteCommand
        $task = Push-EcrImage $folder -RepositoryName enter -Tag 1 | Register-FargateTask -TaskRole enter-task -StopTimeout 2 |
            Start-FargateTask -Cluster enter -EnableExecuteCommand | Wait-FargateTask -For Running
    }

    AfterAll {
        Stop-EcsSandbox
    }

    It 'gives what a command writes, a string a line' {
        $lines = $task | Enter-FargateTask -Command "sh -c 'echo one; echo two words'"
        $lines | Should -Be 'one', 'two words'
        $lines[0] | Should -BeOfType ([string])
    }

    It 'tells the exit code to who listens' {
        $said = Enter-FargateTask $task.TaskId -Cluster enter -Command 'sh -c "exit 5"' -Verbose 4>&1
        "$said" | Should -BeLike '*exit code 5*'
    }

    It 'ends with the pipeline' {
        $task | Enter-FargateTask -Command "sh -c 'while true; do echo on; sleep 0.1; done'" | Select-Object -First 2 | Should -Be 'on', 'on'
    }

    It 'opens a shell for a script that writes to it' {
        $typed = "echo from a shell`nexit`n"
        $seen = $typed | & $PowerShellPath -NoProfile -NonInteractive -Command "
            Import-Module '$ModulePath'
            Enter-FargateTask $($task.TaskArn) -EndpointUrl $((Get-EcsSandbox).EndpointUrl) -Region us-east-1 -AccessKey $((Get-EcsSandbox).AccessKey) -SecretKey $((Get-EcsSandbox).SecretKey) 6>`$null"
        "$seen" | Should -BeLike '*from a shell*'
    }
}
