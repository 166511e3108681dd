BeforeDiscovery {
    $noEngine = -not (Get-Command docker -ErrorAction Ignore) -or -not (Test-Path /bin/busybox) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1

    # A folder with a web server that answers the text of a file. The script migrate.sh ends with the exit code in the file code.
    function New-AppFolder([string] $Name, [string] $Page, [string] $More = '') {
        $folder = Join-Path $TestDrive $Name
        $null = New-Item $folder -ItemType Directory -Force
        Copy-Item /bin/busybox $folder
        Set-Content (Join-Path $folder 'index.html') $Page
        Set-Content (Join-Path $folder 'migrate.sh') "echo migrating`nexit `$(cat /www/code)"
        Set-Content (Join-Path $folder 'code') 0
        Set-Content (Join-Path $folder 'Dockerfile') @"
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ENV PATH=/bin PORT=8080
COPY index.html code migrate.sh /www/
EXPOSE `${PORT}
$More
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
"@
        $folder
    }
}

Describe 'Publish-FargateApp with containers' -Skip:$noEngine {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Docker -TimeScale 20 6> $null
        $folder = New-AppFolder shop first 'HEALTHCHECK --interval=5s --timeout=3s CMD wget -qO- http://127.0.0.1:8080/index.html || exit 1'
        $made = Publish-FargateApp $folder -Before sh, /www/migrate.sh -Environment @{ STAGE = 'test' } -Verbose 4>&1
        $notes = $made | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
        $made = $made | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }
    }

    AfterAll {
        Stop-EcsSandbox
        docker image ls -q shop | ForEach-Object { docker rmi -f $_ *> $null }
    }

    It 'prints a URL that answers' {
        $made.Status | Should -Be 'Running'
        $made.Change | Should -Be 'Created'
        $made.AnswerStatus | Should -Be 200
        (Invoke-WebRequest $made.Url).Content.Trim() | Should -Be 'first'
        $made.Services[0].RunningCount | Should -Be 1
    }

    It 'reads the Dockerfile and says so' {
        $notes | Should -Contain 'Port 8080 is from EXPOSE in Dockerfile.'
        $notes | Should -Contain 'The load balancer checks /index.html, as HEALTHCHECK in Dockerfile does.'
        $definition = (Get-FargateTaskDefinition shop).Json | ConvertFrom-Json
        $definition.containerDefinitions[0].healthCheck.command | Should -Be 'CMD-SHELL', 'wget -qO- http://127.0.0.1:8080/index.html || exit 1'
        $definition.containerDefinitions[0].healthCheck.timeout | Should -Be 3
        $definition.containerDefinitions[0].portMappings.containerPort | Should -Be 8080
        $definition.containerDefinitions[0].image | Should -Match '@sha256:[0-9a-f]{64}$'
    }

    It 'keeps the stages, with the command before the service' {
        $stages = $made.Steps.Stage
        'Cluster', 'Load balancer', 'Repository', 'Role and log', 'Image', 'Route', 'Task definition', 'Before', 'Service', 'Wait', 'Request' |
            Should -BeIn $stages
        $stages.IndexOf('Before') | Should -BeLessThan $stages.IndexOf('Service')
        $before = Get-FargateTask -Cluster ecstools -Status Stopped | Where-Object StartedBy -eq 'EcsTools'
        $before.ExitCode | Should -Be 0
        $before | Get-FargateLog | ForEach-Object Message | Should -Be 'migrating'
    }

    It 'changes nothing if nothing differs' {
        $deployed = (Get-FargateService shop -Cluster ecstools).DeployedAt
        $again = Publish-FargateApp $folder -Before sh, /www/migrate.sh -Environment @{ STAGE = 'test' }
        $again.Change | Should -Be 'Unchanged'
        $again.Steps | Where-Object Change -ne 'Unchanged' | Should -BeNullOrEmpty
        $again.Steps.Stage | Should -Not -Contain 'Before'
        (Get-FargateService shop -Cluster ecstools).DeployedAt | Should -Be $deployed
    }

    It 'leaves the service as it is if the command before it fails' {
        Set-Content (Join-Path $folder 'code') 3
        Set-Content (Join-Path $folder 'index.html') 'never'
        $problem = { Publish-FargateApp $folder -Before sh, /www/migrate.sh -Environment @{ STAGE = 'test' } -ErrorAction Stop } |
            Should -Throw -ErrorId 'BeforeCommandFailed*' -PassThru
        $problem.Exception.Message | Should -BeLike '*exit code 3*migrating*State: shop runs shop:1 with 1 of 1 tasks*'
        (Invoke-WebRequest $made.Url).Content.Trim() | Should -Be 'first'
    }

    It 'lets a changed line answer' {
        Set-Content (Join-Path $folder 'code') 0
        Set-Content (Join-Path $folder 'index.html') 'second'
        $changed = Publish-FargateApp $folder -Before sh, /www/migrate.sh -Environment @{ STAGE = 'test' }
        $changed.Change | Should -Be 'Updated'
        ($changed.Steps | Where-Object Stage -in 'Cluster', 'Load balancer', 'Route', 'Repository').Change | Select-Object -Unique | Should -Be 'Unchanged'
        (Invoke-WebRequest $made.Url).Content.Trim() | Should -Be 'second'
    }

    It 'says in which state the app is if a deployment fails' {
        $file = Join-Path $folder 'Dockerfile'
        (Get-Content $file -Raw).Replace('CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]', 'CMD ["sh", "-c", "echo broken; exit 4"]') | Set-Content $file
        $problem = { Publish-FargateApp $folder -Environment @{ STAGE = 'test' } -Timeout 5m -ErrorAction Stop } | Should -Throw -PassThru
        $problem.Exception.Message | Should -BeLike '*Done before:*image shop:latest updated*State: shop runs*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*publish the app again*'
        (Invoke-WebRequest $made.Url).Content.Trim() | Should -Be 'second' -Because 'the old tasks serve until the new ones are healthy'
    }
}

Describe 'Publish-FargateApp' -Skip:$noEngine {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
        $folder = New-AppFolder first one
        $first = Publish-FargateApp $folder
    }

    AfterAll {
        Stop-EcsSandbox
        'first', 'second', 'worker' | ForEach-Object { docker image ls -q $_ } | ForEach-Object { docker rmi -f $_ *> $null }
    }

    It 'gives everything of the app its tag, and nothing of it to what apps share' {
        (Get-FargateService first -Cluster ecstools).Tags['ecstools:app'] | Should -Be 'first'
        (Get-FargateTaskDefinition first).Tags['ecstools:app'] | Should -Be 'first'
        (Get-FargateCluster ecstools).Tags['ecstools:shared'] | Should -Be 'true'
        (Get-FargateLoadBalancer ecstools).Tags['ecstools:shared'] | Should -Be 'true'
        (Get-FargateCluster ecstools).Tags.Keys | Should -Not -Contain 'ecstools:app'
    }

    It 'does not take the requests of another app' {
        $other = New-AppFolder second two
        $problem = { Publish-FargateApp $other -ErrorAction Stop } | Should -Throw -ErrorId 'AppRouteTaken*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike "*-RoutePath '/second`*'*"
        Get-FargateTaskDefinition second* | Should -BeNullOrEmpty -Because 'nothing was created before'
        $second = Publish-FargateApp $other -RoutePath '/second*'
        $second.Url | Should -BeLike '*/second'
        (Get-FargateRoute -Url "$($first.Url)second/x").RouteName | Should -Be 'second'
    }

    It 'shows the plan as a tree with the cost, and changes nothing' {
        $transcript = Join-Path $TestDrive 'plan.txt'
        $null = Start-Transcript $transcript -UseMinimalHeader
        try { Publish-FargateApp $folder -Name planned -RoutePath /planned -Memory 1024 -WhatIf | Should -BeNullOrEmpty } finally { $null = Stop-Transcript }
        $plan = Get-Content $transcript -Raw
        $plan | Should -Match "Publish app 'planned' in us-east-1"
        $plan | Should -Match '(?m)^service planned\r?$|^  service planned\r?$'
        $plan | Should -Match '\+ task definition planned'
        $plan | Should -Match 'memory: 1024'
        $plan | Should -Match 'cost: \d+\.\d\d -> \d+\.\d\d USD in a month'
        Get-FargateTaskDefinition planned* | Should -BeNullOrEmpty
    }

    It 'publishes a worker without a load balancer, and scales it' {
        $worker = Publish-FargateApp $folder -Name worker -NoLoadBalancer -MinimumCount 2 -MaximumCount 4
        $worker.LoadBalancer | Should -BeNullOrEmpty
        (Get-FargateRoute).RouteName | Should -Not -Contain 'worker'
        (Publish-FargateApp $folder -Name worker -NoLoadBalancer -MinimumCount 2 -MaximumCount 4).Change | Should -Be 'Unchanged'
        Publish-FargateApp $folder -Name worker -NoLoadBalancer -MinimumCount 2 -MaximumCount 4 -AsPlan | Should -BeNullOrEmpty
        $page = Join-Path $folder index.html
        $text = Get-Content $page
        Set-Content $page changed
        $plan = Publish-FargateApp $folder -Name worker -NoLoadBalancer -MinimumCount 2 -MaximumCount 4 -AsPlan
        $plan | Where-Object Action -ne None | ForEach-Object ResourceType | Should -Be Image
        Set-Content $page $text
        $changed = Publish-FargateApp $folder -Name worker -NoLoadBalancer -MinimumCount 2 -MaximumCount 6
        ($changed.Steps | Where-Object Stage -eq 'Scaling').Change | Should -Be 'Updated'
    }

    It 'fits 80 columns' {
        foreach ($shown in $first, $first.Services, $first.Steps) {
            $shown | Out-String -Width 80 -Stream | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        }
    }
}
