BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestCommand
    $folder = (New-Item (Join-Path $TestDrive 'work') -ItemType Directory).FullName
    'web', 'worker', 'a[1]' | ForEach-Object { $null = New-Item (Join-Path $folder $_) -ItemType Directory }
    Push-Location $folder
}

AfterAll { Pop-Location }

Describe 'A path' {
    It 'is relative to the location of the session, not of the process' {
        [System.IO.Directory]::GetCurrentDirectory() | Should -Not -Be $folder
        Test-EcsPath ./web | Should -Be (Join-Path $folder 'web')
    }

    It 'may have wildcards' {
        Test-EcsPath w* | Should -Be (Join-Path $folder 'web'), (Join-Path $folder 'worker')
    }

    It 'has no wildcards when it is literal' {
        Test-EcsPath -LiteralPath 'a[1]' | Should -Be (Join-Path $folder 'a[1]')
        Get-Item -LiteralPath 'a[1]' | Test-EcsPath | Should -Be (Join-Path $folder 'a[1]')
    }

    It 'goes through the drives of the session' {
        $null = New-PSDrive demo FileSystem $folder
        Test-EcsPath demo:/web | Should -Be (Join-Path $folder 'web')
        Test-EcsPath -OutFile demo:/new.json | Should -Be (Join-Path $folder 'new.json')
    }

    It 'that matches nothing is named, with the parameter it came in by' -ForEach @(
        @{ Given = @{ Path = 'nowhere' }; Name = 'Path' }
        @{ Given = @{ Path = 'no*where' }; Name = 'Path' }
        @{ Given = @{ LiteralPath = 'w*' }; Name = 'LiteralPath' }
        @{ Given = @{ Path = 'nodrive:/x' }; Name = 'Path' }
    ) {
        $null = Test-EcsPath @Given -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        $problem[0].TargetObject | Should -Be $Given.$Name
        $problem[0].Exception.Message | Should -BeLike "-$Name '*' does not exist*"
        $problem[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'of another provider is refused' {
        { Test-EcsPath Env:PATH -ErrorAction Stop } | Should -Throw -ErrorId 'NotAFileSystemPath,*'
        { Test-EcsPath -OutFile Env:PATH -ErrorAction Stop } | Should -Throw -ErrorId 'NotAFileSystemPath,*'
    }
}

Describe 'A duration' {
    It '<Text> is <Seconds> s' -ForEach @(
        @{ Text = '30s'; Seconds = 30 }
        @{ Text = '15m'; Seconds = 900 }
        @{ Text = '6h'; Seconds = 21600 }
        @{ Text = '1d'; Seconds = 86400 }
        @{ Text = '1h30m'; Seconds = 5400 }
        @{ Text = '1.5 hours'; Seconds = 5400 }
        @{ Text = '2 Minutes'; Seconds = 120 }
        @{ Text = '1w'; Seconds = 604800 }
        @{ Text = '250ms'; Seconds = 0.25 }
        @{ Text = '00:15:00'; Seconds = 900 }
        @{ Text = [timespan]::FromMinutes(2); Seconds = 120 }
    ) {
        (Test-EcsDuration $Text).TotalSeconds | Should -Be $Seconds
    }

    It '<Text> is refused with an example' -ForEach @(@{ Text = '15' }, @{ Text = '15x' }, @{ Text = 'm' }, @{ Text = '5m later' }, @{ Text = '-5m' }, @{ Text = '999999d' }, @{ Text = 15 }) {
        { Test-EcsDuration $Text } | Should -Throw '*is not a duration*15m*'
    }
}

Describe 'Completion' {
    BeforeAll {
        function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
    }

    It 'of -Region knows names, and what regions are called' {
        (Complete 'Start-EcsSandbox -Region eu-west-').CompletionText | Should -Contain 'eu-west-1'
        (Complete 'Start-EcsSandbox -Region ireland').CompletionText | Should -Be 'eu-west-1'
        (Complete 'Test-EcsConnection -Region us-east-').CompletionText | Should -Contain 'us-east-1'
    }

    It 'of -ProfileName reads the shared files, and those of -ProfileLocation' {
        $file = Join-Path $TestDrive 'credentials'
        Set-Content $file "[ecs-demo]`naws_access_key_id=A`naws_secret_access_key=B`n[other one]`naws_access_key_id=A`naws_secret_access_key=B"
        (Complete "Test-EcsConnection -ProfileLocation '$file' -ProfileName ecs").CompletionText | Should -Be 'ecs-demo'
        (Complete "Test-EcsConnection -ProfileLocation '$file' -ProfileName other").CompletionText | Should -Be "'other one'"
        Complete "Test-EcsConnection -ProfileLocation '/no/such/file' -ProfileName e" | Where-Object ResultType -eq ParameterValue | Should -BeNullOrEmpty
    }
}
