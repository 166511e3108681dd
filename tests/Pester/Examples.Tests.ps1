BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/ExampleRun.ps1
    . $PSScriptRoot/Examples/NotRun.ps1
    . $PSScriptRoot/Examples/NamesItself.ps1
    # An image of the person's own with the name that the examples build is not replaced.
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0) -or (docker image ls -q web:dev)
    $examples = Get-HelpExample
    $run = $examples | Where-Object { -not $NotRun.ContainsKey($_.Key) }
    $choosing = $examples | Where-Object { $_.Code -match $Destroying -and $_.Code -notmatch '-WhatIf' -and -not $NamesItself.ContainsKey($_.Key) }
    $documents = Get-Item $PSScriptRoot/../../README.md, $PSScriptRoot/../../docs/*.md | ForEach-Object { @{ Document = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/ExampleRun.ps1
    . $PSScriptRoot/Examples/NamesItself.ps1
    $culture = [cultureinfo]::CurrentCulture
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
    $environment = @{}
    foreach ($name in $ProcessVariables) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }
    $rendering = $PSStyle.OutputRendering
    $made = (Get-Command docker -CommandType Application -ErrorAction Ignore) -and -not (docker image ls -q web:dev 2>$null)
    Stop-EcsSandbox
}

AfterAll {
    if ($made) { docker rmi web:dev *> $null }
    [cultureinfo]::CurrentCulture = $culture
    $PSStyle.OutputRendering = $rendering
    foreach ($name in $ProcessVariables) {
        # A variable that was not set is removed: an empty one is something else to the programs that read it.
        if ($null -eq $environment[$name]) { Remove-Item "env:$name" -ErrorAction Ignore } else { Set-Item "env:$name" $environment[$name] }
    }
}

Describe 'Example <Number> of <Command>' -ForEach $examples {
    It 'binds every parameter that it names' {
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
        $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        @($calls | ForEach-Object GetCommandName) | Should -Contain $Command
        Get-BindingProblem $Code | Should -BeNullOrEmpty
    }
}

Describe 'Example <Number> of <Command>, run' -ForEach $run {
    BeforeAll { $start = Get-Location }

    AfterAll {
        Set-Location $start
        Stop-EcsSandbox
    }

    It 'works' -Skip:($noEngine -and $Code -match '^New-EcrImage|-Image web:dev|FargateApp') {
        $folder = Join-Path $TestDrive "$Command-$Number"
        $example = @{ Key = $Key; Command = $Command; Number = $Number; Area = $Area; Code = $Code }
        $shown = Invoke-Example $example (Initialize-Example $folder $example)
        $recorded = Join-Path $PSScriptRoot "../../docs/commands/output/$Command.txt"
        if ($Number -eq 1 -and (Test-Path $recorded)) {
            ConvertTo-StableText $shown $folder | Should -Be (((Get-Content $recorded) -join "`n").Trim("`n"))
        }
    }
}

Describe 'Example <Number> of <Command>, where everything is new' -ForEach $choosing {
    BeforeAll {
        $start = Get-Location
        function Get-Everything {
            Find-EcrImage -WithoutUses | ForEach-Object { "image $($_.RepositoryName)@$($_.ImageDigest)" }
            Get-FargateCluster | ForEach-Object { "cluster $($_.Cluster)" }
            Get-FargateService | ForEach-Object { "service $($_.ServiceName) $($_.TaskDefinition) $($_.DesiredCount)" }
            # A task that ended by itself was not stopped.
            Get-FargateTask -Status All | Where-Object StopCode -ne 'UserInitiated' | ForEach-Object { "task $($_.TaskId)" } | Sort-Object
            'ACTIVE', 'INACTIVE' | ForEach-Object { Get-FargateTaskDefinition -Status $_ } | ForEach-Object { "definition $($_.TaskDefinition) $($_.Status)" }
            Get-EcsScheduledTask | ForEach-Object { "schedule $($_.ScheduleName) $($_.State)" }
            Get-EcsIamDeployer | ForEach-Object { "deployer $($_.UserName) $($_.Keys.AccessKeyId)" }
        }
    }

    AfterAll {
        Set-Location $start
        Stop-EcsSandbox
    }

    It 'stops and deletes nothing' {
        $folder = Join-Path $TestDrive "new-$Command-$Number"
        $example = @{ Key = $Key; Command = $Command; Number = $Number; Area = $Area; Code = $Code }
        $variables = Initialize-Example $folder $example
        if ($Code -match 'Stop-FargateTask') {
            # A task that has only been requested has no StartedAt.
            $null = Get-FargateTaskDefinition web -Latest | Start-FargateTask -Cluster demo
        }
        $before = @(Get-Everything)
        $null = Invoke-Example $example $variables
        Get-Everything | Should -Be $before
    }
}

Describe 'The examples of <Document>' -ForEach $documents {
    It 'stop and delete nothing but what they name' {
        $blocks = [regex]::Matches((Get-Content $Path -Raw), '(?ms)^```powershell\r?\n(.*?)^```').ForEach({ $_.Groups[1].Value })
        $lines = $blocks -split '\r?\n' -replace '#.*' | Where-Object { $_ -match $Destroying -and $_ -notmatch '-WhatIf|Stop-EcsSandbox' }
        $lines | ForEach-Object Trim | Where-Object { $_ -notin $NamedInDocuments } | Should -BeNullOrEmpty
    }
}
