BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $sandbox = Start-EcsSandbox 6> $null 3> $null
    $folder = Join-Path $TestDrive 'site'
    $null = New-Item $folder -ItemType Directory
    Set-Content (Join-Path $folder 'page.txt') 'a page'
    Set-Content (Join-Path $folder 'Dockerfile') "FROM scratch`nARG GREETING=none`nLABEL greeting=`$GREETING`nCOPY page.txt /page.txt`n"
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Push-EcrImage' -Skip:$noEngine {
    It 'builds a folder and pushes it to the repository of the pipeline' {
        $image = Initialize-EcrRepository pester/site | Push-EcrImage -Path $folder -Tag 1.0.0
        $image.ImageUri | Should -Be "$($sandbox.RegistryUri)/pester/site:1.0.0"
        $image.RepositoryName | Should -Be 'pester/site'
        $image.Change | Should -Be 'Created'
        $image.ImageDigest | Should -Match '^sha256:[0-9a-f]{64}$'
    }

    It 'takes folders from the pipeline, makes a missing repository and calls the image latest' {
        $image = Get-Item $folder | Push-EcrImage -Repository pester/made
        $image.ImageTag | Should -Be 'latest'
        (Initialize-EcrRepository pester/made).Change | Should -Be 'Unchanged'
    }

    It 'takes rows that name repository, source and tag, as of a CSV' {
        $rows = @(
            "RepositoryName,LiteralPath,Tag`npester/row1,$folder,1.0`npester/row2,$folder,"
            "RepositoryName,Path,Tag`npester/row3,$folder,3.0"
        )
        $images = $rows | ForEach-Object { $_ | ConvertFrom-Csv } | Push-EcrImage
        $images.RepositoryName | Should -Be 'pester/row1', 'pester/row2', 'pester/row3'
        $images.ImageTag | Should -Be '1.0', 'latest', '3.0'
        $again = Get-Item $folder | Select-Object FullName, @{ Name = 'RepositoryName'; Expression = { 'pester/row1' } } | Push-EcrImage -Tag 2.0
        $again.ImageDigest | Should -Be $images[0].ImageDigest
    }

    It 'does not take for one platform what the engine built for another' {
        $other = if ((docker version --format '{{.Server.Arch}}') -eq 'arm64') { 'linux/amd64' } else { 'linux/arm64' }
        { Push-EcrImage $folder -Repository pester/platform -Platform $other -ErrorAction Stop } | Should -Throw -ErrorId 'PlatformNotBuilt*'
    }

    It 'sends nothing the second time, and says so' {
        $null = Push-EcrImage $folder -RepositoryName pester/again -Tag 1
        $second = Push-EcrImage $folder -RepositoryName pester/again -Tag 1
        $second.BlobsSent | Should -Be 0
        $second.Change | Should -Be 'Unchanged'
    }

    It 'builds a folder only if something changed in it' {
        $folderOfOne = (New-Item (Join-Path $TestDrive "unchanged") -ItemType Directory).FullName
        Set-Content (Join-Path $folderOfOne Dockerfile) "FROM scratch`nCOPY page.txt /`n"
        $page = Join-Path $folderOfOne page.txt
        Set-Content $page ([guid]::NewGuid())
        $pushed = & {
            Push-EcrImage $folderOfOne -RepositoryName pester/unchanged
            Push-EcrImage $folderOfOne -RepositoryName pester/unchanged
            Set-Content $page ([guid]::NewGuid())
            Push-EcrImage $folderOfOne -RepositoryName pester/unchanged
            Push-EcrImage $folderOfOne -RepositoryName pester/unchanged -NoCache
        }
        $pushed.Build | Should -Be 'Created', 'Unchanged', 'Created', 'Created'
        $pushed[1].ImageDigest | Should -Be $pushed[0].ImageDigest
        (New-EcrImage $folderOfOne).Change | Should -Be 'Unchanged'
    }

    It 'says Updated when a tag moves to another image' {
        $first = Push-EcrImage $folder -RepositoryName pester/moved -Tag live
        $second = Push-EcrImage $folder -RepositoryName pester/moved -Tag live -BuildArg @{ GREETING = 'hello' }
        $second.Change | Should -Be 'Updated'
        $second.ImageDigest | Should -Not -Be $first.ImageDigest
    }

    It 'takes what New-EcrImage built' {
        try {
            $image = New-EcrImage $folder -Tag "ecstools-pester-${PID}:dev" | Push-EcrImage -Repository pester/built -Tag 1
            $image.Change | Should -Be 'Created'
        }
        finally {
            docker rmi "ecstools-pester-${PID}:dev" *> $null
        }
    }

    It 'pushes an archive of docker save' {
        $name = "ecstools-pester-${PID}:archive"
        try {
            $null = New-EcrImage $folder -Tag $name
            $archive = Join-Path $TestDrive 'image.tar'
            docker save -o $archive $name
            (Push-EcrImage $archive -Repository pester/archive).Architecture | Should -BeIn 'X86_64', 'ARM64'
        }
        finally {
            docker rmi $name *> $null
        }
    }

    It 'lets the engine push where that is asked for, and says who pushed' {
        $name = "ecstools-pester-${PID}:engine"
        try {
            $null = New-EcrImage $folder -Tag $name
            $engine = Push-EcrImage -Image $name -Repository pester/engine -Tag 1 -Transport Engine
            $direct = Push-EcrImage -Image $name -Repository pester/direct -Tag 1 -Transport Direct
            $engine.Transport | Should -Be 'Engine'
            $direct.Transport | Should -Be 'Direct'
            docker images -q "$($sandbox.RegistryUri)/pester/engine" | Should -BeNullOrEmpty
        }
        finally {
            docker rmi $name *> $null
        }
    }

    It 'gives the same digest at the same level, whatever was pushed before' {
        $first = Push-EcrImage $folder -Repository pester/level -Tag 1 -CompressionLevel Optimal
        $second = Push-EcrImage $folder -Repository pester/level2 -Tag 1 -CompressionLevel Optimal
        $second.ImageDigest | Should -Be $first.ImageDigest
    }

    It 'refuses to move a tag that is immutable, and leaves the image that has it' {
        $first = Initialize-EcrRepository pester/fixed -ImageTagMutability IMMUTABLE | Push-EcrImage -Path $folder -Tag 1
        $again = Push-EcrImage $folder -Repository pester/fixed -Tag 1
        $again.Change | Should -Be 'Unchanged'
        { Push-EcrImage $folder -Repository pester/fixed -Tag 1 -BuildArg @{ GREETING = 'other' } -ErrorAction Stop } |
            Should -Throw -ErrorId 'ImageTagImmutable*'
        (Push-EcrImage $folder -Repository pester/fixed -Tag 1).ImageDigest | Should -Be $first.ImageDigest
    }

    It 'makes nothing with -WhatIf, and names what it would make, send and move' {
        $plan = Invoke-InNewProcess {
            param($module, $folder, $archive)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated 6> $null
            $name = "ecstools-pester-${PID}:plan"
            try {
                $null = New-EcrImage $folder -Tag $name
                docker save -o $archive $name
                'A'; Push-EcrImage $folder -Repository planned -WhatIf
                'B'; Push-EcrImage $archive -Repository planned -Tag 1, live -WhatIf
                'C'; Find-EcrImage planned -ErrorAction SilentlyContinue
                $first = Push-EcrImage $archive -Repository planned -Tag 1, live
                $null = Push-EcrImage $folder -Repository planned -Tag live -BuildArg @{ GREETING = 'other' }
                'D'; Push-EcrImage $archive -Repository planned -Tag 1 -WhatIf
                'E'; Push-EcrImage $archive -Repository planned -Tag live -WhatIf
                'F'; $first.ImageDigest -eq (Push-EcrImage $archive -Repository planned -Tag 1).ImageDigest
            }
            finally {
                docker rmi $name *> $null
            }
            Stop-EcsSandbox
        } $ModulePath, $folder, (Join-Path $TestDrive 'plan.tar')
        "$plan" | Should -BeLike ('A*Push planned:latest in us-east-1*create the repository planned*build *site and push it*' +
            'B*Push planned:1, live*create the repository planned*plan.tar: 1 of 1 layer to send, 2.0 KiB before compression*' +
            'C D*plan.tar: nothing to send, the repository already has the image (????????????)*' +
            'E*plan.tar: the repository already has all its layers*move the tag live from ????????????*F True*')
    }

    It 'says with -WhatIf that an image is not there' {
        { Push-EcrImage -Image "ecstools-pester-${PID}:none" -Repository pester/none -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'EngineImageNotFound*'
    }

    It 'says with -WhatIf that a tag may not move' {
        $name = "ecstools-pester-${PID}:still"
        try {
            $null = New-EcrImage $folder -Tag $name -BuildArg @{ GREETING = 'still' }
            $null = Initialize-EcrRepository pester/still -ImageTagMutability IMMUTABLE | Push-EcrImage -Path $folder -Tag 1
            { Push-EcrImage -Image $name -Repository pester/still -Tag 1 -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'ImageTagImmutable*'
        }
        finally {
            docker rmi $name *> $null
        }
    }
}

Describe 'Push-EcrImage, of what cannot be pushed' {
    It 'names <Id> for <What>' -ForEach @(
        @{ What = 'a path that is not there'; Id = 'PathNotFound'; Splat = @{ Path = './nowhere'; RepositoryName = 'web' } }
        @{ What = 'a repository name in capitals'; Id = 'InvalidRepositoryName'; Splat = @{ Path = '.'; RepositoryName = 'Web' } }
        @{ What = 'a tag with a space'; Id = 'InvalidImageTag'; Splat = @{ Path = '.'; RepositoryName = 'web'; Tag = 'a b' } }
        @{ What = 'nothing'; Id = 'NoImageSource'; Splat = @{ RepositoryName = 'web' } }
        @{ What = 'a path twice'; Id = 'PathGivenTwice'; Splat = @{ Path = '.'; LiteralPath = '.'; RepositoryName = 'web' } }
        @{ What = 'a drive that is no file system'; Id = 'NotAFileSystemPath'; Splat = @{ Path = 'env:PATH'; RepositoryName = 'web' } }
    ) {
        $problem = { Push-EcrImage @Splat -ErrorAction Stop } | Should -Throw -ErrorId "$Id*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'names a folder without a Dockerfile' {
        $empty = Join-Path $TestDrive 'empty'
        $null = New-Item $empty -ItemType Directory
        { Push-EcrImage $empty -Repository web -ErrorAction Stop } | Should -Throw -ErrorId 'DockerfileNotFound*'
    }

    It 'names an archive that no engine could push' {
        $file = Join-Path $TestDrive 'engine.tar'
        Set-Content $file 'an archive'
        { Push-EcrImage $file -Repository web -Transport Engine -ErrorAction Stop } | Should -Throw -ErrorId 'TransportNeedsEngine*'
    }

    It 'names a file that holds no image' {
        $file = Join-Path $TestDrive 'notes.tar'
        Set-Content $file ('no image ' * 200)
        { Push-EcrImage $file -Repository web -ErrorAction Stop } | Should -Throw -ErrorId 'NotAnImageArchive*'
    }
}
