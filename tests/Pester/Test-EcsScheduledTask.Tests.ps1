# Each problem is made, found, and corrected with the line that the finding gives.
BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestRelay

    # The findings for which no line can be given that runs by itself, and why. Their remedies say what to do.
    $WithoutLine = @{
        ImageMissing      = 'Only the user has the image, or knows which of the others is right.'
        NeverRuns         = 'Only the user knows when the schedule shall run (TimeInspectionTests).'
        NoDeadLetterQueue = 'Only the user has the queue.'
        NoWayOut          = 'Only the user knows the subnets with a way out.'
        RunsOverlap       = 'Only the user knows what may change (TimeInspectionTests).'
    }
    $sandbox = Start-EcsSandbox -Runtime Simulated 6> $null
    $null = New-FargateCluster demo
    $null = Register-FargateTask crawler -ImageUri example:1
    $queue = 'arn:aws:sqs:us-east-1:000000000000:dead'
    function New-Schedule([string] $Name, [string] $Family = 'crawler', [hashtable] $More = @{ Every = '1d' }) {
        $null = New-EcsScheduledTask $Name -TaskDefinition $Family -Cluster demo -DeadLetterArn $queue @More
    }

    # Calls AWS in the sandbox, for what the commands do not do.
    $hidden = [System.Reflection.BindingFlags]'Public, NonPublic, Static, Instance'
    function Invoke-Sandbox([string] $Package, [string] $Operation, [hashtable] $Values) {
        $server = (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', $hidden).GetValue($null)
        $body = [System.Text.Json.Nodes.JsonNode]::Parse((ConvertTo-Json $Values -Compress)).AsObject()
        $server.GetType().GetMethod('CallAsync', $hidden).Invoke($server, @($Package, $Operation, $body)).GetAwaiter().GetResult().ToJsonString() | ConvertFrom-Json
    }
    function Invoke-Iam([string] $Operation, [hashtable] $Values) { Invoke-Sandbox AWSSDK.IdentityManagement $Operation $Values }
    function Clear-Role([string] $Name) {
        foreach ($policy in (Invoke-Iam ListRolePolicies @{ RoleName = $Name }).PolicyNames) { $null = Invoke-Iam DeleteRolePolicy @{ RoleName = $Name; PolicyName = $policy } }
    }

    # Follows the remedy literally, and looks again.
    function Assert-Fixed([string] $Name, [string[]] $Code) {
        $found = Test-EcsScheduledTask $Name
        $found.Code | Should -Be $Code
        foreach ($line in $found.FixCommand | Select-Object -Unique) {
            $line | Should -Not -BeNullOrEmpty
            $null = Invoke-Expression $line
        }
        Test-EcsScheduledTask $Name | Should -BeNullOrEmpty
    }
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Test-EcsScheduledTask' {
    It 'says nothing of a schedule that works' {
        New-Schedule good
        Test-EcsScheduledTask good | Should -BeNullOrEmpty
        Get-EcsScheduledTask good | Test-EcsScheduledTask | Should -BeNullOrEmpty
        { Test-EcsScheduledTask nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ScheduleNotFound*'
    }

    It 'finds a cluster that is gone' {
        $null = New-FargateCluster gone
        $null = New-EcsScheduledTask homeless -TaskDefinition crawler -Cluster gone -Cron '0 3 1 1 ? *' -DeadLetterArn $queue
        $null = Invoke-Sandbox AWSSDK.ECS DeleteCluster @{ cluster = 'gone' }
        Assert-Fixed homeless ClusterMissing
    }

    It 'finds a revision that is no longer active' {
        $null = Register-FargateTask pinned -ImageUri example:1
        New-Schedule pinned pinned:1
        $null = Register-FargateTask pinned -ImageUri example:2
        $null = Invoke-Sandbox AWSSDK.ECS DeregisterTaskDefinition @{ taskDefinition = 'pinned:1' }
        Assert-Fixed pinned DefinitionMissing
    }

    It 'finds a role that is gone, that EventBridge may not use, or that may not do what it must' {
        $null = Register-FargateTask roles -ImageUri example:1
        New-Schedule roles roles
        $role = 'EcsToolsScheduler-roles'
        $trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
        Clear-Role $role
        Assert-Fixed roles RunTaskDenied, PassRoleDenied, DeadLetterDenied
        $null = Invoke-Iam UpdateAssumeRolePolicy @{ RoleName = $role; PolicyDocument = $trust }
        Assert-Fixed roles RoleTrust
        Clear-Role $role
        $null = Invoke-Iam DeleteRole @{ RoleName = $role }
        Assert-Fixed roles RoleMissing
    }

    It 'finds a public subnet without a public address' {
        New-Schedule private crawler @{ Every = '1d'; AssignPublicIp = $false }
        $found = Test-EcsScheduledTask private
        $found.Code | Select-Object -Unique | Should -Be 'NoPublicIp'
        $null = Invoke-Expression $found[0].FixCommand
        Test-EcsScheduledTask private | Should -BeNullOrEmpty
    }

    It 'finds an image that is not in its repository' {
        $null = Initialize-EcrRepository batch
        $null = Register-FargateTask batch -ImageUri "$($sandbox.RegistryUri)/batch:1.0"
        New-Schedule batch batch
        $found = Test-EcsScheduledTask batch
        $found.Code | Should -Be 'ImageMissing'
        $found.Remedy | Should -BeLike '*Push-EcrImage <folder> -RepositoryName batch*'
        $null = Push-EcrImage (New-TestLayout (Join-Path $TestDrive 'batch')) -RepositoryName batch -Tag 1.0
        Test-EcsScheduledTask batch | Should -BeNullOrEmpty
    }

    It 'finds a time that the change of the clock skips' {
        New-Schedule spring crawler @{ Cron = '30 2 * * ? *'; TimeZone = 'Europe/Rome' }
        (Test-EcsScheduledTask spring).Message | Should -BeLike '*02:30 will not happen*Europe/Rome*'
        Assert-Fixed spring SkippedByClockChange
        New-Schedule often crawler @{ Cron = '0/5 * * * ? *'; TimeZone = 'Europe/Rome' }
        Test-EcsScheduledTask often | Should -BeNullOrEmpty
    }

    It 'finds a disabled schedule, and one without a dead-letter queue' {
        New-Schedule off crawler @{ Every = '1d'; Disabled = $true }
        Assert-Fixed off Disabled
        $null = New-EcsScheduledTask quiet -TaskDefinition crawler -Cluster demo -Every 1d
        $found = Test-EcsScheduledTask quiet
        $found.Code, $found.Severity | Should -Be 'NoDeadLetterQueue', 'Information'
        $null = Invoke-Expression ($found.Remedy -replace '^.*: (?=Set-)' -replace '<ARN of a queue>', $queue)
        Clear-Role EcsToolsScheduler-crawler
        (Test-EcsScheduledTask quiet).Code | Should -Contain 'DeadLetterDenied'
    }

    It 'finds a role of the task that is gone' {
        $null = Initialize-EcsRole Task -Name gone-task-role
        $null = Register-FargateTask tasked -ImageUri example:1 -TaskRole gone-task-role
        New-Schedule tasked tasked
        $null = Invoke-Iam DeleteRole @{ RoleName = 'gone-task-role' }
        Assert-Fixed tasked TaskRoleMissing
    }

    It 'finds a schedule that is over, and subnets without a way out' {
        $relay = [EcsTools.TestRelay.StallingRelay]::new($sandbox.EndpointUrl)
        try {
            $through = @{ EndpointUrl = $relay.EndpointUrl; AccessKey = $sandbox.AccessKey; SecretKey = $sandbox.SecretKey; Region = 'us-east-1' }
            New-Schedule over crawler @{ At = '2099-01-01' }
            # Nobody waits for the time: the relay answers as AWS does after it.
            $relay.Rewrite('GET /schedules/over', '2099-01-01', '2020-01-01')
            $found = Test-EcsScheduledTask over @through
            $found.Code | Should -Be 'HasEnded'
            $ConfirmPreference = 'None'
            $null = Invoke-Expression $found.FixCommand
            Get-EcsScheduledTask over -ErrorAction Ignore | Should -BeNullOrEmpty
            New-Schedule shut
            $relay.Rewrite('Action=DescribeRouteTables&', '0.0.0.0/0', '10.9.0.0/16')
            $found = Test-EcsScheduledTask shut @through
            $found.Code | Select-Object -Unique | Should -Be 'NoWayOut'
            $found[0].Remedy | Should -BeLike '*Set-EcsScheduledTask shut -Subnet*'
        }
        finally { $relay.Dispose() }
    }

    It 'has a test of every finding, with a line that corrects it or a reason' {
        $codes = Get-ChildItem (Join-Path $PSScriptRoot '../../src/EcsTools.Core/Schedules/Inspection') -Filter *.cs | Get-Content -Raw |
            Select-String 'findings\.(?:Error|Warning|Information)\(\s*"(\w+)"' -AllMatches | ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $codes.Count | Should -Be 17
        $tests = Get-Content $PSCommandPath -Raw
        $codes | Where-Object { $_ -notin $WithoutLine.Keys -and $tests -cnotmatch "(Assert-Fixed|Should -Be) .*\b$_\b" } | Should -BeNullOrEmpty
        $WithoutLine.Keys | Where-Object { $_ -notin $codes } | Should -BeNullOrEmpty
        $WithoutLine.GetEnumerator() | Where-Object { $tests -cnotmatch "Should -(Be|Contain) .*'$($_.Key)'" -and $_.Value -notlike '*(TimeInspectionTests)*' } | Should -BeNullOrEmpty
    }

    It 'names the group and the service of a schedule in its line' {
        New-Schedule grouped crawler @{ Every = '1d'; Group = 'team'; Disabled = $true }
        (Test-EcsScheduledTask grouped).FixCommand | Should -Contain 'Enable-EcsScheduledTask grouped -Group team'
    }
}
