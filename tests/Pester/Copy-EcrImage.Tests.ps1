BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $image = Push-EcrImage (New-TestLayout (Join-Path $TestDrive 'layout') 'amd64', 'arm64') -RepositoryName copy/from -Tag 1.0
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Copy-EcrImage' {
    It 'copies an index whole, then finds it there' {
        $copy = Copy-EcrImage $image.ImageUri -RepositoryName copy/whole
        $copy.ImageDigest | Should -Be $image.ImageDigest
        $copy.Change | Should -Be 'Created'
        $copy.CopiedFrom | Should -Be $image.ImageUri
        (Copy-EcrImage $image.ImageUri copy/whole).Change | Should -Be 'Unchanged'
    }

    It 'copies one platform under other tags, and gives what Register-FargateTask takes' {
        $copy = $image | Copy-EcrImage -RepositoryName copy/one -Platform linux/arm64 -Tag arm, live
        $copy.ImageTags | Should -Be 'arm', 'live'
        ($copy | Register-FargateTask one).Architecture | Should -Be 'ARM64'
    }

    It 'takes rows in which an empty tag says nothing' {
        $rows = "Source,RepositoryName,Tag`n$($image.ImageUri),copy/row,`n$($image.ImageUri),copy/row,named" | ConvertFrom-Csv
        ($rows | Copy-EcrImage).ImageTag | Should -Be $image.ImageTag, 'named'
    }

    It 'says with -WhatIf what would be copied, and makes nothing' {
        $plan = Invoke-InNewProcess {
            param($module, $layout)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated 6> $null
            $image = Push-EcrImage $layout -RepositoryName from -Tag 1
            Copy-EcrImage $image.ImageUri planned -WhatIf
            Find-EcrImage planned -ErrorAction SilentlyContinue
            Stop-EcsSandbox
        } $ModulePath, (Join-Path $TestDrive 'layout')
        "$plan" | Should -BeLike '*Copy to planned:1 in us-east-1*create the repository planned*copy */from:1 (linux/amd64, linux/arm64, * B)*'
    }

    It 'says which platforms there are where one is not' {
        { Copy-EcrImage $image.ImageUri copy/none -Platform linux/s390x -ErrorAction Stop } | Should -Throw -ErrorId 'PlatformNotFound*'
    }
}
