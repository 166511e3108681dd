BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster start
    $batch = Register-FargateTask batch -ImageUri example:1
    $server = Register-FargateTask server -ImageUri example:1 -Port 8080
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Start-FargateTask' {
    It 'starts what the pipeline brings' {
        $task = $batch | Start-FargateTask -Cluster start
        $task.Cluster, $task.Family, $task.Runtime | Should -Be 'start', 'batch', 'Simulated'
    }

    It 'stays with a task until it has ended, and shows what it writes' {
        $task = Start-FargateTask batch -Cluster start -Wait -InformationVariable shown 6> $null
        $task.LastStatus, $task.ExitCode, $task.Succeeded | Should -Be 'STOPPED', 0, $true
        $task.StopCode | Should -Be 'EssentialContainerExited'
        "$($task.Logs)" | Should -BeLike '*simulated*'
        "$shown" | Should -BeLike '*simulated*'
    }

    It 'starts more than one call can' {
        @(Start-FargateTask batch -Cluster start -Count 12 -StartedBy pester).Count | Should -Be 12
    }

    It 'passes the command and variables of a run on' {
        $task = Start-FargateTask batch -Cluster start -Command one, two -Environment @{ A = 1 } -Cpu 512 -Memory '1 GB'
        $task.Cpu, $task.Memory | Should -Be 512, 1024
    }

    It 'starts nothing and opens nothing with -WhatIf' {
        $before = @(Get-FargateTask -Cluster start -Family server -Status All).Count
        $server | Start-FargateTask -Cluster start -WhatIf | Should -BeNullOrEmpty
        @(Get-FargateTask -Cluster start -Family server -Status All).Count | Should -Be $before
    }

    It 'refuses <Wrong> before anything is made' -ForEach @(
        @{ Wrong = 'an unknown cluster'; Id = 'ClusterNotFound'; Remedy = '*start*'; With = @{ TaskDefinition = 'batch'; Cluster = 'stort' } }
        @{ Wrong = 'an unknown task definition'; Id = 'TaskDefinitionNotFound'; Remedy = '*batch*'; With = @{ TaskDefinition = 'bathc'; Cluster = 'start' } }
        @{ Wrong = 'a revision that is not there'; Id = 'TaskDefinitionNotFound'; Remedy = '*-TaskDefinition batch*'; With = @{ TaskDefinition = 'batch:99'; Cluster = 'start' } }
        @{ Wrong = 'a subnet that is not there'; Id = 'SubnetNotFound'; Remedy = '*-Subnet*'; With = @{ TaskDefinition = 'batch'; Cluster = 'start'; Subnet = 'subnet-00000000000000000' } }
        @{ Wrong = 'no task at all'; Id = 'InvalidCount'; Remedy = '*-Count 1*'; With = @{ TaskDefinition = 'batch'; Cluster = 'start'; Count = 0 } }
        @{ Wrong = 'an unknown container'; Id = 'ContainerNotFound'; Remedy = '*batch*'; With = @{ TaskDefinition = 'batch'; Cluster = 'start'; Container = 'x'; Command = 'y' } }
    ) {
        $problem = { Start-FargateTask @With -ErrorAction Stop } | Should -Throw -ErrorId "$Id*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike $Remedy
    }

    It 'keeps the parts of an error apart where PowerShell shows it as one paragraph, as it does in a script' {
        $null = Register-FargateTask unpullable -ImageUri 000000000000.dkr.ecr.us-east-1.amazonaws.com/none:1
        $null = Start-FargateTask unpullable -Cluster start -Wait -ErrorAction SilentlyContinue -ErrorVariable problem
        $ErrorView = 'ConciseView'
        $shown = ($problem[0] | Out-String) -replace '\e\[[\d;]*m' -replace '[\s|]+', ' '
        $shown | Should -BeLike "*no repository 'none'. - Task *: TaskFailedToStart. - ECS says: *"
        $lines = $problem[0].ToString() -split '\r?\n'
        $lines.Count | Should -BeGreaterThan 2
        $lines | Select-Object -Skip 1 | Should -Match '^(- |  \| )'
    }

    It 'names the task that goes on after Ctrl+C, or stops it: <Status>' -Skip:($IsWindows -or -not (Get-Command bash -ErrorAction Ignore)) -ForEach @(
        @{ Name = 'goes-on'; Parameters = ''; Status = 'RUNNING'; Says = 'Still running in cluster start: {0}. To stop: Stop-FargateTask {0} -Cluster start' }
        @{ Name = 'stopped'; Parameters = '-StopOnCancel'; Status = 'STOPPED'; Says = 'Stopped in cluster start: {0}' }
    ) {
        # What a script starts in the background ignores Ctrl+C, and so does what that starts.
        $ignored = Get-Content /proc/self/status -ErrorAction Ignore | Select-String '^SigIgn:\s*(\w+)' | ForEach-Object { $_.Matches[0].Groups[1].Value }
        if ($ignored -and ([Convert]::ToUInt64($ignored, 16) -band 2)) {
            Set-ItResult -Skipped -Because 'Ctrl+C is ignored in this run'
            return
        }

        $sandbox = Get-EcsSandbox
        $script = Join-Path $TestDrive "$Name.ps1"
        Set-Content $script @"
Import-Module '$ModulePath'
Set-Content '$TestDrive/$Name.pid' `$PID
Start-FargateTask server -Cluster start -Wait -StartedBy $Name $Parameters -Region us-east-1 -EndpointUrl $($sandbox.EndpointUrl) -AccessKey $($sandbox.AccessKey) -SecretKey $($sandbox.SecretKey)
"@
        $process = Start-Process $PowerShellPath '-NoProfile', '-NonInteractive', '-File', $script -PassThru -RedirectStandardOutput "$TestDrive/$Name.txt" -RedirectStandardError "$TestDrive/$Name.err"
        $until = (Get-Date).AddMinutes(2)
        do { Start-Sleep -Milliseconds 200; $task = Get-FargateTask -Cluster start -StartedBy $Name } until ($task.LastStatus -eq 'RUNNING' -or (Get-Date) -gt $until)
        bash -c "kill -INT $(Get-Content "$TestDrive/$Name.pid")"
        $process.WaitForExit(60000) | Should -BeTrue
        # The console breaks long lines.
        (Get-Content "$TestDrive/$Name.txt" -Raw) -replace '\e\[[\d;]*m' -replace '\s+', ' ' | Should -BeLike "*$($Says -f $task.TaskId)*"
        ($task | Get-FargateTask).DesiredStatus | Should -Be $Status
    }
}
