BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster history
    $null = Register-FargateTask web -ImageUri example:1
    $null = New-FargateService web web -Cluster history -Wait
    $null = Set-FargateService web -Cluster history -Image example:2 -Wait
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateDeployment' {
    It 'gets the history, the newest first, with what each changed' {
        $history = Get-FargateDeployment web -Cluster history
        $history.TaskDefinition | Should -Be 'web:2', 'web:1'
        $history.Status | Should -Be 'SUCCESSFUL', 'SUCCESSFUL'
        $history[0].Differences.Field | Should -Be 'taskDefinition', 'taskDefinition.containerDefinitions[web].image'
        $history[1].Differences | Should -BeNullOrEmpty
    }

    It 'is shown in 80 columns with names of usual length' {
        $null = Register-FargateTask checkout-frontend -ImageUri example:1
        $null = New-FargateService checkout-frontend checkout-frontend -Cluster history -Wait
        $null = Set-FargateService checkout-frontend -Cluster history -Image example:2 -Wait
        $lines = (Get-FargateDeployment checkout-frontend -Cluster history | Out-String -Width 80) -split '\r?\n' -replace '\e\[[\d;]*m'
        $lines | Should -Contain '   Service: checkout-frontend in history'
        @($lines -match '^Created +Status +TaskDefinition +Running').Count | Should -Be 1
        @($lines -match '^\d{4}-\d\d-\d\d \d\d:\d\d SUCCESSFUL +checkout-frontend:1( -> 2)? +1/1 +0').Count | Should -Be 2
    }

    It 'gets one by its id' {
        $newest = Get-FargateService web -Cluster history | Get-FargateDeployment | Select-Object -First 1
        ($newest | Get-FargateDeployment -DeploymentId $newest.DeploymentId).ServiceRevision | Should -Be $newest.ServiceRevision
    }

    It 'finds the cluster of a service that only one cluster has' {
        (Get-FargateDeployment web)[0].Cluster | Should -Be 'history'
        ('web' | Wait-FargateService).Cluster | Should -Be 'history'
    }

    It 'asks for the cluster if several have the service' {
        $null = New-FargateCluster other-history
        $null = New-FargateService twice web -Cluster history
        $null = New-FargateService twice web -Cluster other-history
        $problem = { Get-FargateDeployment twice -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceAmbiguous,*' -PassThru
        "$problem" | Should -BeLike '*history, other-history*'
        (Get-FargateDeployment twice -Cluster other-history)[0].Cluster | Should -Be 'other-history'
    }

    It 'gets those in a state' {
        Get-FargateDeployment web -Cluster history -Status stopped | Should -BeNullOrEmpty
    }

    It 'says that one is not there' {
        { Get-FargateDeployment web -Cluster history -DeploymentId none -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentNotFound*'
    }
}
