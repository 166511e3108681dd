BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $null = New-FargateCluster compare
    $null = Register-FargateTask web -ImageUri example:1 -Port 80 -Environment @{ DEPTH = 3; DB_PASSWORD = 'hunter2' }
    $null = New-FargateService web web -Cluster compare -Wait
    $null = Register-FargateTask web -ImageUri example:2 -Port 80, 443 -Environment @{ DB_PASSWORD = 'hunter3' } -Memory 1024
    $file = Join-Path $TestDrive 'web.json'
    Export-FargateTask web:1 -Path $file
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Compare-FargateService' {
    It 'shows what the newest revision would change, without secrets' {
        $found = Compare-FargateService web -Cluster compare
        $image = $found | Where-Object Field -eq 'containerDefinitions[web].image'
        $image.Running, $image.Wanted | Should -Be 'example:1', 'example:2'
        $image.RunningTaskDefinition, $image.WantedTaskDefinition | Should -Be 'web:1', 'web:2'
        ($found | Where-Object Field -eq memory).Wanted | Should -Be 1024
        ($found | Where-Object Field -like '*DEPTH*').Wanted | Should -BeNullOrEmpty
        "$($found | ConvertTo-Json)" | Should -Not -Match hunter
        $shown = $found | Out-String -Width 200
        $shown | Should -Match 'Service: web in compare, web:1 -> web:2'
        $shown | Should -Match '~ memory: 512 -> 1024'
        $shown | Should -Match '- containerDefinitions\[web\]\.environment\[DEPTH\]'
        $shown | Should -Match '\+ containerDefinitions\[web\]\.portMappings\[443'
    }

    It 'finds the service in its cluster, by pipeline and by its name alone' {
        (Get-FargateService web -Cluster compare | Compare-FargateService).Count | Should -BeGreaterThan 2
        (Compare-FargateService web).Count | Should -BeGreaterThan 2
    }

    It 'emits nothing for the same revision, named or as an object' {
        Compare-FargateService web -Cluster compare -TaskDefinition web:1 | Should -BeNullOrEmpty
        Compare-FargateService web -Cluster compare -TaskDefinition (Get-FargateTaskDefinition web:1) | Should -BeNullOrEmpty
    }

    It 'compares with a file as Register-FargateTask would register it' {
        Compare-FargateService web -Cluster compare -Path $file | Should -BeNullOrEmpty
        $other = Join-Path $TestDrive 'other.json'
        (Get-Content $file -Raw) -replace 'example:1', 'example:7' -replace '"executionRoleArn".*' | Set-Content $other
        $found = Compare-FargateService web -Cluster compare -Path $other
        $found.Field | Should -Be 'containerDefinitions[web].image'
        $found.Wanted, $found.WantedTaskDefinition | Should -Be 'example:7', $other
        (Register-FargateTask -Path $other -WarningAction SilentlyContinue).TaskDefinition | Should -Be 'web:3'
        (Compare-FargateService web -Cluster compare).Field | Should -Be 'containerDefinitions[web].image'
    }

    It 'compares with a service of a compose file as Publish-FargateApp would publish it' {
        $folder = (New-Item (Join-Path $TestDrive shop) -ItemType Directory).FullName
        $path = Join-Path $folder compose.yaml
        $text = "name: store`nservices:`n  web: { image: 'example:1', ports: ['80'], environment: { DEPTH: '3' } }`n  tools: { image: 'example:1', profiles: [debug] }"
        Set-Content $path $text
        $null = Publish-FargateApp $path -Name shop -Cluster compare -NoLoadBalancer -SkipTest -WarningAction SilentlyContinue
        Compare-FargateService shop-web -Cluster compare -Path $path | Should -BeNullOrEmpty -Because 'it runs what the file says'
        Compare-FargateService shop-web -Cluster compare -Path $folder | Should -BeNullOrEmpty

        Set-Content $path ($text -replace 'example:1', 'example:2')
        $override = Join-Path $folder prod.yaml
        Set-Content $override "services: { web: { environment: { DEPTH: '4' } } }"
        $found = Compare-FargateService shop-web -Cluster compare -Path $path -ComposeOverride $override
        $found.Field | Sort-Object | Should -Be 'containerDefinitions[web].environment[DEPTH]', 'containerDefinitions[web].image'
        ($found | Where-Object Field -like '*.image').Wanted | Should -Be 'example:2'
        $found[0].WantedTaskDefinition | Should -Be $path
        $null = Publish-FargateApp $path -Name shop -Cluster compare -NoLoadBalancer -SkipTest -ComposeOverride $override -WarningAction SilentlyContinue
        Compare-FargateService shop-web -Cluster compare -Path $path -ComposeOverride $override | Should -BeNullOrEmpty

        $problem = { Compare-FargateService web -Cluster compare -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidPath*' -PassThru
        $problem.Exception.Message | Should -BeLike "*does not have service 'web'*store-web*"
        { Compare-FargateService web -Cluster compare -Path $file -ComposeProfile debug -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterOfOtherApp*'
    }

    It 'says what is not there, and compares the others' {
        $found = Compare-FargateService nowhere, web -Cluster compare -ErrorAction SilentlyContinue -ErrorVariable problem
        $found | Should -Not -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ServiceNotFound*'
        { Compare-FargateService web -Cluster compare -TaskDefinition web:99 -ErrorAction Stop } | Should -Throw -ErrorId 'TaskDefinitionNotFound*'
        Set-Content (Join-Path $TestDrive bad.json) '{ "containers": [] }'
        { Compare-FargateService web -Cluster compare -Path (Join-Path $TestDrive bad.json) -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidTaskDefinitionFile*'
    }
}
