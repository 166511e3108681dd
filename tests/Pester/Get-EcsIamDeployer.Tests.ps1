BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20
    $files = @{ ProfileLocation = Join-Path $TestDrive 'credentials' }
    $made = 'get-a', 'get-b' | New-EcsIamDeployer @files
}

AfterAll { Stop-EcsSandbox }

Describe 'Get-EcsIamDeployer' {
    It 'lists all of them, with their keys and profiles' {
        $found = Get-EcsIamDeployer @files
        $found.UserName | Should -Be 'get-a', 'get-b'
        $found[0].ProfileName | Should -Be 'get-a'
        $found[0].Keys.AccessKeyId | Should -Be $made[0].AccessKeyId
        $found[0].Keys.Profiles | Should -Be 'get-a'
        $found[0].PSObject.Properties.Name | Should -Not -Contain 'Credential'
    }

    It 'finds by wildcard, by name and from the pipeline' {
        (Get-EcsIamDeployer '*-b' @files).UserName | Should -Be 'get-b'
        (Get-EcsIamDeployer get-a, get-b @files).UserName | Should -Be 'get-a', 'get-b'
        ($made[1] | Get-EcsIamDeployer).UserName | Should -Be 'get-b'
    }

    It 'names one that is not there, and goes on' {
        (Get-EcsIamDeployer nobody, get-a @files -ErrorAction SilentlyContinue -ErrorVariable problem).UserName | Should -Be 'get-a'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'DeployerNotFound,*'
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'completes names' {
        # The first Tab may come too early for the answer; the next has it.
        $line = 'Get-EcsIamDeployer -Name get-'
        for ($i = 0; $i -lt 50 -and -not $names; $i++) {
            $names = (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue | ForEach-Object CompletionText
        }
        $names | Should -Be 'get-a', 'get-b'
    }

    It 'shows as a table' {
        $text = Get-EcsIamDeployer @files | Out-String -Width 200
        $text | Should -Match 'UserName\s+Policies\s+Keys'
        $text | Should -Match 'get-a\s+Tutorial\s+1'
    }
}
