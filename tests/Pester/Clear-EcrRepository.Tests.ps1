BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    1..4 | ForEach-Object { $null = Push-EcrImage (New-TestLayout (Join-Path $TestDrive $_) 'amd64' -Content "layer $_") -RepositoryName clear/web -Tag "1.$_" }
    $null = New-FargateCluster default -InformationAction Ignore
    $null = Find-EcrImage clear/web -Tag 1.1 | Register-FargateTask cleared -Port 80 | New-FargateService cleared -WarningAction SilentlyContinue
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Clear-EcrRepository' {
    It 'shows with -WhatIf what would go and why the rest stays, and deletes nothing' {
        $plan = Invoke-InNewProcess {
            param($module, $layout)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated 6> $null
            $null = Push-EcrImage $layout -RepositoryName plan -Tag 1, 2
            Clear-EcrRepository plan -KeepLast 0 -WhatIf
            (Find-EcrImage plan).Count
            Stop-EcsSandbox
        } $ModulePath, (Join-Path $TestDrive '1')
        "$plan" | Should -BeLike "*Delete 1 image of ECR repository 'plan' in us-east-1, which frees * B*- 1, 2 (* B, pushed *1"
    }

    It 'keeps the newest and what is in use, and says by what' {
        $gone = Clear-EcrRepository clear/* -KeepLast 2 -PassThru -Confirm:$false -WarningVariable said -WarningAction SilentlyContinue
        $gone.ImageTag | Should -Be '1.2'
        $gone.Change | Should -Be 'Removed'
        "$said" | Should -BeLike '*1.1 stays:*service cleared in default*'
        (Find-EcrImage clear/web -WithoutUses).ImageTag | Should -Be '1.4', '1.3', '1.1'
    }

    It 'takes images from the pipeline, and those alone' {
        Find-EcrImage clear/web -Tag 1.3 | Clear-EcrRepository -Confirm:$false | Should -BeNullOrEmpty
        (Find-EcrImage clear/web -WithoutUses).ImageTag | Should -Be '1.4', '1.1'
    }

    It 'deletes nothing for a list of no images' {
        $before = (Find-EcrImage clear/web -WithoutUses).Count
        Clear-EcrRepository clear/web -ImageDigest @() -OlderThan 0s -Confirm:$false
        { [pscustomobject]@{ RepositoryName = 'clear/web'; ImageDigest = $null } | Clear-EcrRepository -OlderThan 0s -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'InputNamesNothing*'
        { Clear-EcrRepository clear/web -ImageDigest sha256:abc -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ImageNotFound*'
        (Find-EcrImage clear/web -WithoutUses).Count | Should -Be $before
    }
}
