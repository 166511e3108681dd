BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster undo
    $null = Register-FargateTask web -ImageUri example:1
    $null = New-FargateService web web -Cluster undo -Wait
    $null = Set-FargateService web -Cluster undo -Image example:2 -Wait
    $null = Set-FargateService web -Cluster undo -Image example:3 -Wait
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Undo-FargateDeployment' {
    It 'goes back to what ran before, and undoes the undoing' {
        $null = Undo-FargateDeployment web -Cluster undo -WhatIf
        (Get-FargateService web -Cluster undo).TaskDefinition | Should -Be 'web:3'
        $service = Undo-FargateDeployment web -Cluster undo -Wait
        $service.TaskDefinition | Should -Be 'web:2'
        $service.Differences.Field | Should -Contain 'taskDefinition.containerDefinitions[web].image'
        (Get-FargateService web -Cluster undo | Undo-FargateDeployment -Wait).TaskDefinition | Should -Be 'web:3'
    }

    It 'goes back to a deployment of the pipeline, and to a revision by its number' {
        $first = Get-FargateDeployment web -Cluster undo | Select-Object -Last 1
        ($first | Undo-FargateDeployment -Wait).TaskDefinition | Should -Be 'web:1'
        (Undo-FargateDeployment web -Cluster undo -TaskDefinition 2 -Wait).TaskDefinition | Should -Be 'web:2'
        (Undo-FargateDeployment web -Cluster undo -TaskDefinition 2).Change | Should -Be 'Unchanged'
    }
}
