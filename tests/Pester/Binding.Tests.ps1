BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null 3> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'A variable that was never set' {
    It 'is refused by <Command> -<Parameter>, and names it' -ForEach @(
        @{ Command = 'Push-EcrImage'; Parameter = 'Tag'; Splat = @{ Path = '.'; RepositoryName = 'web' } }
        @{ Command = 'New-EcrImage'; Parameter = 'Tag'; Splat = @{ Path = '.' } }
        @{ Command = 'Find-EcrImage'; Parameter = 'RepositoryName'; Splat = @{} }
        @{ Command = 'Initialize-EcrRepository'; Parameter = 'PullAccount'; Splat = @{ RepositoryName = 'web' } }
        @{ Command = 'Get-EcsIamDeployer'; Parameter = 'Name'; Splat = @{} }
        @{ Command = 'Clear-EcrRepository'; Parameter = 'ImageDigest'; Splat = @{ RepositoryName = 'web'; Confirm = $false } }
    ) {
        $name = (Get-Command $Command).Parameters.Values.Where({ $_.Name -eq $Parameter -or $_.Aliases -contains $Parameter }).Name
        foreach ($value in $null, @('web', $null)) {
            $Splat[$name] = $value
            $problem = { & $Command @Splat -ErrorAction Stop } | Should -Throw -ErrorId 'NullArgument*' -PassThru
            "$problem" | Should -BeLike "-$name was given `$null*"
        }
    }
}

Describe 'A question that nobody can answer' {
    It 'ends a script with what to do, and nothing is done' {
        $said = Invoke-InNewProcess {
            param($module)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated 6> $null
            try {
                Initialize-EcrRepository asked -Confirm
                'not caught'
            }
            catch {
                "$($_.FullyQualifiedErrorId) $($_.ErrorDetails.RecommendedAction)"
            }
            (Initialize-EcrRepository asked).Change
            Stop-EcsSandbox
        } $ModulePath
        "$said" | Should -BeLike '*ConfirmationNeeded,*Run it with -Confirm:$false to go on unasked*Created'
        "$said" | Should -Not -BeLike '*not caught*'
    }
}
