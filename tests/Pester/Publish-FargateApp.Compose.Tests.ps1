# Apps from a compose file. The tasks are simulated: what counts is what is created.
BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
    $folder = Join-Path $TestDrive 'shop'
    $null = New-Item $folder -ItemType Directory
    Set-Content (Join-Path $folder compose.yaml) @'
name: shop
services:
  web:
    image: example:${TAG:-1}
    ports: ["8080:80"]
    environment: { LEVEL: info }
    labels: { team: blue }
    cap_drop: [NET_RAW]
    tty: true
    logging: { driver: json-file }
    depends_on: { migrate: { condition: service_completed_successfully } }
    deploy: { replicas: 2, resources: { limits: { cpus: "0.5", memory: 1g } } }
  proxy: { image: "example:1", expose: ["9901"], x-fargate: { sidecarOf: web, essential: false } }
  migrate: { image: "example:1", command: [migrate] }
  nightly: { image: "example:1", environment: { PASSWORD: "${secret:shop/db:password}" }, x-fargate: { schedule: { every: 1d } } }
  tools: { image: "example:1", profiles: [debug] }
'@
    Set-Content (Join-Path $folder prod.yaml) 'services: { web: { deploy: { replicas: 3 } } }'
    $path = Join-Path $folder compose.yaml
    $made = Publish-FargateApp $path -SkipTest -WarningVariable lost -WarningAction SilentlyContinue
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Publish-FargateApp with a compose file' {
    It 'publishes its services, and what runs once or on a schedule' {
        $made.AppName, $made.Change | Should -Be 'shop', 'Created'
        $made.Services.Name | Sort-Object | Should -Be 'migrate', 'nightly', 'web'
        ($made.Services | Where-Object Name -eq web).DesiredCount | Should -Be 2
        (Get-EcsScheduledTask shop-nightly).Expression | Should -Be 'rate(1 day)'
    }

    It 'registers what the file says of the containers' {
        $definition = (Get-FargateTaskDefinition shop-web -Latest).Json | ConvertFrom-Json
        $definition.cpu, $definition.memory | Should -Be '512', '1024'
        $web = $definition.containerDefinitions | Where-Object name -eq web
        $web.image | Should -BeLike 'example:1*'
        $web.portMappings.containerPort | Should -Be 80
        $web.environment.name | Should -Be 'LEVEL'
        $nightly = (Get-FargateTaskDefinition shop-nightly -Latest).Json | ConvertFrom-Json
        $nightly.containerDefinitions[0].secrets[0].valueFrom | Should -Be 'arn:aws:secretsmanager:us-east-1:000000000000:secret:shop/db:password::'
        $web.dockerLabels.team | Should -Be 'blue'
        $web.linuxParameters.capabilities.drop | Should -Be 'NET_RAW'
        $web.pseudoTerminal | Should -BeTrue
        ($definition.containerDefinitions | Where-Object name -eq proxy).essential | Should -BeFalse
    }

    It 'gives the load balancer to the published port' {
        (Get-FargateRoute | Where-Object TargetGroupArn).ContainerPort | Should -Be 80
    }

    It 'says what ECS does in another way, with its line' {
        $lost.Message | Should -Contain "compose.yaml:10:24: services.web.logging: ECS has no log driver 'json-file', so the log goes to CloudWatch Logs. Remove the key, or use awslogs, splunk or awsfirelens."
    }

    It 'changes nothing if nothing differs' {
        (Publish-FargateApp $folder -SkipTest -WarningAction SilentlyContinue).Change | Should -Be 'Unchanged'
    }

    It 'takes overrides and profiles' {
        $again = Publish-FargateApp $folder -ComposeOverride (Join-Path $folder prod.yaml) -ComposeProfile debug -SkipTest -WarningAction SilentlyContinue
        ($again.Services | Where-Object Name -eq web).DesiredCount | Should -Be 3
        $again.Services.Name | Should -Contain 'tools'
    }

    It 'removes with -Prune what is no longer in the file' {
        $null = Publish-FargateApp $path -SkipTest -Prune -WarningAction SilentlyContinue
        (Get-FargateApp shop).Services.Name | Should -Not -Contain 'tools'
    }

    It 'sends the requests to the sidecar whose port the route names' {
        Set-Content (Join-Path $folder proxy.yaml) "name: proxied`nservices:`n  app: { image: 'example:1' }`n  nginx: { image: 'example:1', ports: ['80:8080'], x-fargate: { sidecarOf: app } }"
        $null = Publish-FargateApp (Join-Path $folder proxy.yaml) -LoadBalancer proxied -SkipTest
        "$((Get-FargateService proxied-app -Cluster ecstools).Targets)" | Should -BeLike '*nginx:8080*'
    }

    It 'refuses what Fargate cannot do, before anything is created' {
        Set-Content (Join-Path $folder bad.yaml) "name: bad`nservices:`n  web:`n    image: example:1`n    network_mode: host`n    volumes: [./data:/data]"
        $problem = { Publish-FargateApp (Join-Path $folder bad.yaml) -ErrorAction Stop } | Should -Throw -ErrorId 'ComposeNotSupported*' -PassThru
        $problem.Exception.Message | Should -BeLike "*bad.yaml:5:19: *network mode 'host'*bad.yaml:6:15: *'./data'*"
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Line 5: *'
        Get-FargateApp | Where-Object AppName -eq bad | Should -BeNullOrEmpty
    }

    It 'names the sample with four services behind one load balancer' {
        $sample = Join-Path $PSScriptRoot '../../samples/monolith-to-microservices'
        Start-Transcript (Join-Path $TestDrive plan.txt) -UseMinimalHeader | Out-Null
        try { Publish-FargateApp $sample -SkipTest -WhatIf } finally { $null = Stop-Transcript }
        $plan = Get-Content (Join-Path $TestDrive plan.txt) -Raw
        foreach ($name in 'monolith', 'users', 'threads', 'posts') { $plan | Should -BeLike "*forum-$name*" }
    }
}
