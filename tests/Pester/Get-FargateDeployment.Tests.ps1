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

    It 'gets one, and those in a state' {
        $newest = Get-FargateService web -Cluster history | Get-FargateDeployment | Select-Object -First 1
        ($newest | Get-FargateDeployment -DeploymentId $newest.DeploymentId).ServiceRevision | Should -Be $newest.ServiceRevision
        Get-FargateDeployment web -Cluster history -Status stopped | Should -BeNullOrEmpty
        { Get-FargateDeployment web -Cluster history -DeploymentId none -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentNotFound*'
    }
}
