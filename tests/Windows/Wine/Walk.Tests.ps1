# From a user to a schedule, on the Windows build of PowerShell, with containers of an engine that is reached by TCP as a remote one is.

BeforeDiscovery {
    $busybox = 'Z:\bin\busybox'
    $noEngine = -not $env:DOCKER_HOST -or -not (Test-Path $busybox)
}

BeforeAll {
    . $PSScriptRoot/../../Pester/Import-EcsTools.ps1
    $before = @{}
    foreach ($name in 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_PROFILE', 'DOCKER_CONFIG') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    # A folder with a space and with letters that no code page of Western Windows has.
    $folder = Join-Path $TestDrive 'a walk 산책'
    $null = New-Item $folder -ItemType Directory
    $env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE = (Join-Path $folder 'credentials'), (Join-Path $folder 'config')
    $env:DOCKER_CONFIG = Join-Path $folder 'docker'
    Remove-Item env:AWS_PROFILE -ErrorAction Ignore
}

AfterAll {
    Stop-EcsSandbox
    foreach ($name in $before.Keys) {
        if ($null -eq $before[$name]) { Remove-Item "env:$name" -ErrorAction Ignore } else { Set-Item "env:$name" $before[$name] }
    }
}

Describe 'This PowerShell' {
    It 'is one of Windows' {
        $IsWindows | Should -BeTrue
        [System.IO.Path]::DirectorySeparatorChar | Should -Be '\'
        $ModulePath | Should -BeLike '?:\*'
    }
}

Describe 'A walk with containers' -Skip:$noEngine {
    It 'makes a deployer and its profile' {
        (Start-EcsSandbox -Runtime Docker -TimeScale 17280 6>$null).Runtime | Should -Be 'Docker'
        (New-EcsIamDeployer deployer -ProfileName ecs-demo -PolicySet Scoped -Confirm:$false 6>$null).ProfileName | Should -Be 'ecs-demo'
        Get-Content $env:AWS_SHARED_CREDENTIALS_FILE | Should -Contain '[ecs-demo]'
        $env:AWS_PROFILE = 'ecs-demo'
    }

    It 'logs docker in' {
        (Invoke-EcrLogin).ConfigPath | Should -Be (Join-Path $env:DOCKER_CONFIG 'config.json')
    }

    It 'builds a folder and pushes it, and the second push sends nothing' {
        $source = (New-Item (Join-Path $folder 'web') -ItemType Directory).FullName
        Copy-Item Z:\bin\busybox $source
        Set-Content (Join-Path $source 'index.html') 'from the container' -NoNewline
        # With the line ends of Windows.
        Set-Content (Join-Path $source 'Dockerfile') 'FROM scratch', 'COPY busybox /bin/busybox', 'COPY index.html /www/index.html', 'RUN ["/bin/busybox", "chmod", "755", "/bin/busybox"]',
            'CMD ["/bin/busybox", "sh", "-c", "echo listening; exec /bin/busybox httpd -f -p 80 -h /www"]'
        $script:image = Initialize-EcrRepository web | Push-EcrImage -Path $source -Tag 1.0.0
        $image.BlobsSent | Should -BeGreaterThan 0
        $again = Push-EcrImage -Repository web -Path $source -Tag 1.0.0
        $again.BlobsSent | Should -Be 0
        $again.ImageDigest | Should -Be $image.ImageDigest
    }

    It 'runs a task, and follows its log' {
        $null = New-FargateCluster demo
        $script:web = $image | Register-FargateTask -Cpu 256 -Memory 512 -Port 80 | Start-FargateTask -Cluster demo
        ($web | Get-FargateLog -Follow | Select-Object -First 1).Message | Should -Be 'listening'
    }

    It 'has an answer of its container' {
        $address = ($web | Get-FargateTask).Endpoints[0]
        # The container says that it listens just before it does.
        for ($try = 0; ; $try++) {
            try { $answer = Invoke-WebRequest $address; break } catch { if ($try -ge 50) { throw }; Start-Sleep -Milliseconds 200 }
        }
        $answer.StatusCode | Should -Be 200
        [string]$answer.Content | Should -Be 'from the container'
    }

    It 'runs a batch to its end' {
        $batch = Register-FargateTask crawler -ImageUri $image.ImageUri -Command '/bin/busybox', 'sh', '-c', 'echo crawled 산책; exit 3' |
            Start-FargateTask -Cluster demo -Wait -WarningAction Ignore -ErrorAction Ignore
        $batch.ExitCode | Should -Be 3
        $batch.Logs.Message | Should -Be 'crawled 산책'
    }

    It 'runs it on a schedule of a zone with a Windows name' {
        (New-EcsScheduledTask monthly -TaskDefinition crawler -Cluster demo -Cron '0 3 1 * ? *' -TimeZone 'Korea Standard Time').TimeZone | Should -Be 'Asia/Seoul'
        $null = New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster demo -Every 1d
        $limit = (Get-Date).AddMinutes(2)
        do {
            Start-Sleep -Milliseconds 500
            $fired = Get-FargateTask -Cluster demo -Family crawler -Status All |
                Where-Object { $_.StartedBy -like '*nightly*' -and $_.LastStatus -eq 'STOPPED' } | Select-Object -First 1
        } until ($fired -or (Get-Date) -gt $limit)
        $fired.ExitCode | Should -Be 3
    }
}
