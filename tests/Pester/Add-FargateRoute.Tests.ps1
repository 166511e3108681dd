BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
    $null = New-FargateLoadBalancer ecstools
    $null = New-FargateCluster demo
    $null = Register-FargateTask users -ImageUri example:1 -Port 3000
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Add-FargateRoute' {
    It 'creates a target group and a rule, and the output makes a service' {
        $service = Add-FargateRoute ecstools /users* -Name users -ContainerPort 3000 -HealthCheckPath /health -Tag @{ team = 'users' } |
            New-FargateService users users -Cluster demo -Wait
        $service.Targets.ContainerPort | Should -Be 3000
        $route = Get-FargateRoute users
        $service.Targets.TargetGroupArn | Should -Be $route.TargetGroupArn
        $route.Tags['team'] | Should -Be 'users'
        ($service.Differences | Where-Object Field -Like 'securityGroups*3000').To | Should -Be "open to $((Get-FargateLoadBalancer ecstools).SecurityGroups[0])"
    }

    It 'uses the load balancer ecstools for a path in its place' {
        $route = Add-FargateRoute /posts* -Name posts -ContainerPort 3000
        $route.LoadBalancer | Should -Be 'ecstools'
        $route.Conditions.Values | Should -Be '/posts*'
        (Add-FargateRoute /posts* -Name posts -ContainerPort 3000).Change | Should -Be 'Unchanged'
        (Add-FargateRoute /posts* -Name posts -HealthCheckInterval 10s).Differences.Field | Should -Be 'targetGroups[posts].healthCheck.interval'
    }

    It 'leaves the rest to what answers today with a weight below 100' {
        $null = Add-FargateRoute -Default -Name monolith -ContainerPort 3000
        $route = Add-FargateRoute /threads* -Name threads -ContainerPort 3000 -Weight 10
        $route.Targets.TargetGroupName | Should -Be 'threads', 'monolith'
        $route.Targets.Percent | Should -Be 10, 90
    }

    It 'redirects and answers without a service' {
        $redirect = Add-FargateRoute /old/* -RedirectTo '/new/#{path}' -Temporary 3> $null
        $redirect.StatusCode | Should -Be 302
        $redirect.RedirectTo | Should -BeLike '*/new/#{path}*'
        (Add-FargateRoute -HostName closed.example.com -StatusCode 410 -Body Closed).Action | Should -Be 'fixed-response'
        { Add-FargateRoute -HostName closed.example.com -Name open -ContainerPort 80 -ErrorAction Stop } | Should -Throw -ErrorId 'RouteExists*'
    }

    It 'takes every kind of condition' {
        $route = Add-FargateRoute -PathRegex '^/v[12]/' -HostName *.example.com -Method GET -Header @{ 'X-Version' = '2' } -SourceAddress 10.0.0.0/8 -Name all -ContainerPort 80
        $route.Conditions.Field | Should -Be 'host', 'path', 'method', 'header', 'source'
        (Add-FargateRoute -Path /search -Query @{ debug = 'on', 'yes' } -Name debug -ContainerPort 80).Conditions[1].Values | Should -Be 'debug=on', 'debug=yes'
    }

    It 'makes several rules of many values, and shows them with -WhatIf' {
        $hosts = 1..7 | ForEach-Object { "h$_.example.com" }
        $transcript = Join-Path $TestDrive 'whatif.txt'
        $null = Start-Transcript $transcript
        Add-FargateRoute -HostName $hosts -Name many -ContainerPort 80 -WhatIf | Should -BeNullOrEmpty
        $null = Stop-Transcript
        ([regex]::Matches((Get-Content $transcript -Raw), '\+ rules\[\d+\]: host h\d')).Count | Should -Be 3
        Get-Content $transcript -Raw | Should -Match 'cost: '
        Get-FargateRoute man* | Should -BeNullOrEmpty
        $routes = Add-FargateRoute -HostName $hosts -Name many -ContainerPort 80
        $routes.Count | Should -Be 3
        $routes.Conditions.Values | Sort-Object | Should -Be $hosts
    }

    It 'warns of what is probably not meant, with the line that corrects it' {
        $null = Add-FargateRoute /shop/* -Name shop -ContainerPort 80 -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*Add-FargateRoute ecstools /shop -Name shop'
        Invoke-Expression "$warned".Substring("$warned".IndexOf('Add-FargateRoute'))
        (Get-FargateRoute shop).Conditions.Values | Sort-Object | Should -Be '/shop', '/shop/*'
    }

    It 'prepares two target groups and the role for deployments that move traffic' {
        $service = Add-FargateRoute /canary* -Name canary -ContainerPort 3000 -TwoTargetGroups |
            New-FargateService canary users -Cluster demo -Strategy Canary -CanaryPercent 10 -StepBakeTime 1m -BakeTime 1m
        $service.Targets.AlternateTargetGroupArn | Should -BeLike '*targetgroup/canary-2/*'
        $service.Strategy | Should -Be 'CANARY'
    }

    It 'takes several paths in the place of the load balancer' {
        (Add-FargateRoute /a, /b -Name two -ContainerPort 80).Conditions.Values | Should -Be '/a', '/b'
        { Add-FargateRoute one, /b -Name two -ContainerPort 80 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidLoadBalancer,*' -ExpectedMessage '*one and /b*'
    }

    It 'prepares a rule for test traffic, which a deployment moves first' {
        $route = Add-FargateRoute /test* -Name tested -ContainerPort 3000 -TwoTargetGroups -TestHeader @{ 'X-Test' = 'yes' }
        $test = Get-FargateRoute tested-test
        $route.TestListenerRuleArn | Should -Be $test.ListenerRuleArn
        $test.TestOf | Should -Be 'tested'
        $test.Conditions.Field | Should -Be 'path', 'header'
        $test.Priority | Should -BeLessThan $route.Priority
        (Get-FargateRoute tested).TestListenerRuleArn | Should -Be $test.ListenerRuleArn
        (Add-FargateRoute /test* -Name tested -TwoTargetGroups -TestHeader @{ 'X-Test' = 'yes' }).Change | Should -Be 'Unchanged'

        $service = $route | New-FargateService tested users -Cluster demo -Strategy BlueGreen -BakeTime 0m -Wait -Timeout 1m
        $service.Targets.TestListenerRuleArn | Should -Be $test.ListenerRuleArn
        $null = Set-FargateService tested -Cluster demo -ForceNewDeployment -PauseAt POST_TEST_TRAFFIC_SHIFT
        for ($i = 0; $i -lt 600 -and -not (Get-FargateDeployment tested -Cluster demo | Where-Object WaitingHookId); $i++) { Start-Sleep -Milliseconds 50 }
        (Get-FargateRoute tested-test).Targets.Percent | Should -Be 0, 100
        (Get-FargateRoute tested).Targets.Percent | Should -Be 100, 0
        { Remove-FargateRoute tested -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'RouteOwnedByService,*'
    }

    It 'removes the rule for test traffic with the route' {
        $null = New-FargateLoadBalancer ecstools -Port 8080
        $route = Add-FargateRoute /other* -Name other -ContainerPort 3000 -TwoTargetGroups -TestListenerPort 8080 -ListenerPort 80
        (Get-FargateRoute other-test).ListenerPort | Should -Be 8080
        (Get-FargateRoute other-test).Conditions.Values | Should -Be '/other*'
        $null = Remove-FargateRoute other -Confirm:$false
        Get-FargateRoute other* | Should -BeNullOrEmpty
        (Get-FargateRoute).Targets.TargetGroupName | Should -Not -Contain 'other-2'
        $route.TestListenerRuleArn | Should -Not -BeNullOrEmpty
    }
}
