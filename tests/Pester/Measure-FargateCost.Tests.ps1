BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster cost
    $null = Register-FargateTask web -ImageUri example:1 -Cpu 512 -Memory 1024
    $null = New-FargateService web web -Cluster cost -DesiredCount 2
    $null = New-EcsScheduledTask nightly -TaskDefinition web -Cluster cost -Every 1d
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Measure-FargateCost' {
    It 'measures a planned size without an account, if the region is given' {
        $cost = Measure-FargateCost '0.25 vCPU' '1 GB' -Region us-east-1
        $cost.Lines.Name | Should -Be vCPU, Memory
        $cost.Lines.Quantity | Should -Be 182.5, 730
    }

    It 'measures the desired tasks of a service from the pipeline' {
        $cost = Get-FargateService web -Cluster cost | Measure-FargateCost
        $cost.Name | Should -Be 'web in cost'
        ($cost.Lines | Where-Object Name -eq vCPU).Quantity | Should -Be 730
    }

    It 'finds the cluster of a service that is named without one' {
        (Measure-FargateCost -ServiceName web).Name | Should -Be 'web in cost'
        { Measure-FargateCost -ServiceName wob -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceNotFound,*'
    }

    It 'measures one task of a task definition' {
        (Get-FargateTaskDefinition web | Measure-FargateCost).Lines[0].Quantity | Should -Be 365
    }

    It 'measures the runs of a schedule' {
        $cost = Get-EcsScheduledTask nightly | Measure-FargateCost -RunDuration 6m
        $cost.Usage | Should -BeLike '1 task, 30.4 runs a month*'
        [math]::Round($cost.Lines[0].Quantity, 2) | Should -Be ([math]::Round(730 / 24 / 10 / 2, 2))
    }

    It 'measures the run of a task that has ended' {
        $task = Start-FargateTask web -Cluster cost -Wait
        $cost = $task | Measure-FargateCost
        $cost.Usage | Should -BeLike '1 run of 00:*'
        [math]::Round($cost.Monthly, 6) | Should -Be ([math]::Round($task.EstimatedCost.Amount - $task.EstimatedCost.PublicIpAmount, 6))
        ($cost | Out-String) | Should -Match 'Total +0\.00\d{4}'
        ($task | Measure-FargateCost -RunsPerDay 24).Usage | Should -BeLike '1 task, 730 runs a month*'
    }

    It 'measures an app with a line for each part of its services' {
        $null = New-Item (Join-Path $TestDrive shop) -ItemType Directory
        Set-Content (Join-Path $TestDrive shop/Dockerfile) "FROM scratch`nCOPY Dockerfile /x`nEXPOSE 80`nCMD [`"/x`"]`n"
        $app = Publish-FargateApp (Join-Path $TestDrive shop) -SkipTest
        $cost = $app | Measure-FargateCost -CompareTo t4g.small
        $cost.Name | Should -Be 'app shop'
        $cost.Lines.Where{ $_.Name -eq 'Load balancer' }.Quantity | Should -Be 730
        $cost.Lines.Where{ $_.Name -eq 'Images in ECR' }.Count | Should -Be 1
        $cost.Monthly | Should -BeGreaterOrEqual $app.MonthlyCost
        ($cost | Out-String -Width 80 -Stream) -match '^shop: vCPU +182.5' | Should -Not -BeNullOrEmpty
        (Measure-FargateCost -AppName shop).Monthly | Should -Be $cost.Monthly
        (TabExpansion2 'Measure-FargateCost -AppName sh').CompletionMatches.CompletionText | Should -Contain shop
    }

    It 'shows parts, total and comparisons in 80 columns' {
        $lines = Measure-FargateCost 256 -CompareTo t4g.small, t3.micro -PublicIp | Out-String -Width 80 -Stream
        $lines | Where-Object { $_.Length -gt 80 } | Should -BeNullOrEmpty
        $lines -match '^Total +12\.66$' | Should -Not -BeNullOrEmpty
        $lines -match 't3.micro +11.88  Fargate costs 0.78 more \(less up to 22.5 hours a day\)' | Should -Not -BeNullOrEmpty
    }

    It 'adds up over the pipeline' {
        (Get-FargateService -Cluster cost | Measure-FargateCost | Measure-Object Monthly -Sum).Sum | Should -Be 43.34
    }

    It 'completes instance types with a known price' {
        (TabExpansion2 'Measure-FargateCost 256 -CompareTo t4g.s').CompletionMatches.CompletionText | Should -Be t4g.small
    }
}
