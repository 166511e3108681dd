BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 50 6> $null
    $folder = Join-Path $TestDrive shop
    $null = New-Item $folder -ItemType Directory
    Set-Content (Join-Path $folder Dockerfile) "FROM scratch`nCOPY Dockerfile /x`nEXPOSE 80`nCMD [`"/x`"]`n"
    $null = Publish-FargateApp $folder -SkipTest

    # A program in the place of the browser, which this session may not start: it is a script.
    $before = @{}
    foreach ($name in 'PATH', 'DISPLAY', 'ECSTOOLS_CACHE') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $opened = Join-Path $TestDrive opened
    $bin = (New-Item (Join-Path $TestDrive bin) -ItemType Directory).FullName
    if (-not $IsWindows) {
        Set-Content (Join-Path $bin xdg-open) "#!/bin/sh`necho `"`$1`" >> '$opened'`n"
        chmod +x (Join-Path $bin xdg-open)
    }
    $env:PATH = $bin + [System.IO.Path]::PathSeparator + $env:PATH
    $env:DISPLAY = ':0'
    $env:ECSTOOLS_CACHE = Join-Path $TestDrive cache
}

AfterAll {
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Stop-EcsSandbox
}

Describe 'Show-FargateApp' {
    It 'writes one page to the cache folder, and a script opens no browser' {
        $file = Show-FargateApp shop
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Join-Path $env:ECSTOOLS_CACHE pages/shop.html)
        $page = Get-Content $file -Raw
        $page | Should -Match '<h1>shop</h1>'
        $page | Should -Match '(?s)every request.*default rule.*100 %.*1 of 1 tasks'
        $page | Should -Match '(?s)id="deployments".*successful'
        $page | Should -Match 'USD a month'
        $opened | Should -Not -Exist
        if (-not $IsWindows) { (Get-Item $file).UnixMode | Should -Be '-rw-------' }
    }

    It 'replaces its page, and writes where it is told to' {
        $first = Show-FargateApp shop -NoOpen
        (Show-FargateApp shop -NoOpen).FullName | Should -Be $first.FullName
        $named = Get-FargateApp shop | Show-FargateApp -Path (Join-Path $TestDrive picture.html) -Tail 0 -NoOpen
        $named.Name | Should -Be picture.html
        Get-Content $named -Raw | Should -Not -Match 'id="log"'
        (Show-FargateApp shop -Path $TestDrive -NoOpen).Name | Should -Be shop.html
    }

    It 'writes nothing with -WhatIf' {
        $path = Join-Path $TestDrive none.html
        Show-FargateApp shop -Path $path -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
    }

    It 'completes names of apps' {
        (TabExpansion2 'Show-FargateApp sh').CompletionMatches.CompletionText | Should -Contain shop
    }
}

Describe 'Show-FargateCost' {
    It 'writes one page about all costs of the pipeline' {
        $file = Get-FargateApp shop | Measure-FargateCost -CompareTo t3.micro | Show-FargateCost -NoOpen
        $file.Name | Should -Be cost.html
        $page = Get-Content $file -Raw
        $page | Should -Match '<h1>Cost of app shop</h1>'
        $page | Should -Match 'Beside t3.micro'
        $both = 256, 512 | ForEach-Object { Measure-FargateCost $_ -Region us-east-1 } | Show-FargateCost -Path (Join-Path $TestDrive both.html) -NoOpen
        Get-Content $both -Raw | Should -Match '<h1>Cost of 2 subjects</h1>'
    }
}
