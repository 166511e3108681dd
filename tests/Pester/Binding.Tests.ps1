BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null 3> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'A variable that was never set' {
    It 'is refused by <Command> -<Parameter>, and names it' -ForEach @(
        @{ Command = 'Push-EcrImage'; Parameter = 'Tag'; Splat = @{ Path = '.'; RepositoryName = 'web' } }
        @{ Command = 'New-EcrImage'; Parameter = 'Tag'; Splat = @{ Path = '.' } }
        @{ Command = 'Find-EcrImage'; Parameter = 'RepositoryName'; Splat = @{} }
        @{ Command = 'Initialize-EcrRepository'; Parameter = 'PullAccount'; Splat = @{ RepositoryName = 'web' } }
        @{ Command = 'Get-EcsIamDeployer'; Parameter = 'Name'; Splat = @{} }
        @{ Command = 'Clear-EcrRepository'; Parameter = 'ImageDigest'; Splat = @{ RepositoryName = 'web'; Confirm = $false } }
    ) {
        $name = (Get-Command $Command).Parameters.Values.Where({ $_.Name -eq $Parameter -or $_.Aliases -contains $Parameter }).Name
        foreach ($value in $null, @('web', $null)) {
            $Splat[$name] = $value
            $problem = { & $Command @Splat -ErrorAction Stop } | Should -Throw -ErrorId 'NullArgument*' -PassThru
            "$problem" | Should -BeLike "-$name was given `$null*"
        }
    }
}

Describe 'An empty value on the command line' {
    It 'is refused by <Command> -<Parameter>' -ForEach @(
        @{ Command = 'Get-FargateTask'; Parameter = 'ServiceName'; Values = '', $null }
        @{ Command = 'Get-FargateTask'; Parameter = 'TaskArn'; Values = '', @() }
        @{ Command = 'Get-FargateTask'; Parameter = 'StartedBy'; Values = '', $null }
        @{ Command = 'Get-FargateService'; Parameter = 'Cluster'; Values = '', @() }
        @{ Command = 'Get-EcsScheduledTask'; Parameter = 'Group'; Values = '', $null }
        @{ Command = 'Find-EcrImage'; Parameter = 'Tag'; Values = '', @() }
        @{ Command = 'Get-FargateCluster'; Parameter = 'ProfileName'; Values = '', $null }
        @{ Command = 'Get-FargateCluster'; Parameter = 'Region'; Values = '', $null }
        @{ Command = 'Get-FargateCluster'; Parameter = 'EndpointUrl'; Values = '', $null }
        @{ Command = 'Get-FargateCluster'; Parameter = 'Credential'; Values = @(, $null) }
    ) {
        foreach ($value in $Values) {
            $given = @{ $Parameter = $value }
            { & $Command @given } | Should -Throw -ErrorId 'NullArgument*' -ExpectedMessage "-$Parameter was given *"
        }
    }
}

Describe 'A question that nobody can answer' {
    It 'ends a script with what to do, and nothing is done' {
        $said = Invoke-InNewProcess {
            param($module)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
            try {
                Initialize-EcrRepository asked -Confirm
                'not caught'
            }
            catch {
                "$($_.FullyQualifiedErrorId) $($_.ErrorDetails.RecommendedAction)"
            }
            (Initialize-EcrRepository asked).Change
            Stop-EcsSandbox
        } $ModulePath
        "$said" | Should -BeLike '*ConfirmationNeeded,*Run it with -Confirm:$false to answer yes*Created'
        "$said" | Should -Not -BeLike '*not caught*'
    }
}

