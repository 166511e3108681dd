# Against moto, which has Application Auto Scaling.
BeforeDiscovery {
    $python = Get-Command python3 -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    $noMoto = $true
    if ($python) {
        & $python -c 'import moto.server' *> $null
        $noMoto = $LASTEXITCODE -ne 0
    }
}

Describe 'Set-FargateScaling' -Skip:$noMoto {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1
        Stop-EcsSandbox
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $moto = Start-Process python3 -ArgumentList '-m', 'moto.server', '-H', '127.0.0.1', '-p', $port -PassThru -RedirectStandardError (Join-Path $TestDrive 'moto.log') -RedirectStandardOutput (Join-Path $TestDrive 'moto.out')
        $there = @{ EndpointUrl = "http://127.0.0.1:$port"; AccessKey = 'AKIDEXAMPLE'; SecretKey = 'secret'; Region = 'us-east-1' }
        foreach ($try in 1..300) {
            try { $null = Invoke-WebRequest "http://127.0.0.1:$port/moto-api/" -UseBasicParsing; break } catch { Start-Sleep -Milliseconds 100 }
        }
        $null = New-FargateCluster scaled @there
        $null = Register-FargateTask web -ImageUri example:1 -ExecutionRole arn:aws:iam::123456789012:role/r @there
        $null = 'web', 'other' | ForEach-Object { New-FargateService $_ web -Cluster scaled @there }
    }

    AfterAll {
        if ($moto) { $moto.Kill() }
    }

    It 'shows that a service is not scaled, plans and sets' {
        (Set-FargateScaling web -Cluster scaled @there).IsScaled | Should -BeFalse
        Set-FargateScaling web -Cluster scaled -MaximumCount 10 -CpuTarget 60 -WhatIf @there | Should -BeNullOrEmpty
        $set = Set-FargateScaling web -Cluster scaled -MinimumCount 2 -MaximumCount 10 -CpuTarget 60 -ScaleInCooldown 3m @there
        $set.Change | Should -Be 'Created'
        $set.CpuTarget | Should -Be 60
        $set.ScaleInCooldown | Should -Be '00:03:00'
        (Set-FargateScaling web -Cluster scaled -CpuTarget 60 @there).Change | Should -Be 'Unchanged'
    }

    It 'changes the bounds by the clock' {
        $null = Set-FargateScaling web -Cluster scaled -MaximumCount 10 @there
        $set = Set-FargateScaling web -Cluster scaled -ScheduleName night -Cron '0 20 * * ? *' -TimeZone Europe/Rome -MinimumCount 0 -MaximumCount 0 @there
        $set.Schedules[0].Expression | Should -Be 'cron(0 20 * * ? *)'
        (Set-FargateScaling web -Cluster scaled -ScheduleName night -Remove @there).Schedules | Should -BeNullOrEmpty
    }

    It 'takes services of the pipeline, and their scaling away' {
        $null = Get-FargateService -Cluster scaled @there | Set-FargateScaling -MaximumCount 5 @there
        $gone = Get-FargateService -Cluster scaled @there | Set-FargateScaling -Remove @there
        $gone.Change | Should -Be 'Removed', 'Removed'
        $gone.IsScaled | Should -Be $false, $false
    }
}

Describe 'Set-FargateScaling in the sandbox' {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 1000 6> $null
        $null = New-FargateCluster scaled
        $null = Register-FargateTask web -ImageUri example:1
        $null = New-FargateService web -Cluster scaled -TaskDefinition web -Wait
    }

    AfterAll { Stop-EcsSandbox }

    It 'brings the count within the bounds, and the clock changes them' {
        (Set-FargateScaling web -Cluster scaled -MinimumCount 2 -MaximumCount 4 -CpuTarget 60).Change | Should -Be 'Created'
        (Wait-FargateService web -Cluster scaled).DesiredCount | Should -Be 2
        $set = Set-FargateScaling web -Cluster scaled -ScheduleName peak -Every 1m -MinimumCount 3 -MaximumCount 6
        $set.Schedules.ScheduleName | Should -Be 'peak'
        foreach ($try in 1..200) {
            if ((Get-FargateService web -Cluster scaled).RunningCount -eq 3) { break }
            Start-Sleep -Milliseconds 50
        }
        $now = Set-FargateScaling web -Cluster scaled
        $now.DesiredCount | Should -Be 3
        $now.MinimumCount | Should -Be 3
        $now | Out-String -Width 80 | Should -Match '3 to 6'
        (Set-FargateScaling web -Cluster scaled -Remove).IsScaled | Should -BeFalse
    }
}
