BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
    $null = New-FargateLoadBalancer ecstools
    $null = New-FargateLoadBalancer other
    $null = Add-FargateRoute -Default -Name monolith -ContainerPort 3000
    $null = Add-FargateRoute /api* -Name api -ContainerPort 3000
    $null = Add-FargateRoute /api/users* -Name users -ContainerPort 3000
    $null = Add-FargateRoute other /x* -Name x -ContainerPort 3000
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateRoute' {
    It 'gets the routes in the order in which they are tried' {
        (Get-FargateRoute -LoadBalancer ecstools).RouteName | Should -Be 'users', 'api', 'monolith'
        (Get-FargateRoute).LoadBalancer | Sort-Object -Unique | Should -Be 'ecstools', 'other'
        (Get-FargateRoute u*).RouteName | Should -Be 'users'
        (Get-FargateLoadBalancer other | Get-FargateRoute).Action | Should -Be 'forward', 'fixed-response'
        (Get-FargateRoute x | Get-FargateRoute).ListenerRuleArn | Should -Be (Get-FargateRoute x).ListenerRuleArn
    }

    It 'says which route answers a URL, and why' {
        $answer = Get-FargateRoute -LoadBalancer ecstools -Url http://example.com/api/users/1
        $answer.RouteName | Should -Be 'users'
        $answer.Reason | Should -BeLike 'path /api/users/1 fits /api/users`*.*(path /api`*) fits, but it comes later.'
        (Get-FargateRoute -LoadBalancer ecstools -Url http://example.com/API).Reason | Should -BeLike 'No other rule fits: rule * needs path /api/users*'
        (Get-FargateRoute -LoadBalancer ecstools -Url http://example.com/).IsDefault | Should -BeTrue
    }

    It 'names those that are near a name that does not exist' {
        $problem = { Get-FargateRoute user -ErrorAction Stop } | Should -Throw -ErrorId 'RouteNotFound*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*users*'
    }

    It 'is shown in 80 columns' {
        $lines = (Get-FargateRoute -LoadBalancer ecstools | Out-String -Width 80) -split '\r?\n' -replace '\e\[[\d;]*m'
        $lines | Where-Object Length -gt 80 | Should -BeNullOrEmpty
        $lines -join "`n" | Should -Match '(?s)LoadBalancer: ecstools, port 80.*users +path /api/users\* +users 100% \(0/0\).*default monolith'
    }

    It 'completes names of routes, target groups and rules' {
        function Complete([string] $Line) {
            # An answer that takes longer than a Tab waits serves the next one.
            for ($i = 0; $i -lt 600; $i++) {
                $found = (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
                if ($found) { return $found.CompletionText }
                Start-Sleep -Milliseconds 100
            }
        }
        $route = Get-FargateRoute users
        Complete 'Get-FargateRoute -LoadBalancer ecstools -RouteName u' | Should -Be 'users'
        Complete 'New-FargateService -TargetGroupArn *users*' | Should -Be $route.TargetGroupArn
        Complete 'Set-FargateRoute -ListenerRuleArn *listener-rule*' | Should -Contain $route.ListenerRuleArn
    }
}
