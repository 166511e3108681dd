BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $cache = $env:ECSTOOLS_CACHE
    $env:ECSTOOLS_CACHE = Join-Path $TestDrive 'cache'
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster failures
    # The execution role may read the secret, but there is none.
    $broken = Register-FargateTask broken -ImageUri example:1 -Secret @{ API_KEY = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:nowhere-AbCdEf' }
    $good = Register-FargateTask good -ImageUri example:1
    $failed = Start-FargateTask broken -Cluster failures | Wait-FargateTask -ErrorVariable waited -ErrorAction SilentlyContinue
}

AfterAll {
    Stop-EcsSandbox
    $env:ECSTOOLS_CACHE = $cache
}

Describe 'Get-FargateFailure' {
    It 'says why a task failed, what to do, and how' {
        $failure = $failed | Get-FargateFailure
        $failure.Kind | Should -Be 'SecretMissing'
        $failure.Cause | Should -BeLike 'The secret *secret:nowhere-AbCdEf does not exist.'
        $failure.Remedy | Should -BeLike 'Create the secret*'
        $failure.Fix | Should -BeLike "Get-FargateTaskDefinition broken:1 | Register-FargateTask -Secret * | Start-FargateTask -Cluster failures"
        $failure.StopCode, $failure.Cluster, $failure.Remembered | Should -Be 'TaskFailedToStart', 'failures', $false
        $failure.Detail | Should -BeLike '*ResourceInitializationError*'
    }

    It 'is what Wait-FargateTask raises as its error' {
        $waited.Count | Should -Be 1
        $waited[0].FullyQualifiedErrorId | Should -BeLike 'TaskFailed,*'
        $waited[0].TargetObject | Should -BeOfType ([EcsTools.Models.FargateFailure])
        ("$($waited[0])" -split '\r?\n')[0] | Should -Be $waited[0].TargetObject.Cause
        $waited[0].ErrorDetails.RecommendedAction | Should -BeLike "$($waited[0].TargetObject.Remedy)*Register-FargateTask*"
    }

    It 'is what Start-FargateTask -Wait raises as its error' {
        $task = Start-FargateTask broken -Cluster failures -Wait -ErrorVariable problem -ErrorAction SilentlyContinue
        $task.Succeeded | Should -Be $false
        $problem[0].TargetObject.TaskArn | Should -Be $task.TaskArn
    }

    It 'finds the failures of a cluster and a family, the newest first' {
        $null = Start-FargateTask good -Cluster failures -Wait 6> $null
        $found = @(Get-FargateFailure -Cluster fail* -Family bro*)
        $found.Count | Should -BeGreaterOrEqual 2
        $found.OccurredAt | Should -Be ($found.OccurredAt | Sort-Object -Descending)
        Get-FargateFailure -Family good | Should -BeNullOrEmpty
    }

    It 'remembers what ECS has forgotten, for who asks for the past' {
        $file = Join-Path $env:ECSTOOLS_CACHE 'failures.jsonl'
        $line = @(Get-Content $file)[0] | ConvertFrom-Json
        $line.TaskArn = $line.TaskArn -replace $line.TaskId, ('f' * 32)
        $line.TaskId = 'f' * 32
        $line.OccurredAt = [datetimeoffset]::UtcNow.AddHours(-5).ToString('o')
        Add-Content $file ($line | ConvertTo-Json -Compress -Depth 5)
        @(Get-FargateFailure -Cluster failures).TaskId | Should -Not -Contain ('f' * 32)
        @(Get-FargateFailure -Cluster failures -Since 2h).TaskId | Should -Not -Contain ('f' * 32)
        $old = Get-FargateFailure -Cluster failures -Since 1d | Where-Object Remembered
        $old.TaskId | Should -Be ('f' * 32)
        (Get-FargateFailure ('f' * 32) -Cluster failures).Remembered | Should -Be $true
    }

    It 'shows the cause first' {
        ($failed | Get-FargateFailure | Out-String).Trim() | Should -BeLike 'Cause*: The secret*'
    }
}
