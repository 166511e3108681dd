BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1

    # What two apps that are the same have in common: everything but ids, times, ARNs and ports of this machine.
    function Get-AppShape([string] $App) {
        foreach ($service in Get-FargateService -Cluster ecstools | Where-Object { $_.Tags['ecstools:app'] -eq $App } | Sort-Object ServiceName) {
            $definition = (Get-FargateTaskDefinition $service.TaskDefinition).Json
            "$($service.ServiceName) $($service.DesiredCount) $($service.MinimumHealthyPercent) $($service.MaximumPercent) $($service.HealthCheckGracePeriod) $($service.AssignPublicIp)"
            ($service.Tags.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ' '
            $definition
            $scaling = Set-FargateScaling $service.ServiceName -Cluster ecstools -WhatIf:$false
            "$($scaling.MinimumCount) $($scaling.MaximumCount) $($scaling.CpuTarget)"
        }
        Get-FargateRoute -LoadBalancer ecstools | Sort-Object Priority | ForEach-Object { "$($_.Priority) $($_.Conditions) $($_.RouteName) $($_.ContainerPort) $($_.Action)" }
        Get-EcsScheduledTask "$App-*" | ForEach-Object { "$($_.ScheduleName) $($_.Expression) $($_.TimeZone) $($_.Group) $($_.State)" }
    }

    $path = Join-Path $TestDrive compose.yaml
    Set-Content $path @'
name: forum
services:
  web:
    image: example:1
    expose: ["80"]
    environment: { LEVEL: "it's ${LEVEL:-fine}", DB_PASSWORD: hunter2hunter2 }
    deploy: { replicas: 2 }
    x-fargate: { route: { path: /*, healthCheck: /health } }
  api:
    image: example:1
    expose: ["80"]
    x-fargate: { route: /api*, scaling: { minimum: 1, maximum: 3, cpu: 50 } }
  nightly:
    image: example:1
    x-fargate: { schedule: { cron: "0 3 * * ? *", timeZone: Europe/Rome }, secrets: { DB: /forum/db } }
'@
}

Describe 'Export-FargateApp' {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
        $null = Publish-FargateApp $path -SkipTest -WarningAction SilentlyContinue
        $before = Get-AppShape forum
        $before.Count | Should -BeGreaterThan 10
        $script = Export-FargateApp forum PowerShell -WarningVariable said -WarningAction SilentlyContinue
    }

    AfterAll {
        Stop-EcsSandbox
        Remove-Item env:WEB_DB_PASSWORD -ErrorAction Ignore
    }

    It 'writes a script that says which secrets it needs' {
        $script | Should -Not -Match 'hunter2'
        "$said" | Should -BeLike '*WEB_DB_PASSWORD*'
        $file = Join-Path $TestDrive app.ps1
        Set-Content $file $script
        { & $file } | Should -Throw '*WEB_DB_PASSWORD*'
    }

    It 'writes a file once, and again only with -Force' {
        $file = Join-Path $TestDrive template.json
        Export-FargateApp forum CloudFormation -OutFile $file -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $resources = (Get-Content $file -Raw | ConvertFrom-Json).Resources
        $resources.WebService.Properties.ServiceName | Should -Be 'forum-web'
        { Export-FargateApp forum Compose -OutFile $file -WarningAction SilentlyContinue -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists*'
        Get-Content $file -Raw | Should -Match 'AWSTemplateFormatVersion'
        Export-FargateApp forum Compose -OutFile $file -WhatIf -Force -WarningAction SilentlyContinue
        Get-Content $file -Raw | Should -Match 'AWSTemplateFormatVersion'
        Export-FargateApp forum Compose -OutFile $file -Force -WarningAction SilentlyContinue
        Get-Content $file -Raw | Should -Match '(?m)^name: forum'
    }

    It 'writes a compose file that changes nothing, with the values that it asks for' {
        $file = Join-Path $TestDrive again.yaml
        Export-FargateApp forum Compose -OutFile $file -WarningAction SilentlyContinue
        { Publish-FargateApp $file -SkipTest -ErrorAction Stop } | Should -Throw '*WEB_DB_PASSWORD*'
        $env:WEB_DB_PASSWORD = 'hunter2hunter2'
        (Publish-FargateApp $file -SkipTest -WarningAction SilentlyContinue).Change | Should -Be 'Unchanged'
    }

    It 'writes a script that creates the same app elsewhere' {
        Stop-EcsSandbox
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
        $file = Join-Path $TestDrive app.ps1
        Set-Content $file $script
        $env:WEB_DB_PASSWORD = 'hunter2hunter2'
        & $file 3> $null
        Get-AppShape forum | Should -Be $before
        (Get-FargateApp forum).Services.Name | Sort-Object | Should -Be 'api', 'nightly', 'web'
    }
}
