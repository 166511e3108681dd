BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-EcsScheduledRun' {
    It 'shows a run that a schedule made by itself' {
        $null = New-EcsScheduledTask runs -TaskDefinition crawler -Cluster plan -Every 1d
        foreach ($try in 1..60) {
            $run = Get-EcsScheduledRun runs | Where-Object Status -eq 'Succeeded'
            if ($run) { break }
            Start-Sleep -Milliseconds 500
        }
        $run.ExitCode | Should -Be 0
        $run.ScheduleName, $run.Cluster | Should -Be 'runs', 'plan'
        @($run | Get-FargateLog).Count | Should -BeGreaterThan 0
    }
}
