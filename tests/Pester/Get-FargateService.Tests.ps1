BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = 'one', 'two' | New-FargateCluster
    $null = Register-FargateTask web -ImageUri example:1
    foreach ($name in 1..12) { $null = New-FargateService "many-$name" web -Cluster one -DesiredCount 0 }
    $null = New-FargateService alone web -Cluster two
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateService' {
    It 'gets the services of every cluster' {
        @(Get-FargateService).Count | Should -Be 13
        (Get-FargateService -Cluster two).ServiceName | Should -Be 'alone'
        (Get-FargateCluster two | Get-FargateService).ServiceName | Should -Be 'alone'
    }

    It 'exports to a table without inner types' {
        $row = Get-FargateService alone | ConvertTo-Csv | ConvertFrom-Csv
        $service = Get-FargateService alone
        $row.CapacityProviders | Should -Be ($service.CapacityProviders -join '; ')
        $row.Subnets | Should -Be ($service.Subnets -join '; ')
        $service.Subnets.Count | Should -BeGreaterThan 1
    }

    It 'finds by name, wildcard and ARN' {
        (Get-FargateService alone).Cluster | Should -Be 'two'
        @(Get-FargateService many-1*).Count | Should -Be 4
        $arn = (Get-FargateService alone).ServiceArn
        (Get-FargateService $arn).ServiceName | Should -Be 'alone'
    }

    It 'names the nearest for one that is not there, and goes on' {
        $found = Get-FargateService alnoe, alone -Cluster two -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.ServiceName | Should -Be 'alone'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*alone*'
    }

    It 'completes names of services' {
        $line = 'Get-FargateService -Cluster two -ServiceName al'
        # The first Tab may come back empty within its budget; the answer then serves the next.
        foreach ($try in 1..20) {
            $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            if ($found) { break }
            Start-Sleep -Milliseconds 200
        }
        $found | Should -Contain 'alone'
    }
}
