BeforeDiscovery {
    $noPackages = -not (Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet | Where-Object Version -ge '1.1.0')
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $root = [System.IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
}

# On Windows no variable of the environment chooses the folder of a user's modules.
Describe 'The package of the module' -Skip:($noPackages -or $IsWindows) {
    BeforeAll {
        $feed = (New-Item (Join-Path $TestDrive 'feed') -ItemType Directory).FullName
        $package = & "$root/src/Package.ps1" -Destination $feed
        # A user of its own, so that neither the repositories nor the modules of this one change.
        $user = (New-Item (Join-Path $TestDrive 'user') -ItemType Directory).FullName
        $before = @{}
        foreach ($name in 'HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'PSModulePath') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        $before.Keys | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
        $env:HOME = $user
        $installed = @(Invoke-InNewProcess {
            param($feed)
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            Register-PSResourceRepository local -Uri $feed -Trusted
            Install-PSResource EcsTools -Repository local
            $found = Get-InstalledPSResource EcsTools
            Import-Module EcsTools
            ConvertTo-Json -Compress @{
                Base = (Get-Module EcsTools).ModuleBase
                Commands = @(Get-Command -Module EcsTools).Count
                Version = [string]$found.Version
                Notes = $found.ReleaseNotes
                ManifestNotes = (Get-Module EcsTools).ReleaseNotes
                Tags = @($found.Tags)
                Help = (Get-Help Start-EcsSandbox).Synopsis
                License = Test-Path (Join-Path (Get-Module EcsTools).ModuleBase 'LICENSE')
                Region = (Start-EcsSandbox -Runtime Simulated 6>$null).Region
            }
            Stop-EcsSandbox
        } $feed)
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        $there = $installed | Where-Object { $_ -like '{*' } | ConvertFrom-Json
        if (-not $there) { throw ($installed -join "`n") }
    }

    It 'is below 30 MB' {
        $package.Name | Should -Be "EcsTools.$((Get-Module EcsTools).Version).nupkg"
        $package.Length | Should -BeLessThan 30MB
    }

    It 'is installed from a folder, and works' {
        $there.Base | Should -BeLike "$user*"
        $there.Commands | Should -Be @(Get-Command -Module EcsTools).Count
        $there.Region | Should -Be 'us-east-1'
    }

    It 'has its help and its licence' {
        $there.Help | Should -Be (Get-Help Start-EcsSandbox).Synopsis
        $there.License | Should -BeTrue
    }

    It 'has the newest section of the changelog as its release notes' {
        $section = [regex]::Match((Get-Content "$root/CHANGELOG.md" -Raw), '(?ms)^## [^\n]+\n(.*?)(?=^## |\z)').Groups[1].Value.Trim()
        $there.ManifestNotes | Should -Be $section
        $there.Notes | Should -Be $section
    }

    It 'is found by the editions of PowerShell it runs on' {
        $there.Tags | Should -Contain 'PSEdition_Core'
        $there.Tags | Should -Contain 'PSEdition_Desktop'
    }
}
