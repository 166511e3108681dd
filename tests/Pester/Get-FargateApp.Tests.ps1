BeforeDiscovery {
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
    $noCli = -not (Get-Command aws -CommandType Application -ErrorAction Ignore)
}

# Apps are seen, suspended, resumed and removed: one life, in the order in which a person goes through it.
Describe 'The life of an app' -Skip:$noEngine {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1
        $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
        foreach ($name in 'life', 'other') {
            $null = New-Item (Join-Path $TestDrive $name) -ItemType Directory
            Set-Content (Join-Path $TestDrive "$name/Dockerfile") "FROM scratch`nCOPY Dockerfile /`nEXPOSE 80`n"
        }
        $published = Publish-FargateApp (Join-Path $TestDrive life) -DesiredCount 2
        $null = Publish-FargateApp (Join-Path $TestDrive other) -RoutePath /other*
        $env:AWS_ACCESS_KEY_ID = $sandbox.AccessKey
        $env:AWS_SECRET_ACCESS_KEY = $sandbox.SecretKey
        $env:AWS_DEFAULT_REGION = $sandbox.Region

        # What the AWS CLI finds with the tag of an app, by one listing of all services.
        function Get-TaggedWithCli([string] $App) {
            $found = aws --endpoint-url $sandbox.EndpointUrl --output json resourcegroupstaggingapi get-resources --tag-filters "Key=ecstools:app,Values=$App"
            if ($LASTEXITCODE -ne 0) { throw 'The AWS CLI could not list the resources.' }
            ($found | Out-String | ConvertFrom-Json).ResourceTagMappingList.ResourceARN
        }
    }

    AfterAll {
        Stop-EcsSandbox
        Remove-Item env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY, env:AWS_DEFAULT_REGION -ErrorAction Ignore
        'life', 'other' | ForEach-Object { docker image ls -q $_ } | ForEach-Object { docker rmi -f $_ *> $null }
    }

    It 'is seen with its services, address and cost' {
        $app = Get-FargateApp life
        $app.Url | Should -Be $published.Url
        $app.Status | Should -Be 'Running'
        $app.MonthlyCost | Should -Be $published.MonthlyCost
        $app.Services[0].RunningCount | Should -Be 2
        $app.Services[0].TaskDefinition | Should -Be 'life:1'
        (Get-FargateApp).AppName | Should -Be 'life', 'other'
        (Get-FargateApp oth*).Url | Should -BeLike '*/other'
        $app | Get-FargateApp | ForEach-Object AppName | Should -Be 'life'
    }

    It 'lists what belongs to it' {
        $resources = Get-FargateApp life -Resource
        ($resources | Where-Object IsShared).ResourceType | Should -Be 'Cluster', 'LoadBalancer', 'Role'
        ($resources | Where-Object { -not $_.IsShared }).ResourceType | Should -Be 'Service', 'TaskDefinition', 'Route', 'TargetGroup', 'SecurityGroup', 'Repository', 'LogGroup'
    }

    It 'is found by its tag with the AWS CLI' -Skip:$noCli {
        $arns = Get-TaggedWithCli life
        foreach ($kind in ':service/ecstools/life', ':task-definition/life:1', ':repository/life', ':log-group:/ecs/life', ':targetgroup/', ':security-group/') {
            $arns | Where-Object { $_ -like "*$kind*" } | Should -Not -BeNullOrEmpty -Because "there is a resource $kind"
        }
        $arns | Where-Object { $_ -like '*other*' } | Should -BeNullOrEmpty
    }

    It 'suggests a name' {
        $null = Get-FargateApp lief -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'AppNotFound*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*life*'
    }

    It 'completes names' {
        $text = 'Remove-FargateApp li'
        # An answer that takes longer than a Tab waits serves the next one.
        for ($i = 0; $i -lt 50 -and -not $found; $i++) {
            $found = (TabExpansion2 $text $text.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
            if (-not $found) { Start-Sleep -Milliseconds 100 }
        }
        $found.CompletionText | Should -Be 'life'
    }

    It 'is suspended and resumed' {
        Suspend-FargateApp life -WhatIf | Should -BeNullOrEmpty
        (Get-FargateApp life).Status | Should -Be 'Running'
        $suspended = Suspend-FargateApp life
        $suspended.Status | Should -Be 'Suspended'
        $suspended.Change | Should -Be 'Updated'
        (Suspend-FargateApp life).Change | Should -Be 'Unchanged'
        (Get-FargateApp other).Status | Should -Be 'Running'
        $warning = Publish-FargateApp (Join-Path $TestDrive life) -DesiredCount 2 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }
        "$warning" | Should -BeLike '*Resume-FargateApp life*'
        $resumed = Get-FargateApp life | Resume-FargateApp -Wait
        $resumed.Status | Should -Be 'Running'
        $resumed.Services[0].RunningCount | Should -Be 2
    }

    It 'fits 80 columns' {
        foreach ($shown in (Get-FargateApp), (Get-FargateApp life).Services, (Get-FargateApp life -Resource)) {
            $shown | Out-String -Width 80 -Stream | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        }
    }

    It 'is removed, and nothing with its tag is left' -Skip:(-not (Get-Command aws -ErrorAction Ignore)) {
        Remove-FargateApp life -WhatIf
        Get-FargateApp life | Should -Not -BeNullOrEmpty
        $removed = Remove-FargateApp life -PassThru -Confirm:$false
        $removed.Change | Should -Be 'Removed'
        Get-FargateApp life -ErrorAction Ignore | Should -BeNullOrEmpty
        if (-not $noCli) { Get-TaggedWithCli life | Should -BeNullOrEmpty }
        (Get-FargateApp other).Status | Should -Be 'Running'
        Get-FargateCluster ecstools | Should -Not -BeNullOrEmpty -Because 'the other app uses it'
    }

    It 'takes what apps share with it if it is the last one, and keeps what it is told to keep' -Skip:(-not (Get-Command aws -ErrorAction Ignore)) {
        Remove-FargateApp other -KeepRepository -KeepLog -Confirm:$false
        Get-FargateCluster ecstools -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-FargateLoadBalancer ecstool* | Should -BeNullOrEmpty
        (Find-EcrImage other -WithoutUses).ImageTags | Should -Be 'latest'
        Remove-FargateApp other -Confirm:$false
        { Remove-FargateApp other -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'AppNotFound*'
        if (-not $noCli) {
            Get-TaggedWithCli other | Should -BeNullOrEmpty
            aws --endpoint-url $sandbox.EndpointUrl iam get-role --role-name ecsTaskExecutionRole *> $null
            $LASTEXITCODE | Should -Not -Be 0 -Because 'the role goes with the last app'
        }
    }
}
