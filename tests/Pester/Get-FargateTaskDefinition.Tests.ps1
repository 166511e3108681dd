BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = Register-FargateTask def-a -ImageUri example:1
    $null = Register-FargateTask def-a -ImageUri example:2
    $null = Register-FargateTask def-b -ImageUri example:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateTaskDefinition' {
    It 'gets revisions, the newest first' {
        (Get-FargateTaskDefinition def-a).TaskDefinition | Should -Be 'def-a:2', 'def-a:1'
        (Get-FargateTaskDefinition def-* -Latest).TaskDefinition | Should -Be 'def-a:2', 'def-b:1'
        (Get-FargateTaskDefinition def-a:1).Images | Should -Be 'example:1'
    }

    It 'gets again what another command emitted' {
        (Get-FargateTaskDefinition def-b | Get-FargateTaskDefinition).TaskDefinition | Should -Be 'def-b:1'
    }

    It 'says which it did not find, and the nearest' {
        $problem = { Get-FargateTaskDefinition def-x -ErrorAction Stop } | Should -Throw -ErrorId 'TaskDefinitionNotFound*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*def-a*'
        Get-FargateTaskDefinition nothing-* | Should -BeNullOrEmpty
    }
}
