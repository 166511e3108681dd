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

    It 'removes the schedules that point to it with -RemoveSchedule' {
        $null = New-FargateCluster timed
        $null = Register-FargateTask timed -ImageUri example:1
        $null = New-EcsScheduledTask timed-off -TaskDefinition timed -Cluster timed -Every 1d -Disabled
        $null = New-EcsScheduledTask timed-on -TaskDefinition timed -Cluster timed -Cron '0 3 1 1 ? 2190'
        Remove-FargateCluster timed -RemoveSchedule -Confirm:$false -WarningVariable said
        $said | Should -BeNullOrEmpty
        Get-EcsScheduledTask timed-o* | Should -BeNullOrEmpty
        Get-FargateCluster timed -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'leaves a cluster to which enabled schedules point, and lists them' {
        $null = New-FargateCluster timed
        $null = Register-FargateTask timed -ImageUri example:1 -Port 80
        $null = New-EcsScheduledTask timed-a -TaskDefinition timed -Cluster timed -Cron '0 3 * * ? *'
        $null = New-EcsScheduledTask timed-b -TaskDefinition timed -Cluster timed -Cron '0 3 * * ? *' -Backend Rule
        $null = New-EcsScheduledTask timed-c -TaskDefinition timed -Cluster timed -Cron '0 3 * * ? *' -Disabled
        { Remove-FargateCluster timed -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'ClusterNotEmpty*' -ExpectedMessage '*2 enabled schedules (timed-a, timed-b)*'
        (Get-EcsScheduledTask timed-*).State | Sort-Object -Unique | Should -Be 'DISABLED', 'ENABLED'
    }

    It 'disables them with -Force, and names what still points to the cluster' {
        $null = New-FargateService timed timed -Cluster timed
        $null = Set-FargateScaling timed -Cluster timed -MinimumCount 2 -MaximumCount 4 -CpuTarget 60
        $removed = Remove-FargateCluster timed -Force -Confirm:$false -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $removed.Change | Should -Be 'Removed'
        "$warnings" | Should -BeLike '*timed-a, timed-c, timed-b*Set-EcsScheduledTask -Cluster*'
        (Get-EcsScheduledTask timed-*).State | Should -Be 'DISABLED', 'DISABLED', 'DISABLED'
        (Get-EcsScheduledTask timed-b).TaskDefinition | Should -Be 'timed'
        $null = New-FargateCluster timed
        $null = New-FargateService timed timed -Cluster timed
        (Set-FargateScaling timed -Cluster timed).IsScaled | Should -BeFalse
    }
}
