BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Get-EcsSandbox | Stop-EcsSandbox
}

AfterAll { Stop-EcsSandbox }

Describe 'Start-EcsSandbox' {
    AfterEach { Stop-EcsSandbox }

    It 'emits what any AWS client needs to reach it' {
        $sandbox = Start-EcsSandbox -Runtime Simulated -Region eu-west-1
        $sandbox.Status | Should -Be 'Started'
        $sandbox.EndpointUrl | Should -Match '^http://127\.0\.0\.1:\d+$'
        $sandbox.RegistryUri | Should -Match '^127\.0\.0\.1:\d+$'
        $sandbox.AccountId | Should -Be '000000000000'
        $sandbox.Region | Should -Be 'eu-west-1'
        $sandbox.Runtime | Should -Be 'Simulated'
        $sandbox.AccessKey, $sandbox.SecretKey | Should -Not -BeNullOrEmpty
    }

    It 'gives the sandbox that runs when one does, and says that its parameters did not count' {
        $first = Start-EcsSandbox -Runtime Simulated
        $second = Start-EcsSandbox -Port 1 -WarningVariable warnings -WarningAction SilentlyContinue
        $second.Status | Should -Be 'AlreadyRunning'
        $second.EndpointUrl | Should -Be $first.EndpointUrl
        $warnings | Should -HaveCount 1
        (Get-EcsSandbox).Status | Should -Be 'Running'
    }

    It 'starts nothing with -WhatIf' {
        Start-EcsSandbox -WhatIf | Should -BeNullOrEmpty
        Get-EcsSandbox | Should -BeNullOrEmpty
    }

    It 'names a port that is taken, and what to do' {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        try {
            $port = $listener.LocalEndpoint.Port
            $null = Start-EcsSandbox -Runtime Simulated -Port $port -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'SandboxNotStarted,*'
            $problem[0].Exception.Message | Should -Match $port
            $problem[0].ErrorDetails.RecommendedAction | Should -Match '-Port'
        }
        finally { $listener.Stop() }
    }

    It 'refuses a region that is none' {
        { Start-EcsSandbox -Runtime Simulated -Region nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSandboxOption,*'
    }

    It 'keeps its state in -DataPath, which is relative to the location of the session' {
        Push-Location $TestDrive
        try {
            $null = Start-EcsSandbox -Runtime Simulated -DataPath ./kept
            (Get-EcsSandbox).DataPath | Should -Be (Join-Path $TestDrive 'kept')
            Stop-EcsSandbox
            Join-Path $TestDrive 'kept' | Should -Exist
        }
        finally { Pop-Location }
    }
}

Describe 'Stop-EcsSandbox' {
    It 'ends it, and emits it only when asked' {
        $url = (Start-EcsSandbox -Runtime Simulated).EndpointUrl
        Stop-EcsSandbox -WhatIf
        (Get-EcsSandbox).EndpointUrl | Should -Be $url
        Stop-EcsSandbox | Should -BeNullOrEmpty
        Get-EcsSandbox | Should -BeNullOrEmpty
        $refused = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', ([uri] $url).Port) } | Should -Throw -PassThru
        $refused.Exception.InnerException | Should -BeOfType ([System.Net.Sockets.SocketException])
        Stop-EcsSandbox -PassThru | Should -BeNullOrEmpty

        $null = Start-EcsSandbox -Runtime Simulated
        (Stop-EcsSandbox -PassThru).Status | Should -Be 'Stopped'
    }
}

Describe 'The sandbox of a session' {
    It 'ends with the module' {
        $lines = Invoke-InNewProcess {
            param($path)
            Import-Module $path
            $url = (Start-EcsSandbox -Runtime Simulated).EndpointUrl
            Remove-Module EcsTools
            # A bare connection, which needs no time limit: it is refused at once, however busy this machine is.
            try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', ([uri] $url).Port).Dispose(); 'answers' }
            catch { $_.Exception.InnerException.GetType().Name }
        } $ModulePath
        $lines | Should -Be 'SocketException'
    }

    It 'leaves nothing behind when <What>' -Skip:$IsWindows -ForEach @(
        @{ What = 'its terminal is closed'; Signal = '-HUP' }
        @{ What = 'its process is asked to end'; Signal = '-TERM' }
    ) {
        # A run under nohup ignores hang-ups, and so does what it starts.
        $ignored = Get-Content /proc/self/status -ErrorAction Ignore | Select-String '^SigIgn:\s*(\w+)' | ForEach-Object { $_.Matches[0].Groups[1].Value }
        if ($Signal -eq '-HUP' -and $ignored -and ([Convert]::ToUInt64($ignored, 16) -band 1)) {
            Set-ItResult -Skipped -Because 'hang-ups are ignored in this run'
            return
        }

        $other = Start-SandboxElsewhere
        $kept = { Get-ChildItem ([System.IO.Path]::GetTempPath()) -Directory -Filter "ecstools-registry-$($other.ProcessId)-*" }
        & $kept | Should -Not -BeNullOrEmpty
        kill $Signal $other.ProcessId
        $other.Process.WaitForExit(60000) | Should -BeTrue
        & $kept | Should -BeNullOrEmpty
        $other.Process.Dispose()
    }

    It 'is seen from another runspace, whose end does not end it' {
        $null = Start-EcsSandbox -Runtime Simulated
        try {
            1..2 | ForEach-Object -Parallel { Import-Module $using:ModulePath; (Get-EcsSandbox).EndpointUrl; Remove-Module EcsTools } |
                Select-Object -Unique | Should -Be (Get-EcsSandbox).EndpointUrl
            (Get-EcsSandbox).Status | Should -Be 'Running'
        }
        finally { Stop-EcsSandbox }
    }
}
