# One record that a parameter of the command line does not fit must not end the pipeline.
BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster records
    $small = Register-FargateTask small -ImageUri example/small:1 -Cpu 256 -Memory 512
    $large = Register-FargateTask large -ImageUri example/large:1 -Cpu 1024 -Memory 2048 -ContainerName main
    $null = New-FargateService a small -Cluster records
    $null = New-FargateService b large -Cluster records -Strategy BlueGreen -BakeTime 1m
    $services = { Get-FargateService a, b -Cluster records }

    # What came out of the second record, and the error of the first.
    function Test-Record([scriptblock] $Pipeline, [string] $ErrorId) {
        $ErrorActionPreference = 'Continue'
        $output = & $Pipeline 2>&1
        $errors = @($output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $errors.FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        $errors.Count | Should -Be 1
        @($output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }).Count | Should -Be 1
    }
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'After a record that a parameter does not fit, the next one follows' {
    It 'for the memory of a container' {
        Test-Record { $small, $large | Register-FargateTask -ContainerMemory 1024 } 'InvalidContainerMemory'
    }

    It 'for a setting of another deployment strategy' {
        Test-Record { & $services | Set-FargateService -BakeTime 5m } 'InvalidBakeTime'
    }

    It 'for a container that the definition does not have' {
        Test-Record { & $services | Set-FargateService -Image example/large:2 -ContainerName main } 'ContainerNotFound'
    }

    It 'for bounds of scaling' {
        $null = Set-FargateScaling a -Cluster records -MaximumCount 2
        $null = Set-FargateScaling b -Cluster records -MaximumCount 10
        Test-Record { & $services | Set-FargateScaling -MinimumCount 5 } 'InvalidMinimumCount'
    }

    It 'for a setting that rules do not have' {
        $rule = New-EcsScheduledTask records-rule -TaskDefinition small -Cluster records -Every 1d -Backend Rule
        $schedule = New-EcsScheduledTask records-schedule -TaskDefinition small -Cluster records -Every 1d
        Test-Record { $rule, $schedule | Set-EcsScheduledTask -FlexibleWindow 30m } 'InvalidScheduleFlexibleWindow'
    }

    It 'for a parameter of another kind of role' {
        $rows = [pscustomobject]@{ Kind = 'TaskExecution' }, [pscustomobject]@{ Kind = 'Task' }
        Test-Record { $rows | Initialize-EcsRole -EnableExecuteCommand } 'ParameterOfAnotherKind'
    }

    It 'for a name of a profile in a row' {
        $rows = [pscustomobject]@{ Name = 'first'; ProfileName = 'a]b' }, [pscustomobject]@{ Name = 'second'; ProfileName = 'second' }
        $location = Join-Path $TestDrive 'credentials'
        Test-Record { $rows | New-EcsIamDeployer -ProfileLocation $location } 'InvalidProfileName'
    }

    It 'for one of several names' {
        Test-Record { New-FargateCluster 'not a name', 'records-two' } 'InvalidCluster'
        Test-Record { Initialize-EcrRepository 'Not', 'records/two' } 'InvalidRepositoryName'
        Test-Record { Get-FargateDeployment nowhere, a -Cluster records | Select-Object -First 1 } 'ServiceNotFound'
    }
}

Describe 'A value that fits no record' {
    It 'ends the pipeline at once' {
        { & $services | Set-FargateService -MaximumPercent 50 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidMaximumPercent,*'
        { $small, $large | Register-FargateTask -Port 99999 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidPort,*'
        { New-FargateCluster 'not a name' -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidCluster,*'
    }
}
