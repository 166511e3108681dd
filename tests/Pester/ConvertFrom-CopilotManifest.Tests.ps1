BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = New-Item TestDrive:/app/copilot/web -ItemType Directory
    Set-Content TestDrive:/app/copilot/web/manifest.yml @'
name: web
type: Backend Service
image: { location: "web:1", port: 80 }
count: 1
publish: { topics: [{ name: orders }] }
environments:
  prod: { count: 3 }
  test: { count: 2 }
'@
}

Describe 'ConvertFrom-CopilotManifest' {
    It 'gives the compose file as text, and a warning for what it lacks' {
        $text = ConvertFrom-CopilotManifest TestDrive:/app -WarningVariable lost -WarningAction SilentlyContinue
        $text | Should -BeLike "services:*web:*image: web:1*replicas: 1*"
        $lost.Count | Should -Be 2
        $lost[0].Message | Should -BeLike 'copilot/web/manifest.yml:5:1: publish:*'
        $lost[1].Message | Should -BeLike '*prod, test*-EnvironmentName*'
    }

    It 'applies the overrides of an environment' {
        ConvertFrom-CopilotManifest TestDrive:/app/copilot/web/manifest.yml -EnvironmentName prod -WarningAction SilentlyContinue | Should -BeLike '*replicas: 3*'
    }

    It 'writes a file' {
        ConvertFrom-CopilotManifest TestDrive:/app -OutFile TestDrive:/compose.yaml -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        [System.IO.File]::ReadAllBytes((Get-Item TestDrive:/compose.yaml).FullName)[0] | Should -Be ([byte][char]'s')
    }

    It 'writes nothing with -WhatIf, and over nothing with -NoClobber' {
        Set-Content TestDrive:/mine.yaml mine
        ConvertFrom-CopilotManifest TestDrive:/app -OutFile TestDrive:/mine.yaml -WhatIf -WarningAction SilentlyContinue
        { ConvertFrom-CopilotManifest TestDrive:/app -OutFile TestDrive:/mine.yaml -NoClobber -WarningAction SilentlyContinue -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists*'
        Get-Content TestDrive:/mine.yaml | Should -Be 'mine'
    }

    It 'completes the environments' {
        $line = "ConvertFrom-CopilotManifest '$((Get-Item TestDrive:/app).FullName)' -EnvironmentName "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'prod', 'test'
    }

    It 'names the line of a mistake' {
        $null = New-Item TestDrive:/bad/copilot/web -ItemType Directory
        Set-Content TestDrive:/bad/copilot/web/manifest.yml "name: web`n`ttype: x"
        $problem = { ConvertFrom-CopilotManifest TestDrive:/bad -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidComposeFile*' -PassThru
        $problem.Exception.Message | Should -BeLike 'copilot/web/manifest.yml:2:1: *tab*'
    }
}
