# Every command that changes something in AWS emits its plan with -AsPlan, as the text of -WhatIf says it, and changes nothing.
BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    # What these change is a file or a process of this computer.
    $local = 'ConvertFrom-CopilotManifest', 'Export-FargateApp', 'Export-FargateTask', 'Show-FargateApp', 'Show-FargateCost', 'Start-EcsSandbox', 'Stop-EcsSandbox'
    $commands = Get-Command -Module EcsTools | Where-Object { $_.Parameters.ContainsKey('WhatIf') -and $_.Name -notin $local } |
        ForEach-Object { @{ Name = $_.Name; Command = $_ } }
    # A line for each command, with what the plan does: the actions and types of its steps. Cost is what it adds to the cost of a month of 730 hours, and null if
    # the plan does not say. A task has 0.25 vCPU (x 0.04048 an hour in us-east-1), 0.5 GB (x 0.004445) and a public address (0.005): 12.66 USD a month.
    $lines = @(
        @{ Line = 'New-FargateCluster new'; Steps = 'Create Cluster' }
        @{ Line = 'New-FargateCluster plans'; Steps = '' }
        @{ Line = 'Remove-FargateCluster plans -Force'; Steps = 'Delete Cluster', 'Delete Service', 'Stop Task', 'Update Schedule' }
        @{ Line = 'Register-FargateTask web -ImageUri example:2'; Steps = 'Update TaskDefinition' }
        @{ Line = 'Register-FargateTask web -ImageUri example:1'; Steps = '' }
        @{ Line = 'Register-FargateTask other -ImageUri example:1'; Steps = 'Create TaskDefinition', 'Create LogGroup' }
        @{ Line = 'Start-FargateTask web -Cluster plans'; Steps = 'Start Task'; Cost = $null }
        @{ Line = 'Get-FargateTask -Cluster plans | Stop-FargateTask'; Steps = 'Stop Task' }
        @{ Line = 'New-FargateService other web -Cluster plans -DesiredCount 2'; Steps = 'Create Service'; Cost = 25.32 }
        @{ Line = 'Set-FargateService web -Cluster plans -DesiredCount 3'; Steps = 'Update Service'; Cost = 25.32 }
        @{ Line = 'Set-FargateService web -Cluster plans -DesiredCount 1'; Steps = '' }
        @{ Line = 'Set-FargateService web -Cluster plans -ForceNewDeployment'; Steps = 'Update Service', 'Replace Task'; Cost = $null }
        @{ Line = 'Set-FargateScaling web -Cluster plans -MaximumCount 4 -CpuTarget 60'; Steps = 'Create Scaling'; Cost = 0 }
        @{ Line = 'Set-FargateScaling web -Cluster plans -MinimumCount 2 -MaximumCount 4 -CpuTarget 60'; Steps = 'Create Scaling'; Cost = 12.66 }
        @{ Line = 'Undo-FargateDeployment web -Cluster plans'; Steps = 'Update Service' }
        @{ Line = 'Remove-FargateService web -Cluster plans'; Steps = 'Delete Service', 'Stop Task'; Cost = -12.66 }
        @{ Line = 'Unregister-FargateTask spare'; Steps = 'Delete TaskDefinition' }
        @{ Line = 'New-EcsScheduledTask other -TaskDefinition web -Cluster plans -Every 1d'; Steps = 'Create Schedule'; Cost = $null }
        @{ Line = 'Set-EcsScheduledTask nightly -Every 2d'; Steps = 'Update Schedule' }
        @{ Line = 'Enable-EcsScheduledTask nightly'; Steps = '' }
        @{ Line = 'Disable-EcsScheduledTask nightly'; Steps = 'Update Schedule' }
        @{ Line = 'Start-EcsScheduledTask nightly'; Steps = 'Start Task' }
        @{ Line = 'Remove-EcsScheduledTask nightly'; Steps = 'Delete Schedule' }
        @{ Line = 'Initialize-EcrRepository new -KmsKey alias/images -ScanOnPush -ImageTagMutability IMMUTABLE -KeepLast 5 -Tag @{ team = 1 }'; Steps = 'Create Repository'; Cost = $null }
        @{ Line = 'Initialize-EcrRepository plans -ScanOnPush'; Steps = 'Update Repository' }
        @{ Line = 'Initialize-EcrRepository plans'; Steps = '' }
        @{ Line = 'Clear-EcrRepository plans -Untagged'; Steps = '' }
        @{ Line = 'Clear-EcrRepository plans -KeepLast 0'; Steps = 'Delete Image' }
        @{ Line = 'Copy-EcrImage $image.ImageUri copy'; Steps = 'Create Repository', 'Create Image' }
        @{ Line = 'Copy-EcrImage $image.ImageUri plans -Tag 2'; Steps = 'Create Image' }
        @{ Line = 'Copy-EcrImage $image.ImageUri plans'; Steps = '' }
        @{ Line = 'Push-EcrImage $layout -RepositoryName plans -Tag 1'; Steps = '' }
        @{ Line = 'Push-EcrImage $layout -RepositoryName plans -Tag 2'; Steps = 'Create Image' }
        @{ Line = 'New-EcrImage $folder -Tag plans:1'; Steps = 'Create Image' }
        @{ Line = 'Initialize-EcsRole Task -Name plansRole'; Steps = 'Create Role' }
        @{ Line = 'New-EcsIamDeployer plans'; Steps = 'Create User', 'Update User', 'Create AccessKey', 'Update Profile' }
        @{ Line = 'New-FargateLoadBalancer plans'; Steps = 'Create LoadBalancer', 'Create SecurityGroup', 'Create Listener'; Cost = 27.38 }
        @{ Line = 'Publish-FargateApp $folder -Name site -NoLoadBalancer -Port 80'; Steps = 'Create Cluster', 'Create TaskDefinition', 'Create Service', 'Create Image', 'Create Repository'; Cost = 12.66 }
    )
    foreach ($one in $lines) { $one.Name = $one.Line }
    $priced = $lines | Where-Object { $_.ContainsKey('Cost') }
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $config = $env:DOCKER_CONFIG
    $env:DOCKER_CONFIG = New-Item -ItemType Directory (Join-Path $TestDrive docker)
    $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive site)
    Set-Content (Join-Path $folder Dockerfile) "FROM scratch`nCOPY Dockerfile /"
    $layout = New-TestLayout (Join-Path $TestDrive layout)
    $image = Push-EcrImage $layout -RepositoryName plans -Tag 1
    $null = New-FargateCluster plans
    $null = Register-FargateTask web -ImageUri example:1
    $null = Register-FargateTask spare -ImageUri example:1
    $null = New-FargateService web web -Cluster plans -Wait
    $null = Set-FargateService web -Cluster plans -Image example:0 -Wait
    $null = Register-FargateTask web -ImageUri example:1
    $null = New-EcsScheduledTask nightly -TaskDefinition web -Cluster plans -Every 1d

    # The text that -WhatIf writes to the host.
    function Get-WhatIf([string] $Line) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $null = Start-Transcript $path -UseMinimalHeader
        try { $null = Invoke-Expression "$Line -WhatIf" 3> $null } finally { $null = Stop-Transcript }
        (Get-Content $path -Raw) -replace '(?s).*?What if: ', '' -replace '(?s)\r?\n\*{5,}.*', ''
    }
}

