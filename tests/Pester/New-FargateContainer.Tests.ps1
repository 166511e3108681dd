BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Stop-EcsSandbox
}

Describe 'New-FargateContainer' {
    It 'makes a container without asking AWS' {
        $made = New-FargateContainer migrate -ImageUri web:1 -Command npm, run, migrate -DependsOn cache:HEALTHY -Volume shared:/out -Port 9000, 53/udp -Environment @{ DEPTH = 3 }
        $made | Should -BeOfType ([EcsTools.Models.FargateContainerDefinition])
        $made.Name, $made.Image, $made.Essential | Should -Be 'migrate', 'web:1', $false
        $made.Ports | Should -Be '9000', '53/udp'
        $made.DependsOn | Should -Be 'cache:HEALTHY'
        $json = $made.Json | ConvertFrom-Json
        $json.command | Should -Be 'npm', 'run', 'migrate'
        $json.environment[0].value | Should -Be '3'
        $json.mountPoints[0].containerPath | Should -Be '/out'
        "$made" | Should -Be 'migrate (web:1)'
    }

    It 'takes the image from the pipeline' {
        ([pscustomobject]@{ ImageUri = 'piped:1' } | New-FargateContainer side -Essential).Image | Should -Be 'piped:1'
    }

    It 'refuses <Wrong>' -ForEach @(
        @{ Wrong = 'a name ECS does not take'; Id = 'InvalidName'; Remedy = '*-Name a-b*'; With = @{ Name = 'a b'; ImageUri = 'x:1' } }
        @{ Wrong = 'a volume that is none'; Id = 'InvalidVolume'; Remedy = '*fs-*'; With = @{ Name = 'a'; ImageUri = 'x:1'; Volume = 'data' } }
        @{ Wrong = 'a health check in parts'; Id = 'HealthCheckWithoutCommand'; Remedy = '*-HealthCheckCommand*'; With = @{ Name = 'a'; ImageUri = 'x:1'; HealthCheckInterval = 10 } }
    ) {
        $problem = { New-FargateContainer @With -ErrorAction Stop } | Should -Throw -ErrorId "$Id*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike $Remedy
    }
}
