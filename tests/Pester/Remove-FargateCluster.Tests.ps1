BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Remove-FargateCluster' {
    It 'removes an empty cluster, and says nothing' {
        $null = New-FargateCluster empty
        Remove-FargateCluster empty -Confirm:$false | Should -BeNullOrEmpty
        Get-FargateCluster empt* | Should -BeNullOrEmpty
    }

    It 'leaves a cluster in which something runs, and lists it' {
        $null = New-FargateCluster busy
        $task = Register-FargateTask busy -ImageUri example:1 -Port 80 | Start-FargateTask -Cluster busy
        { Remove-FargateCluster busy -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotEmpty*' -ExpectedMessage "*$($task.TaskId)*"
        (Get-FargateCluster busy).Status | Should -Be 'ACTIVE'
    }

    It 'stops what runs with -Force, and waits for it' {
        $removed = Get-FargateCluster busy | Remove-FargateCluster -Force -Confirm:$false -PassThru
        $removed.Change | Should -Be 'Removed'
        Get-FargateCluster bus* | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        $null = New-FargateCluster kept
        Remove-FargateCluster kept -Force -WhatIf
        (Get-FargateCluster kept).Status | Should -Be 'ACTIVE'
    }
}
