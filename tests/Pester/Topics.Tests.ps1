BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/Topic.ps1
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
    $english = @(Get-Topic en-US)
    $topics = $english + @(Get-Topic ko-KR)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/Topic.ps1
    . $PSScriptRoot/Examples/ExampleRun.ps1
    . $PSScriptRoot/Examples/NamesItself.ps1
    $commands = (Get-Command -Module EcsTools)
    $parameters = @($commands.Parameters.Values.ForEach({ $_.Name; $_.Aliases }) + (Get-Command Get-Command).Parameters.Keys | Sort-Object -Unique)
    $names = (Get-Topic en-US).Name
}

Describe 'The about topics' {
    It 'are there for each part of the work' {
        $parts = '', '_Apps', '_Automation', '_Cost', '_Credentials', '_Deployments', '_Sandbox', '_Schedules', '_Troubleshooting'
        $names | Sort-Object | Should -Be ($parts -replace '^', 'about_EcsTools')
    }

    It 'are all named by about_EcsTools' {
        $first = (Get-Topic en-US | Where-Object Name -eq 'about_EcsTools').Text
        $names | Where-Object { $_ -ne 'about_EcsTools' -and $first -notmatch "\b$_ " } | Should -BeNullOrEmpty
    }
}

Describe 'The help in Korean' {
    It 'has all topics, with the same code, and is read as UTF-8 everywhere' {
        $korean = @(Get-Topic ko-KR)
        $korean.Name | Should -Be $names
        foreach ($topic in Get-Topic en-US) {
            $same = $korean | Where-Object Name -eq $topic.Name
            $same.Blocks | Should -Be $topic.Blocks
            $same.Text | Should -Match '[\uac00-\ud7a3]'
            [System.IO.File]::ReadAllBytes($same.Path)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        }
    }

    It 'has a synopsis of every command, and the rest in English' {
        # PowerShell keeps the help file that it read first.
        $shown = Invoke-InNewProcess {
            param($path)
            [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
            [cultureinfo]::CurrentUICulture = 'ko-KR'
            Import-Module $path
            foreach ($command in Get-Command -Module EcsTools) {
                $help = Get-Help $command.Name
                "$($command.Name)|$($help.Synopsis)|$(@($help.Examples.Example).Count)|$("$($help.Description.Text)" -match '[a-z]')"
            }
            (Get-Help about_EcsTools_Schedules | Out-String).Trim()
        } $ModulePath
        $lines = @($shown | Select-Object -First $commands.Count)
        ($lines -replace '\|.*') | Should -Be $commands.Name
        $lines | Where-Object { $_ -notmatch '^[\w-]+\|[^|]*[\uac00-\ud7a3][^|]*니다\.\|[1-9]\d*\|True' } | Should -BeNullOrEmpty
        ($shown | Select-Object -Skip $commands.Count) -join "`n" | Should -BeExactly (Get-Topic ko-KR | Where-Object Name -eq about_EcsTools_Schedules).Text.Trim()
    }

    It 'has no synopsis of a command that does not exist' {
        $table = Get-Content $PSScriptRoot/../../src/EcsTools/Help/ko-KR/synopses.txt
        $table -replace ' = .*' | Sort-Object | Should -Be ($commands.Name | Sort-Object)
    }
}

Describe '<Name> in <Language>' -ForEach $topics {
    It 'is what Get-Help shows, with its whole short description in lists' {
        $culture = [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentUICulture = $Language
            $shown = (Get-Help $Name | Out-String) -replace '\r'
            $shown.TrimEnd() | Should -BeExactly $Text.TrimEnd()
            # PowerShell takes the fifth line for it, whatever the headings are.
            $lines = $Text -split '\n'
            $lines[0] + $lines[3] | Should -MatchExactly '^(TOPICSHORT DESCRIPTION|항목간단한 설명)$'
            $lines[1].Trim() | Should -Be $Name
            $lines[4] | Should -Match '\S.*\.$'
            $lines[5] | Should -BeNullOrEmpty
            (Get-Help "$Name*" | Where-Object Name -eq $Name).Synopsis | Should -Be $lines[4].Trim()
        }
        finally { [cultureinfo]::CurrentUICulture = $culture }
    }

    It 'fits a terminal of 80 columns' {
        $Text -split '\n' | Where-Object { (Get-Width $_) -gt 80 } | Should -BeNullOrEmpty
    }

    It 'names only commands, parameters and topics that exist' {
        [regex]::Matches($Text, '\b[A-Z][a-z]+-(Ecs|Ecr|Fargate|Copilot)[A-Za-z]+').Value | Where-Object { $_ -notin $commands.Name } | Should -BeNullOrEmpty
        [regex]::Matches($Text, '\babout_[A-Za-z_]+').Value | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty
        $prose = $Blocks.ForEach({ $_ -split '\n' }).Foreach({ [regex]::Escape($_) })
        $rest = $Text -split '\n' | Where-Object { $_ -notmatch "^ {8}($($prose -join '|'))$" }
        [regex]::Matches($rest -join "`n", '(?<![\w-])-([A-Z][A-Za-z0-9]+)').ForEach({ $_.Groups[1].Value }) | Where-Object { $_ -notin $parameters } | Should -BeNullOrEmpty
    }

    It 'has code that parses, and that binds every parameter' {
        $Blocks.Count | Should -BeGreaterThan 1
        foreach ($block in $Blocks) {
            $problems = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($block, [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty
        }
        # Together, for a table in one block may be splatted in another.
        Get-BindingProblem ($Blocks -join "`n") | Should -BeNullOrEmpty
    }

    It 'stops and deletes nothing but what it names' {
        $pipelines = $Blocks -replace '\|\s*\n\s*', '| ' -split '\n'
        $pipelines | Where-Object { $_ -match $Destroying -and $_ -notmatch '-WhatIf|Stop-EcsSandbox' -and $_ -notin $NamedInDocuments } | Should -BeNullOrEmpty
    }
}

Describe 'The code of <Name>, run' -ForEach $english {
    BeforeAll {
        $start = Get-Location
        $defaults = $global:PSDefaultParameterValues.Clone()
        $environment = @{}
        foreach ($variable in $ProcessVariables) { $environment[$variable] = [Environment]::GetEnvironmentVariable($variable) }
        $rendering = $PSStyle.OutputRendering
        # What a topic starts is quick here, and runs no containers.
        $global:PSDefaultParameterValues['Start-EcsSandbox:Runtime'] = 'Simulated'
        $global:PSDefaultParameterValues['Start-EcsSandbox:TimeScale'] = 200
        Stop-EcsSandbox
    }

    AfterAll {
        Set-Location $start
        Stop-EcsSandbox
        $global:PSDefaultParameterValues = $defaults
        $PSStyle.OutputRendering = $rendering
        foreach ($variable in $ProcessVariables) {
            if ($null -eq $environment[$variable]) { Remove-Item "env:$variable" -ErrorAction Ignore } else { Set-Item "env:$variable" $environment[$variable] }
        }
    }

    It 'works from the first line to the last' -Skip:($noEngine -and $Name -match 'Apps') {
        $code = $Blocks -join "`n"
        $example = @{ Key = "$Name/1"; Command = $Name; Number = 1; Area = 'Topics'; Code = $code }
        $variables = Initialize-Example (Join-Path $TestDrive $Name) $example
        # A list of schedules or failures may be empty, but something is shown.
        Invoke-Example $example $variables | Should -Not -BeNullOrEmpty
    }
}
