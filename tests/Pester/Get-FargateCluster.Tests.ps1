BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = 'get-a', 'get-b', 'other' | New-FargateCluster
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateCluster' {
    It 'gets clusters by name, by wildcard, and all' {
        (Get-FargateCluster get-a).Cluster | Should -Be 'get-a'
        (Get-FargateCluster get-*).Cluster | Sort-Object | Should -Be 'get-a', 'get-b'
        (Get-FargateCluster).Count | Should -BeGreaterOrEqual 3
    }

    It 'says which name it did not find, and the nearest' {
        $found = Get-FargateCluster get-a, get-c -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Cluster | Should -Be 'get-a'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ClusterNotFound*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*get-a*'
    }

    It 'ends at once when no more is wanted' {
        @(Get-FargateCluster | Select-Object -First 1).Count | Should -Be 1
    }

    It 'completes names' {
        $line = 'Get-FargateCluster get-'
        foreach ($try in 1..20) {
            $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            if ($found) { break }
            Start-Sleep -Milliseconds 200
        }
        $found | Should -Be 'get-a', 'get-b'
    }
}
