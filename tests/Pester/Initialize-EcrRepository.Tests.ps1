BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Initialize-EcrRepository' {
    It 'makes a repository, then finds it as it is' {
        (Initialize-EcrRepository pester/one).Change | Should -Be 'Created'
        (Initialize-EcrRepository pester/one).Change | Should -Be 'Unchanged'
    }

    It 'changes what differs, and only that' {
        $null = Initialize-EcrRepository pester/two -ScanOnPush -Tag @{ team = 'web' }
        $changed = Initialize-EcrRepository pester/two -ImageTagMutability immutable
        $changed.Change | Should -Be 'Updated'
        $changed.ImageTagMutability | Should -Be 'IMMUTABLE'
        $changed.ScanOnPush | Should -BeTrue
        (Initialize-EcrRepository pester/two -Tag @{ team = 'web' }).Change | Should -Be 'Unchanged'
        (Initialize-EcrRepository pester/two -Tag @{ team = 'shop' }).Change | Should -Be 'Updated'
    }

    It 'sets rules, exemptions and accounts, and says what differed' {
        $given = @{ ImageTagMutability = 'IMMUTABLE'; ExcludeTag = 'latest', 'dev-*'; KeepLast = 50; ExpireUntaggedAfter = '14d'; PullAccount = '111122223333' }
        (Initialize-EcrRepository pester/rules @given).TagExclusions | Should -Be 'latest', 'dev-*'
        (Initialize-EcrRepository pester/rules @given).Change | Should -Be 'Unchanged'
        $changed = Initialize-EcrRepository pester/rules -KeepLast 10 -PullAccount @()
        $changed.Change | Should -Be 'Updated'
        "$($changed.Differences)" | Should -BeLike '*keep the last 10*accounts that may pull: 111122223333 -> none*'
    }

    It 'takes several names, from the pipeline too' {
        ('pester/a', 'pester/b' | Initialize-EcrRepository).RepositoryName | Should -Be 'pester/a', 'pester/b'
    }

    It 'makes nothing with -WhatIf' {
        $null = Initialize-EcrRepository pester/planned -WhatIf
        (Initialize-EcrRepository pester/planned).Change | Should -Be 'Created'
    }

    It 'goes on with the next name after one that is wrong' {
        $made = 'Wrong!', 'pester/right' | Initialize-EcrRepository -ErrorVariable problem -ErrorAction SilentlyContinue
        $made.RepositoryName | Should -Be 'pester/right'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRepositoryName*'
    }

    It 'refuses to pretend that the encryption of a repository can change' {
        $null = Initialize-EcrRepository pester/plain
        { Initialize-EcrRepository pester/plain -KmsKey alias/other -ErrorAction Stop } | Should -Throw -ErrorId 'RepositoryEncryptionFixed*'
    }

    It 'completes names of repositories' {
        $null = Initialize-EcrRepository pester/completed
        $line = 'Initialize-EcrRepository pester/comp'
        # The first Tab may come back empty within its budget; the answer then serves the next.
        foreach ($try in 1..20) {
            $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            if ($found) { break }
            Start-Sleep -Milliseconds 200
        }
        $found | Should -Contain 'pester/completed'
    }
}
