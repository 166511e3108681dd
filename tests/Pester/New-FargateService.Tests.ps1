BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster new
    $null = Register-FargateTask web -ImageUri example:1 -Port 80
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'New-FargateService' {
    It 'makes a service of what is registered, named after its family, and waits for it' {
        $service = Register-FargateTask piped -ImageUri example:1 -Port 80 | New-FargateService -Cluster new -DesiredCount 2 -Wait -Tag @{ team = 'web' }
        $service.ServiceName | Should -Be 'piped'
        $service.Change | Should -Be 'Created'
        $service.RunningCount | Should -Be 2
        $service.TaskDefinition | Should -Be 'piped:1'
        $service.Rollback | Should -BeTrue
        $service.Tags['team'] | Should -Be 'web'
    }

    It 'can be run again: it changes what differs and says what' {
        $null = New-FargateService again web -Cluster new
        (New-FargateService again web -Cluster new).Change | Should -Be 'Unchanged'
        $changed = New-FargateService again -Cluster new -DesiredCount 3 -MinimumHealthyPercent 50
        $changed.Change | Should -Be 'Updated'
        $changed.Differences.Field | Should -Be 'desiredCount', 'deploymentConfiguration.minimumHealthyPercent'
        $changed.TaskDefinition | Should -Be 'web:1'
    }

    It 'shows in 80 columns what was done, with names of usual length' {
        $null = New-FargateCluster production-west
        $null = New-FargateService checkout-frontend web -Cluster production-west -Wait
        $row = (New-FargateService checkout-frontend web -Cluster production-west | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ -match 'checkout' }
        $row -replace '\e\[[\d;]*m' | Should -Match '^checkout-frontend +production-west +ACTIVE +1/1 +COMPLETED +Unchanged '
    }

    It 'makes nothing with -WhatIf' {
        New-FargateService planned web -Cluster new -WhatIf | Should -BeNullOrEmpty
        Get-FargateService planned* -Cluster new | Should -BeNullOrEmpty
    }

    It 'turns its circuit breaker off, and on again' {
        (New-FargateService bold web -Cluster new -NoCircuitBreaker).CircuitBreaker | Should -BeFalse
        (New-FargateService bold web -Cluster new).CircuitBreaker | Should -BeFalse
        (New-FargateService bold web -Cluster new -NoCircuitBreaker:$false).Rollback | Should -BeTrue
    }

    It 'parts tasks between Spot and on demand' {
        (New-FargateService mixed web -Cluster new -BaseOnDemand 1 -SpotWeight 3).CapacityProviders | Should -Be 'FARGATE base 1 weight 1', 'FARGATE_SPOT weight 3'
    }

    It 'ends with an error that names the cause where what it runs does not come up' {
        $null = Register-FargateTask broken -ImageUri "$((Get-EcsSandbox).RegistryUri)/nowhere:1"
        New-FargateService broken broken -Cluster new -Wait -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$($problem[0])".Split("`n")[0] | Should -BeLike "Service 'broken': broken:1*nowhere*"
        $problem[0].TargetObject.Fix | Should -Not -BeNullOrEmpty
    }
}
