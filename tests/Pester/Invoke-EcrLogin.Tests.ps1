BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $sandbox = Start-EcsSandbox -Runtime Simulated
    $before = $env:DOCKER_CONFIG
    $env:DOCKER_CONFIG = Join-Path $TestDrive 'docker'
    $config = Join-Path $env:DOCKER_CONFIG 'config.json'

    function Get-Answer([string] $User, [string] $Password) {
        $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${User}:$Password"))
        (Invoke-WebRequest "http://$($sandbox.RegistryUri)/v2/" -Headers @{ Authorization = "Basic $basic" } -SkipHttpErrorCheck).StatusCode
    }
}

AfterAll {
    $env:DOCKER_CONFIG = $before
    Stop-EcsSandbox
}

Describe 'Invoke-EcrLogin' {
    It 'stores nothing with -WhatIf' {
        Invoke-EcrLogin -WhatIf | Should -BeNullOrEmpty
        $config | Should -Not -Exist
    }

    It 'gives a PSCredential that the registry takes, with its end, and stores nothing' {
        $credential = Invoke-EcrLogin -AsCredential
        $credential | Should -BeOfType pscredential
        $credential.ExpiresAt | Should -BeGreaterThan ([datetimeoffset]::UtcNow.AddHours(11))
        $credential.Registry | Should -Be $sandbox.RegistryUri
        Get-Answer $credential.UserName $credential.GetNetworkCredential().Password | Should -Be 200
        $config | Should -Not -Exist
    }

    It 'stores the token where docker looks, without a line break, and shows no password' {
        $login = Invoke-EcrLogin
        $login.Registry | Should -Be $sandbox.RegistryUri
        $login.UserName | Should -Be 'AWS'
        $login.ConfigPath | Should -Be $config
        $auth = (Get-Content $config -Raw | ConvertFrom-Json).auths.($sandbox.RegistryUri).auth
        $user, $password = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($auth)) -split ':', 2
        $user | Should -Be 'AWS'
        $password | Should -Not -Match '\s'
        Get-Answer $user $password | Should -Be 200
        ($login | Format-List * | Out-String -Width 9999) | Should -Not -BeLike "*$password*"
    }

    It 'takes a sandbox, or anything else with an account, from the pipeline' {
        ($sandbox | Invoke-EcrLogin).Registry | Should -Be $sandbox.RegistryUri
        (Invoke-EcrLogin -Public).Registry | Should -Be $sandbox.RegistryUri
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'an account that is none'; Given = @{ RegistryId = '12' }; Id = 'InvalidRegistryId' }
        @{ Case = 'an account the sandbox does not have'; Given = @{ RegistryId = '123456789012' }; Id = 'OnlyOneRegistry' }
    ) {
        $problem = { Invoke-EcrLogin @Given -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'names a configuration that cannot be read' {
        Set-Content $config '{ "auths": '
        Invoke-EcrLogin -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'DockerConfigUnreadable,*'
        $problem[0].Exception.Message | Should -BeLike "*$($env:DOCKER_CONFIG)*"
        Remove-Item $config
    }
}