Describe 'An object of another kind' {
    BeforeAll {
        $null = New-FargateCluster bound, other
        $definition = Register-FargateTask bound -ImageUri example:1 -Port 80
        $null = Register-FargateTask lone -ImageUri example:1 -Port 80
        $service = New-FargateService bound -TaskDefinition bound -Cluster bound -DesiredCount 1 -Wait 6> $null
        $alone = Start-FargateTask lone -Cluster bound | Wait-FargateTask -For Running
        $null = New-EcsScheduledTask bound -TaskDefinition bound:1 -Cluster bound -Every 1d
        $null = New-EcsScheduledTask elsewhere -TaskDefinition bound -Cluster other -Every 1d
    }

    It 'finds the tasks of a service, a cluster, a definition and a schedule' {
        $tasks = $service | Get-FargateTask
        $tasks.ServiceName | Should -Be 'bound'
        (Get-FargateCluster bound | Get-FargateTask).Cluster | Select-Object -Unique | Should -Be 'bound'
        ($definition | Get-FargateTask).TaskId | Should -Contain $tasks.TaskId
        ($definition | Get-FargateTask).TaskId | Should -Not -Contain $alone.TaskId
        $other = Register-FargateTask bound -ImageUri example:2 -Port 80
        $other | Get-FargateTask | Should -BeNullOrEmpty
        # Of the same family, but not started by the schedule.
        $started = Start-EcsScheduledTask bound
        Get-EcsScheduledTask bound | Get-FargateTask | ForEach-Object TaskId | Should -Contain $started.TaskId
        Get-EcsScheduledTask bound | Get-FargateTask | ForEach-Object TaskId | Should -Not -Contain $tasks.TaskId
        $service | Get-FargateFailure -ErrorAction Stop | Should -BeNullOrEmpty
        Get-FargateCluster bound | Get-FargateFailure -ErrorAction Stop | Should -BeNullOrEmpty
        (Get-FargateCluster bound | Get-EcsScheduledTask).ScheduleName | Should -Be 'bound'
    }

    It 'is refused shortly by what has to know a task: <_>' -ForEach 'Wait-FargateTask' {
        $problem = { $service | & $_ -ErrorAction Stop } | Should -Throw -PassThru
        "$problem" | Should -BeLike '*mandatory parameters:*TaskArn*'
        "$problem" | Should -Not -BeLike '*FargateService {*'
    }

    It 'still binds texts, tasks and rows' {
        $file = Join-Path $TestDrive 'ids.txt'
        Set-Content $file $alone.TaskId
        (Get-Content $file | Get-FargateTask -Cluster bound).TaskArn | Should -Be $alone.TaskArn
        ('bound', 'other' | Get-FargateCluster).Cluster | Should -Be 'bound', 'other'
        ($alone | Wait-FargateTask -For Running).TaskId | Should -Be $alone.TaskId
        ([pscustomobject]@{ TaskId = $alone.TaskId; Cluster = 'bound' } | Get-FargateTask).TaskId | Should -Be $alone.TaskId
        { Get-FargateTask -Cluster bound | Stop-FargateTask -WhatIf -ErrorAction Stop } | Should -Not -Throw
        { Get-FargateService bound -Cluster bound | Remove-FargateService -WhatIf -ErrorAction Stop } | Should -Not -Throw
    }

    It 'is taken as an argument where it names what is asked for' {
        @(Get-FargateLog $alone).TaskId | Select-Object -Unique | Should -Be $alone.TaskId
        (Get-FargateTask $alone, $alone.TaskArn).TaskId | Select-Object -Unique | Should -Be $alone.TaskId
        (Start-FargateTask $definition -Cluster (Get-FargateCluster other)).Cluster | Should -Be 'other'
        (Set-FargateService $service -DesiredCount 1).Cluster | Should -Be 'bound'
        (Get-EcsScheduledTask (Get-EcsScheduledTask bound)).ScheduleName | Should -Be 'bound'
        { Get-FargateCluster 12 -ErrorAction Stop } | Should -Throw "*'12'*"
    }

    It 'is refused as an argument where it names nothing of the kind' {
        $problem = { Stop-FargateTask $service -ErrorAction Stop } | Should -Throw -PassThru
        "$problem" | Should -BeLike '*An object of type FargateService is not text, and has no property TaskArn.'
        $problem = { Set-FargateService $alone -DesiredCount 1 } | Should -Throw -PassThru
        "$problem" | Should -BeLike '*FargateTask is not text, and has no property ServiceArn.'
    }

    It 'does not mean everything where a part of it is empty' {
        $alone | Get-FargateService -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InputNamesNothing,*'
        "$($problems[0])" | Should -BeLike '*FargateTask*whose ServiceName is empty.'
        $rows = [pscustomobject]@{ Cluster = 'bound'; ServiceName = '' }, [pscustomobject]@{ Cluster = 'bound' }, [pscustomobject]@{ TaskArn = ''; Cluster = 'bound' }
        $found = $rows | Get-FargateTask -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'InputNamesNothing,*'
        $problems.Count | Should -Be 2
        $found.Cluster | Should -Contain 'bound'
        $problem = { Get-EcsSandbox | Get-FargateTask -ErrorAction Stop } | Should -Throw -ErrorId 'InputNamesNothing,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Pipe text*FargateTask*TaskArn (Task, TaskId)*'
        $problem.TargetObject | Should -Be (Get-EcsSandbox)
    }

    It 'is refused where only its remains say what it was' {
        { $service | Select-Object ServiceName, Cluster, Region | Remove-FargateCluster -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InputNamesNothing,*'
        { $alone | ConvertTo-Csv | ConvertFrom-Csv | Remove-FargateCluster -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InputNamesNothing,*'
        { Get-FargateCluster bound | Select-Object Cluster, Region | Remove-FargateCluster -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotEmpty,*'
        { Get-Item $TestDrive | Remove-FargateCluster -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InputNamesNothing,*'
        { Get-Process -Id $PID | Remove-FargateCluster -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InputNamesNothing,*'
    }

    It 'can be explained by a script block' {
        ($alone | Get-FargateCluster -Cluster { $_.Cluster }).Cluster | Should -Be 'bound'
        { $service | Remove-FargateCluster -Cluster { $_.Cluster } -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotEmpty,*'
    }

    It 'binds nothing of the object before it' {
        $images = [pscustomobject]@{ RepositoryName = 'bound/none'; ImageDigest = 'sha256:abc' }, [pscustomobject]@{ RepositoryName = 'bound/none' }
        $null = Initialize-EcrRepository bound/none
        $images | Clear-EcrRepository -WhatIf -ErrorAction SilentlyContinue -ErrorVariable problems
        # The second row names the whole repository, and nothing says which of its images are meant.
        $problems.FullyQualifiedErrorId | Should -Be 'ImageNotFound,EcsTools.Commands.Registry.ClearEcrRepositoryCommand', 'NothingToClear,EcsTools.Commands.Registry.ClearEcrRepositoryCommand'
    }

    It 'tells of a run that started no task: <_>' -ForEach 'Get-FargateLog', 'Wait-FargateTask', 'Stop-FargateTask', 'Get-FargateTask' {
        $type = (Get-Command Get-EcsScheduledRun).OutputType.Type
        $run = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type)
        foreach ($property in @{ ScheduleName = 'gone'; Status = 'Missed'; Cluster = 'bound'; Region = $service.Region }.GetEnumerator()) {
            $type.GetProperty($property.Key).SetValue($run, $property.Value)
        }
        $problem = { $run | & $_ -ErrorAction Stop } | Should -Throw -PassThru
        "$problem" | Should -BeLike "*The run of 'gone' started no task*"
    }
}
