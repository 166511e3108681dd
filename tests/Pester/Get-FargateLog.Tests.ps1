BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster log
    $batch = Register-FargateTask batch -ImageUri example:1
    $server = Register-FargateTask server -ImageUri example:1 -Port 80
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateLog' {
    It 'follows tasks until they have stopped' {
        $lines = $batch | Start-FargateTask -Cluster log -Count 2 | Get-FargateLog -Follow
        @($lines.TaskId | Select-Object -Unique).Count | Should -Be 2
        $lines[0].Message | Should -BeLike '*simulated*'
        $lines[0].Container | Should -Be 'batch'
        "$($lines[0])" | Should -Be $lines[0].Message
    }

    It 'ends a follow of a server when no more is wanted' {
        $task = $server | Start-FargateTask -Cluster log
        @($task | Get-FargateLog -Follow | Select-Object -First 1).Count | Should -Be 1
        ($task | Get-FargateTask).DesiredStatus | Should -Be 'RUNNING'
    }

    It 'ends a follow of a server when its time is over' {
        $task = $server | Start-FargateTask -Cluster log
        $null = $task | Wait-FargateTask -For Running
        @($task | Get-FargateLog -Follow -Timeout 2s).Count | Should -Be 1
        ($task | Get-FargateTask).DesiredStatus | Should -Be 'RUNNING'
    }

    It 'cuts to the newest lines, to a time and to a container' {
        $task = $batch | Start-FargateTask -Cluster log -Wait 6> $null
        @($task | Get-FargateLog -Tail 0).Count | Should -Be 0
        @($task | Get-FargateLog -Since 1h).Count | Should -BeGreaterThan 0
        @($task | Get-FargateLog -Since (Get-Date).AddDays(1)).Count | Should -Be 0
        { $task | Get-FargateLog -Container btch -ErrorAction Stop } | Should -Throw -ErrorId 'ContainerNotFound*'
    }

    It 'gives the lines that match a filter' {
        $task = $batch | Start-FargateTask -Cluster log -Wait 6> $null
        @($task | Get-FargateLog -Filter 'simulated -elsewhere').Count | Should -Be 1
        @($task | Get-FargateLog -Filter '"no such words"').Count | Should -Be 0
    }

    It 'says of a filter that is none what one looks like' {
        $task = $batch | Start-FargateTask -Cluster log -Wait 6> $null
        { $task | Get-FargateLog -Filter '{ $.level = ' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidLogFilter*'
    }

    It 'shows which task a line is of' {
        $lines = $batch | Start-FargateTask -Cluster log -Count 2 | Get-FargateLog -Follow
        $shown = ($lines | Out-String -Width 120) -replace '\e\[[\d;]*m'
        $lines.TaskId | ForEach-Object { $shown | Should -Match $_.Substring(0, 8) }
    }

    It 'says that a task writes no log' {
        $task = Register-FargateTask mute -ImageUri example:1 -NoLog | Start-FargateTask -Cluster log
        { $task | Get-FargateLog -ErrorAction Stop } | Should -Throw -ErrorId 'TaskWithoutLog*'
    }
}
