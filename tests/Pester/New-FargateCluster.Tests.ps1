BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'New-FargateCluster' {
    It 'creates a cluster, then finds it as it is' {
        $made = New-FargateCluster pester-one
        $made.Change | Should -Be 'Created'
        $made.Cluster | Should -Be 'pester-one'
        $made.CapacityProviders | Should -Be 'FARGATE', 'FARGATE_SPOT'
        $made.AccountId | Should -Be '000000000000'
        (New-FargateCluster pester-one).Change | Should -Be 'Unchanged'
    }

    It 'changes what differs, and only that' {
        $null = New-FargateCluster pester-two -Tag @{ team = 'web' }
        $changed = New-FargateCluster pester-two -ContainerInsights ENHANCED
        $changed.Change | Should -Be 'Updated'
        $changed.ContainerInsights | Should -Be 'enhanced'
        $changed.Tags['team'] | Should -Be 'web'
    }

    It 'takes several names, from the pipeline too' {
        ('pester-a', 'pester-b' | New-FargateCluster).Cluster | Should -Be 'pester-a', 'pester-b'
    }

    It 'creates nothing with -WhatIf' {
        New-FargateCluster pester-planned -WhatIf | Should -BeNullOrEmpty
        Get-FargateCluster pester-plann* | Should -BeNullOrEmpty
    }

    It 'names a name that is taken in place of a wrong one, and goes on' {
        $made = 'wrong name!', 'pester-right' | New-FargateCluster -ErrorVariable problem -ErrorAction SilentlyContinue
        $made.Cluster | Should -Be 'pester-right'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'InvalidCluster*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Cluster wrong-name*'
    }
}
