BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
    $noRegistry = -not (Get-Command docker-registry -CommandType Application -ErrorAction Ignore)
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
            'C D*Unchanged*' +
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

Describe 'Push-EcrImage -Destination' -Skip:$noRegistry {
    BeforeAll {
        # Debian's docker-registry, with one user, on a port that the system chooses. The AWS variables of the session lead nowhere.
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $registry = "127.0.0.1:$($listener.LocalEndpoint.Port)"
        $listener.Stop()
        $store = Join-Path $TestDrive 'registry'
        $null = New-Item $store -ItemType Directory
        Set-Content (Join-Path $store 'htpasswd') 'reader:$2y$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW'
        Set-Content (Join-Path $store 'config.yml') @"
version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: $store/data } }
http: { addr: '$registry' }
auth: { htpasswd: { realm: test, path: $store/htpasswd } }
"@
        $process = Start-Process docker-registry 'serve', "$store/config.yml" -PassThru -RedirectStandardError (Join-Path $store 'error.txt') -RedirectStandardOutput (Join-Path $store 'output.txt')
        for ($attempt = 0; $attempt -lt 300; $attempt++) {
            try { $null = Invoke-WebRequest "http://$registry/v2/" -SkipHttpErrorCheck; break } catch { Start-Sleep -Milliseconds 100 }
        }
        $user = [pscredential]::new('reader', (ConvertTo-SecureString 'open sesame' -AsPlainText))
        $layout = New-TestLayout (Join-Path $TestDrive 'hub') -Content "pushed by $PID"
        $name = "$registry/team/web"
    }

    AfterAll {
        if ($process) { $process.Kill(); $process.WaitForExit() }
    }

    It 'plans, pushes, and gives what Register-FargateTask takes' {
        $plan = Invoke-InNewProcess {
            param($module, $layout, $name)
            Import-Module $module
            # No credentials of AWS, and none are needed.
            $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
            $env:AWS_SHARED_CREDENTIALS_FILE = $env:AWS_CONFIG_FILE = '/nonexistent'
            $env:AWS_EC2_METADATA_DISABLED = 'true'
            $user = [pscredential]::new('reader', (ConvertTo-SecureString 'open sesame' -AsPlainText))
            Push-EcrImage $layout -Destination "${name}:1.4.0" -RegistryCredential $user -WhatIf
        } $ModulePath, $layout, $name
        "$plan" | Should -BeLike "*Push ${name}:1.4.0*hub: 1 of 1 layer to send*"
        $image = Push-EcrImage $layout -Destination "${name}:1.4.0" -RegistryCredential $user -Tag stable
        $image.ImageUri | Should -Be "${name}:1.4.0"
        $image.ImageTags | Should -Be '1.4.0', 'stable'
        $image.Change | Should -Be 'Created'
        (Push-EcrImage $layout -Destination "${name}:1.4.0" -RegistryCredential $user).Change | Should -Be 'Unchanged'
        $definition = $image | Register-FargateTask pushed
        $definition.Images | Should -Be $image.ImageUri
        $definition.Architecture | Should -Be 'X86_64'
    }

    It 'uses the login of Docker where no credential is given, and names the parameter where there is none' {
        $config = Join-Path $TestDrive 'docker'
        $null = New-Item $config -ItemType Directory
        $before = $env:DOCKER_CONFIG
        try {
            $env:DOCKER_CONFIG = $config
            Set-Content (Join-Path $config 'config.json') '{}'
            $problem = { Push-EcrImage $layout -Destination "$registry/team/login" -ErrorAction Stop } | Should -Throw -ErrorId 'RegistryUnauthorized*' -PassThru
            $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-RegistryCredential*'
            $auth = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('reader:open sesame'))
            Set-Content (Join-Path $config 'config.json') "{ `"auths`": { `"$registry`": { `"auth`": `"$auth`" } } }"
            (Push-EcrImage $layout -Destination "$registry/team/login").ImageTag | Should -Be 'latest'
        }
        finally {
            $env:DOCKER_CONFIG = $before
        }
    }

    It 'writes the password to no stream' {
        $all = Push-EcrImage $layout -Destination "$registry/team/quiet" -RegistryCredential $user -Verbose -Debug *>&1 | Out-String
        $wrong = [pscredential]::new('reader', (ConvertTo-SecureString 'close sesame' -AsPlainText))
        try { $all += Push-EcrImage $layout -Destination "$registry/team/refused" -RegistryCredential $wrong -Verbose -Debug *>&1 | Out-String }
        catch { $all += $_ | Format-List * -Force | Out-String }
        $all | Should -BeLike '*RegistryUnauthorized*'
        $all | Should -Not -BeLike '*sesame*'
        $all | Should -Not -BeLike "*$([Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('reader:open sesame')))*"
    }

    It 'lets the engine push with the credential' -Skip:$noEngine {
        $built = "ecstools-pester-${PID}:hub"
        try {
            $null = New-EcrImage $folder -Tag $built
            $image = Push-EcrImage -Image $built -Destination "$registry/team/engine:1" -RegistryCredential $user -Transport Engine
            $image.Transport | Should -Be 'Engine'
            (Push-EcrImage -Image $built -Destination "$registry/team/engine:1" -RegistryCredential $user).Change | Should -Be 'Unchanged'
        }
        finally {
            docker rmi $built *> $null
        }
    }
}

Describe 'Push-EcrImage, of what cannot be pushed' {
    It 'removes the repository that a failed push has created, and says so' {
        $damaged = New-TestLayout (Join-Path $TestDrive damaged)
        $layer = Get-ChildItem (Join-Path $damaged blobs/sha256) | Where-Object { [System.IO.File]::ReadAllBytes($_.FullName)[0] -eq 0x1f }
        $bytes = [System.IO.File]::ReadAllBytes($layer.FullName)
        $bytes[-1] = $bytes[-1] -bxor 1
        [System.IO.File]::WriteAllBytes($layer.FullName, $bytes)
        Push-EcrImage $damaged -Repository pester/damaged -ErrorAction SilentlyContinue -ErrorVariable problem -WarningVariable told -WarningAction SilentlyContinue
        $problem.Count | Should -Be 1
        "$told" | Should -BeLike "*'pester/damaged'*no image*removed*"
        { Initialize-EcrRepository pester/damaged | Push-EcrImage -Path $damaged -ErrorAction Stop } | Should -Throw
        (Initialize-EcrRepository pester/damaged).Change | Should -Be 'Unchanged'
    }

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
