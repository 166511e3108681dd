BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $sandbox = Start-EcsSandbox -Runtime Simulated 6> $null
    $layout = New-TestLayout (Join-Path $TestDrive 'layout') 'amd64', 'arm64'
    $null = Push-EcrImage $layout -RepositoryName find/web -Tag 1.0
    $null = New-FargateCluster default -InformationAction Ignore
    $null = Find-EcrImage find/web -Tag 1.0 | Register-FargateTask found -Port 80 | New-FargateService found -WarningAction SilentlyContinue
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Find-EcrImage' {
    It 'tells what an image is and what uses it' {
        $image = Find-EcrImage find/* -Tag 1.* -Detailed
        $image.RepositoryName | Should -Be 'find/web'
        $image.ImageUri | Should -Be "$($image.RepositoryUri):1.0"
        $image.Platforms | Should -Be 'linux/amd64', 'linux/arm64'
        $image.TaskDefinitions | Should -Be 'found:1'
        $image.UsedBy | Should -Contain 'service found in default'
    }

    It 'stops when no more is wanted' {
        Find-EcrImage -WithoutUses | Select-Object -First 1 | Should -Not -BeNullOrEmpty
    }

    It 'gives what the next commands take' {
        (Initialize-EcrRepository find/web | Find-EcrImage -Untagged -WithoutUses).Count | Should -Be 2
        (Find-EcrImage find/web -Tag 1.0 | Copy-EcrImage -RepositoryName find/copy).ImageTags | Should -Be '1.0'
    }

    It 'says which name is missing, and goes on' {
        $found = 'find/web', 'find/wbe' | Find-EcrImage -Tag 1.0 -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.RepositoryName | Should -Be 'find/web'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'RepositoryNotFound*'
        $problem[0].ErrorDetails.RecommendedAction | Should -Match 'find/web'
    }
}
