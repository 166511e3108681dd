BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster plan
    $crawler = Register-FargateTask crawler -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'New-EcsScheduledTask' {
    It 'makes a schedule, then finds it as it is' {
        $made = New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster plan -Every 1d
        $made.Change, $made.Expression, $made.State, $made.Backend | Should -Be 'Created', 'rate(1 day)', 'ENABLED', 'Scheduler'
        $made.TaskDefinition, $made.Cluster | Should -Be 'crawler', 'plan'
        $made.NextRuns.Count | Should -Be 3
        $made.RoleArn | Should -BeLike '*:role/*'
        (New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster plan -Every 24h).Change | Should -Be 'Unchanged'
    }

    It 'runs the newest revision of what the pipeline brings, or that one' {
        ($crawler | New-EcsScheduledTask piped -Cluster plan -Every 6h).TaskDefinition | Should -Be 'crawler'
        ($crawler | New-EcsScheduledTask piped -Cluster plan -Every 6h -PinRevision).TaskDefinition | Should -Be 'crawler:1'
        (New-EcsScheduledTask written -TaskDefinition crawler:1 -Cluster plan -Every 6h).TaskDefinition | Should -Be 'crawler:1'
    }

    It 'reads cron fields in a time zone of Windows' {
        $made = New-EcsScheduledTask weekdays -TaskDefinition crawler -Cluster plan -Cron '30 6 ? * MON-FRI *' -TimeZone 'Korea Standard Time' -FlexibleWindow 15m
        $made.TimeZone, $made.FlexibleWindow | Should -Be 'Asia/Seoul', ([timespan]'00:15:00')
        $made.NextRuns[0].ToString('HH:mm zzz') | Should -Be '06:30 +09:00'
    }

    It 'converts a time that says what it means' {
        $made = New-EcsScheduledTask once -TaskDefinition crawler -Cluster plan -At ([datetime]'2099-01-31T09:00:00Z').ToUniversalTime() -TimeZone Asia/Seoul
        $made.Expression | Should -Be 'at(2099-01-31T18:00:00)'
    }

    It 'makes a rule, in UTC' {
        (New-EcsScheduledTask ruled -TaskDefinition crawler -Cluster plan -Every 15m -Backend Rule).Backend | Should -Be 'Rule'
    }

    It 'shows what would be made with -WhatIf, and makes nothing' {
        New-EcsScheduledTask planned -TaskDefinition crawler -Cluster plan -Every 1d -WhatIf | Should -BeNullOrEmpty
        Get-EcsScheduledTask plann* | Should -BeNullOrEmpty
    }

    It 'refuses <Wrong> and names what to do' -ForEach @(
        @{ Wrong = 'seconds'; Id = 'InvalidScheduleInterval'; Remedy = '*-Every 1m*'; With = @{ Every = '30s' } }
        @{ Wrong = 'a broken minute'; Id = 'InvalidScheduleInterval'; Remedy = '*-Every 1m or -Every 2m*'; With = @{ Every = '90s' } }
        @{ Wrong = 'five fields'; Id = 'InvalidCronExpression'; Remedy = '*0 3 ? ? ? *'; With = @{ Cron = '0 3 * * *' } }
        @{ Wrong = 'a rate without its unit'; Id = 'InvalidScheduleExpression'; Remedy = '*rate(15 minutes)*'; With = @{ Expression = 'rate(1)' } }
        @{ Wrong = 'the past'; Id = 'InvalidScheduleAt'; Remedy = '*in the future*'; With = @{ At = '2020-01-01' } }
        @{ Wrong = 'an unknown zone'; Id = 'UnknownTimeZone'; Remedy = '*Europe/Rome*'; With = @{ Every = '1d'; TimeZone = 'Europe/Rom' } }
        @{ Wrong = 'an unknown cluster'; Id = 'ClusterNotFound'; Remedy = '*plan*'; With = @{ Every = '1d'; Cluster = 'plam' } }
        @{ Wrong = 'an unknown task definition'; Id = 'TaskDefinitionNotFound'; Remedy = '*crawler*'; With = @{ Every = '1d'; TaskDefinition = 'crawlr' } }
        @{ Wrong = 'a zone of a rule'; Id = 'InvalidScheduleTimeZone'; Remedy = '*UTC*'; With = @{ Every = '1d'; Backend = 'Rule'; TimeZone = 'Europe/Rome' } }
        @{ Wrong = 'a role that is not there'; Id = 'RoleNotFound'; Remedy = '*Leave out -RoleArn*'; With = @{ Every = '1d'; RoleArn = 'none' } }
    ) {
        $all = @{ Name = 'wrong'; TaskDefinition = 'crawler'; Cluster = 'plan' }
        $With.Keys | ForEach-Object { $all[$_] = $With[$_] }
        $problem = { New-EcsScheduledTask @all -ErrorAction Stop } | Should -Throw -ErrorId "$Id*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike $Remedy
        Get-EcsScheduledTask wron* | Should -BeNullOrEmpty
    }
}
