BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
    $noCli = -not (Get-Command aws -CommandType Application -ErrorAction Ignore)
    if (-not $noEngine) {
        # Made of this system's packages where no registry answers; this needs root, and Debian.
        docker image inspect node:lts-slim *> $null
        if ($LASTEXITCODE -ne 0 -and -not $IsWindows) { & "$PSScriptRoot/../../samples/node-base-image.sh" *> $null }
        docker image inspect node:lts-slim *> $null
        $noNode = $LASTEXITCODE -ne 0
    }
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'The sample that splits a monolith' -Skip:($noEngine -or $noNode) {
    BeforeAll {
        $shown = @(& "$PSScriptRoot/../../samples/monolith-to-microservices/split.ps1" -ModulePath "$PSScriptRoot/../../out/EcsTools" -TimeScale 20 -Pause '00:00:02') -join "`n"
    }

    It 'answers every request of a client from the start to the end of the cut-over' {
        $shown | Should -Match '(?m)^Failed: 0\. *$'
    }

    It 'lets the monolith and each of its parts answer' {
        $shown | Should -Match 'Answered by: monolith [1-9]\d*, posts [1-9]\d*, threads [1-9]\d*, users [1-9]\d*\.'
    }

    It 'shows that a path without a service answers 503 after the cut-over' {
        $shown | Should -Match 'The path / answers 503'
    }
}

Describe 'The compose file of the sample' -Skip:($noEngine -or $noNode) {
    BeforeAll {
        Stop-EcsSandbox
        $sandbox = Start-EcsSandbox 6> $null
        $compose = "$PSScriptRoot/../../samples/monolith-to-microservices/compose.yaml"
        $app = Publish-FargateApp $compose
    }

    AfterAll {
        Stop-EcsSandbox
    }

    It 'publishes four services that run' {
        $app.Services.Name | Should -Be monolith, users, threads, posts
        $app.Services.Status | Sort-Object -Unique | Should -Be Running
    }

    It 'answers <_> behind one load balancer' -ForEach '/', '/api/users', '/api/threads' {
        (Invoke-WebRequest ($app.Url.TrimEnd('/') + $_) -UseBasicParsing).StatusCode | Should -Be 200
    }

    It 'is not deployed again if nothing has changed' {
        (Publish-FargateApp $compose).Change | Should -Be Unchanged
        @(Get-FargateDeployment $app.Services[1].ServiceName -Cluster $app.Cluster).Count | Should -Be 1
    }

    It 'leaves nothing when the app is removed' {
        Remove-FargateApp forum -Confirm:$false
        Get-FargateApp | Should -BeNullOrEmpty
        Get-FargateApp forum -Resource -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-FargateLoadBalancer | Should -BeNullOrEmpty
        Get-FargateCluster | Should -BeNullOrEmpty
    }

    It 'leaves nothing with a tag of EcsTools that the AWS CLI finds' -Skip:$noCli {
        $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY, $env:AWS_DEFAULT_REGION = $sandbox.AccessKey, $sandbox.SecretKey, $sandbox.Region
        try {
            foreach ($filter in 'Key=ecstools:app', 'Key=ecstools:shared') {
                $found = aws --endpoint-url $sandbox.EndpointUrl --output json resourcegroupstaggingapi get-resources --tag-filters $filter
                $LASTEXITCODE | Should -Be 0
                ($found | Out-String | ConvertFrom-Json).ResourceTagMappingList.ResourceARN | Should -BeNullOrEmpty
            }
        }
        finally {
            Remove-Item env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY, env:AWS_DEFAULT_REGION -ErrorAction Ignore
        }
    }
}