AfterAll {
    $env:DOCKER_CONFIG = $config
    Stop-EcsSandbox
}

Describe 'The plan of <Name>' -ForEach $commands {
    It 'is emitted with -AsPlan' {
        $Command.Parameters.Keys | Should -Contain 'AsPlan'
        $Command.OutputType.Type | Should -Contain ([EcsTools.Models.EcsPlanStep])
    }
}

Describe 'The plan of "<Line>"' -ForEach $lines {
    It 'has its steps as objects, and the text of -WhatIf as their view' {
        $plan = @(Invoke-Expression "$Line -AsPlan" 3> $null)
        $plan | ForEach-Object { $_ | Should -BeOfType EcsTools.Models.EcsPlanStep }
        $done = $plan | Where-Object Action -ne None | ForEach-Object { "$($_.Action) $($_.ResourceType)" } | Select-Object -Unique
        foreach ($step in $Steps | Where-Object { $_ }) { $done | Should -Contain $step }
        if (-not $Steps) { $plan | Should -BeNullOrEmpty; return }
        # The next run of a schedule that has no start depends on the moment.
        $shown = ($plan | Out-String -Width 1000).Trim() -split '\r?\n' -notmatch 'next run' | ForEach-Object TrimEnd
        $told = (Get-WhatIf $Line).Trim() -split '\r?\n' -notmatch 'next run' | ForEach-Object TrimEnd
        $shown | Should -Be $told
    }
}

Describe 'The cost of "<Line>"' -ForEach $priced {
    It 'is what the plan adds to a month' {
        $changes = Invoke-Expression "$Line -AsPlan" 3> $null | Where-Object { $null -ne $_.MonthlyCostChange }
        $changes.MonthlyCostChange | Should -Be $Cost
    }
}

Describe 'Plans' {
    It 'change nothing' {
        Get-FargateCluster new, copy -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-FargateService -Cluster plans | ForEach-Object ServiceName | Should -Be web
        (Get-FargateService web -Cluster plans).DesiredCount | Should -Be 1
        (Get-EcsScheduledTask nightly).State | Should -Be ENABLED
        (Find-EcrImage plans).ImageTags | Should -Be 1
    }

    It 'go to JSON, CSV and XML' {
        $plan = Set-FargateService web -Cluster plans -DesiredCount 3 -AsPlan
        $change = $plan | Where-Object Field -eq desiredCount
        $change.From, $change.To, $change.ResourceName | Should -Be 1, 3, web
        $json = $plan | ConvertTo-Json | ConvertFrom-Json | Where-Object Field
        $json.Action | Should -Be Update
        $json.Field | Should -Be desiredCount
        $path = Join-Path $TestDrive plan
        $plan | Export-Csv "$path.csv"
        (Import-Csv "$path.csv" | Where-Object Field).To | Should -Be 3
        $plan | Export-Clixml "$path.xml"
        Import-Clixml "$path.xml" | Out-String | Should -Be ($plan | Out-String)
    }

    It 'say what they cost, and -Verbose why one does not' {
        $null = Register-FargateTask arm -ImageUri example:1 -Architecture ARM64
        $said = New-FargateService arm arm -Cluster plans -SpotWeight 1 -OnDemandWeight 0 -AsPlan -Verbose 4>&1
        $said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message |
            Should -Contain 'The plan does not say what a month costs: a price in us-east-1 is not known.'
        $said | Where-Object ResourceType -eq Cost | Should -BeNullOrEmpty
    }

    It 'need no answer' {
        { Remove-FargateService web -Cluster plans -AsPlan -Confirm -ErrorAction Stop } | Should -Not -Throw
    }

    It 'of a login is empty while the token is stored' {
        @(Invoke-EcrLogin -AsPlan)[0].Action | Should -Be Create
        $login = Invoke-EcrLogin
        Invoke-EcrLogin -AsPlan | Should -BeNullOrEmpty
        (Invoke-EcrLogin).CredentialStore | Should -Be $login.CredentialStore
    }
}
