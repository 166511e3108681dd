BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/ExampleRun.ps1
    . $PSScriptRoot/Examples/NotRun.ps1
    . $PSScriptRoot/Examples/PolicyRun.ps1
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
    # The first use of each command and what no example shows: all of them are recorded by Examples/Permissions.ps1.
    $statements = (Get-Content (Join-Path $PolicyFolder ScopedDeployer.json) -Raw | ConvertFrom-Json).Statement
    $uses = @(Get-CommandUse | Group-Object { $_.Command } | ForEach-Object { $_.Group[0] }) + $OtherUses
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/ExampleRun.ps1
    . $PSScriptRoot/Examples/NotRun.ps1
    . $PSScriptRoot/Examples/PolicyRun.ps1
    $start = Get-Location
    $environment = @{}
    foreach ($name in $ProcessVariables) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }
    $table = Get-Content (Join-Path $PolicyFolder RefusedCalls.json) -Raw | ConvertFrom-Json -AsHashtable
    Stop-EcsSandbox
}

AfterAll {
    Set-Location $start
    foreach ($name in $ProcessVariables) {
        if ($null -eq $environment[$name]) { Remove-Item "env:$name" -ErrorAction Ignore } else { Set-Item "env:$name" $environment[$name] }
    }
}

Describe 'The permissions of <Key>' -ForEach $uses {
    AfterEach { Set-Location $start }

    It 'are refused by a policy set only where the table says so' -Skip:($noEngine -and $Code -match '^New-EcrImage|-Image web:dev|FargateApp') {
        $example = @{ Key = $Key; Command = $Command; Number = $Number; Area = $Area; Code = $Code }
        $questions = Get-PolicyQuestion $example (Join-Path $TestDrive "$Command-$Number")
        foreach ($question in $questions | Where-Object Command -EQ $Command) {
            foreach ($set in 'Tutorial', 'Scoped') {
                if ($question.$set -eq 'Allowed') { continue }
                $known = @($table[$set][$Command].Fails) + @($table[$set][$Command].DoesLess) + @($table[$set][$Command].Replaced)
                $question.Action | Should -BeIn $known -Because "$Command calls it, and $set refuses it"
            }
        }
    }

    It 'make it fail, or do less and say so, as the table says' -Skip:($noEngine -and $Code -match '^New-EcrImage|-Image web:dev|FargateApp') {
        $example = @{ Key = $Key; Command = $Command; Number = $Number; Area = $Area; Code = $Code }
        foreach ($set in 'Tutorial', 'Scoped') {
            if (-not $table[$set].Contains($Command)) { continue }
            $alone = Get-MissingPermission $example (Join-Path $TestDrive "$Command-$Number-$set") $set @()
            Set-Location $start
            $alone.Other | Should -BeNullOrEmpty
            if ($alone.Fails) { $alone.Fails | Should -BeIn $table[$set][$Command].Fails -Because "$Command fails without it under $set" }
            $more = Get-MissingPermission $example (Join-Path $TestDrive "$Command-$Number-$set-more") $set $table[$set][$Command].Fails
            Set-Location $start
            "$($more.Other)$($more.Fails)" | Should -BeNullOrEmpty
            foreach ($action in $more.Warns) { $action | Should -BeIn $table[$set][$Command].DoesLess }
        }
    }
}

Describe 'Without its statement <Sid>, the scoped policy' -ForEach $StatementUses {
    AfterEach { Set-Location $start }

    It 'lets <Command> fail or do less, and <Command> names the action' {
        $example = @{ Key = $Sid; Command = $Command; Number = 1; Area = $Area; Code = $Code }
        $actions = ((Get-Content (Join-Path $PolicyFolder ScopedDeployer.json) -Raw | ConvertFrom-Json).Statement | Where-Object Sid -EQ $Sid).Action
        $actions | Should -Not -BeNullOrEmpty
        $found = Get-MissingPermission $example (Join-Path $TestDrive "without-$Sid") Scoped @() $Sid
        $found.Other | Should -BeNullOrEmpty
        $named = @($found.Fails) + @($found.Warns) | Where-Object { $_ }
        $named | Should -Not -BeNullOrEmpty
        foreach ($action in $named) { $actions.Where{ $action -like $_ } | Should -Not -BeNullOrEmpty -Because "$Command names $action" }
    }
}

Describe 'The statements of the scoped policy' {
    It 'have each a command that needs it: <Sid>' -ForEach ($statements | ForEach-Object { @{ Sid = $_.Sid } }) {
        # ECS and Elastic Load Balancing create their own roles with the caller's permission. The sandbox does not ask for it.
        if ($Sid -ne 'ServiceRoles') { $Sid | Should -BeIn $StatementUses.Sid }
    }
}

Describe 'The table' {
    It 'is what <_> needs, no more and no less' -ForEach 'New-EcsScheduledTask', 'Initialize-EcrRepository', 'Find-EcrImage' {
        $found = Get-PermissionTable (Get-CommandUse $_) (Join-Path $TestDrive "table-$_")
        Set-Location $start
        foreach ($set in 'Tutorial', 'Scoped') {
            foreach ($member in 'Fails', 'DoesLess', 'Replaced') { @($found[$set][$_].$member) | Should -Be @($table[$set][$_].$member) }
        }
    }

    It 'is the one of docs/permissions.md' {
        $page = (Get-Content "$PSScriptRoot/../../docs/permissions.md" -Raw).Trim() -replace '\r\n', "`n"
        $ordered = [ordered]@{}
        foreach ($set in 'Tutorial', 'Scoped') {
            $ordered[$set] = [ordered]@{}
            foreach ($command in $table[$set].Keys | Sort-Object) { $ordered[$set][$command] = $table[$set][$command] }
        }
        ((ConvertTo-PermissionPage $ordered).Trim() -replace '\r\n', "`n") | Should -Be $page
    }
}
