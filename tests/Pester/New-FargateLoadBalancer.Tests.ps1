BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'New-FargateLoadBalancer' {
    It 'creates one with its own security group, waits until it is active, and finds it as it is' {
        $made = New-FargateLoadBalancer new-one -AllowFrom 203.0.113.0/24 -Tag @{ team = 'shop' } -Wait
        $made.Change | Should -Be 'Created'
        $made.Status | Should -Be 'active'
        $made.Scheme | Should -Be 'internet-facing'
        $made.AvailabilityZones.Count | Should -BeGreaterOrEqual 2
        $made.Listeners.ListenerPort | Should -Be 80
        $made.Tags['team'] | Should -Be 'shop'
        $made.MonthlyCost | Should -BeGreaterThan 16
        $made.Url | Should -BeLike 'http://*'
        (New-FargateLoadBalancer new-one).Change | Should -Be 'Unchanged'
    }

    It 'has the name ecstools where none is given' {
        (New-FargateLoadBalancer).LoadBalancer | Should -Be 'ecstools'
    }

    It 'serves HTTPS with the certificate of a domain, and redirects HTTP' {
        Add-SandboxCertificate shop.example.com, *.shop.example.com
        $made = New-FargateLoadBalancer secure -Certificate shop.example.com
        $made.Listeners.ListenerPort | Should -Be 80, 443
        $made.Listeners[0].DefaultAction | Should -BeLike 'redirects to https://#{host}/#{path}*301*'
        $made.Listeners[1].SslPolicy | Should -BeLike 'ELBSecurityPolicy-TLS13*'
        (New-FargateLoadBalancer secure -Certificate admin.shop.example.com).Change | Should -Be 'Unchanged' -Because 'the wildcard is for it too'
        Add-SandboxCertificate other.example.com
        $more = New-FargateLoadBalancer secure -Certificate other.example.com
        $more.Differences.Field | Should -Be 'listeners[443].certificates'
    }

    It 'changes what differs, and says what' {
        $null = New-FargateLoadBalancer changed
        $changed = New-FargateLoadBalancer changed -IdleTimeout 5m -DefaultStatusCode 410 -Port 80
        $changed.Change | Should -Be 'Updated'
        $changed.Differences.Field | Should -Be 'idleTimeout', 'listeners[80].default'
        $changed.IdleTimeout | Should -Be ([timespan]'00:05:00')
        { New-FargateLoadBalancer changed -Internal -ErrorAction Stop } | Should -Throw -ErrorId 'LoadBalancerSchemeFixed*'
    }

    It 'creates nothing with -WhatIf, and shows the plan with the cost of a month' {
        $transcript = Join-Path $TestDrive 'whatif.txt'
        $null = Start-Transcript $transcript
        New-FargateLoadBalancer planned -WhatIf | Should -BeNullOrEmpty
        $null = Stop-Transcript
        Get-Content $transcript -Raw | Should -Match '(?s)planned.*listeners\[80\].*cost: \d+\.\d\d USD a month'
        Get-FargateLoadBalancer plan* | Should -BeNullOrEmpty
    }

    It 'refuses subnets of one zone with what to add' {
        $subnet = (Get-FargateLoadBalancer ecstools).Subnets[0]
        $problem = { New-FargateLoadBalancer one-zone -Subnet $subnet -ErrorAction Stop } | Should -Throw -ErrorId 'SubnetsOfOneZone*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike "*-Subnet $subnet, <subnet in another zone*"
    }

    It 'is shown in 80 columns' {
        $lines = (New-FargateLoadBalancer changed | Out-String -Width 80) -split '\r?\n'
        $lines | Where-Object { ($_ -replace '\e\[[\d;]*m').Length -gt 80 } | Should -BeNullOrEmpty
        $lines -join "`n" | Should -Match 'changed +(\e\[\d+m)?(active|provisioning)\S* +80 +(\e\[\d+m)?Unchanged'
    }
}
