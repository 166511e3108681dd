# The tasks of build.ps1 as they run on Windows, where no bash does the work. What they build is there already.

BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $noSdk = -not (Get-Command dotnet -ErrorAction Ignore)
    $noPackages = -not (Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet | Where-Object Version -ge '1.1.0')
    $noNode = -not (Get-Command docker -ErrorAction Ignore) -or $(docker image inspect node:lts-slim *> $null; $LASTEXITCODE -ne 0)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $root = [System.IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))

    # What it prints, and its exit code as the last line.
    function Invoke-Build([string[]] $Arguments) {
        $before = $env:ECSTOOLS_INSTALL
        $env:ECSTOOLS_INSTALL = '0'
        try {
            & $PowerShellPath -NoProfile -NonInteractive -File "$root/build.ps1" @Arguments 2>&1 | ForEach-Object { [string]$_ }
            [string]$LASTEXITCODE
        }
        finally { $env:ECSTOOLS_INSTALL = $before }
    }
}

Describe 'build.ps1' {
    It 'has the tasks of build.sh' {
        $tasks = (Get-Command "$root/build.ps1").Parameters['Task'].Attributes.ValidValues
        $first = (Get-Content "$root/build.sh")[1]
        $shell = [regex]::Matches($first, '(?<=[\[|])[a-z]+(?=[ |\]])').Value | Where-Object { $_ -ne 'name' }
        $shell.Count | Should -BeGreaterThan 5
        ($tasks.ToLowerInvariant() | Sort-Object) -join ' ' | Should -Be (($shell | Sort-Object -Unique) -join ' ')
    }

    It 'runs tests by a part of their name, and counts those of both kinds' -Skip:$noSdk {
        # Those of the folder Help, and Help.Tests.ps1. Beside the whole run of build.sh, they are built there.
        $noBuild = @(if ($env:ECSTOOLS_TESTS_BUILT) {
            $limit = (Get-Date).AddMinutes(15)
            while (-not (Test-Path $env:ECSTOOLS_TESTS_BUILT) -and (Get-Date) -lt $limit) { Start-Sleep -Milliseconds 500 }
            '-NoBuild'
        })
        $said = Invoke-Build (@('Test', 'Help') + $noBuild)
        $said[-1] | Should -Be 0 -Because ($said -join "`n")
        $said[-2] | Should -Match '^\d+ passed, 0 failed, \d+ skipped$'
    }

    It 'makes the package' -Skip:$noPackages {
        $said = Invoke-Build Package, -NoBuild
        $said[-1] | Should -Be 0 -Because ($said -join "`n")
        Join-Path $root "out/EcsTools.$((Get-Module EcsTools).Version).nupkg" | Should -Exist
    }

    It 'walks' -Skip:$noNode {
        # The npm packages of the server, for an image of Node.js that was made here has no npm.
        if (-not (Test-Path "$root/samples/express-server/node_modules")) { $null = & "$root/samples/prepare.sh" 2>&1 }
        $said = Invoke-Build Demo, -NoBuild
        $said[-1] | Should -Be 0 -Because ($said -join "`n")
        $said -join "`n" | Should -Match '(?m)^HTTP 200 from the Express container'
        $said -join "`n" | Should -Match '(?m)^The schedule nightly fired: task '
    }
}
