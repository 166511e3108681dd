# Each finding, and that it is gone after its fix: the command line as it is, or what the remedy says.
BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestRelay

    # The findings for which no line can be given that runs by itself, and why. Their remedies say what to do.
    $WithoutLine = @{
        ImageMissing       = 'Only the user has the image, or knows which of the others is right.'
        NotForFargate      = 'A definition for EC2 does not say how large its tasks are, nor how they share the network.'
        TargetGroupMissing = 'The service must be removed and created again, which needs a decision.'
        TargetGroupType    = 'The service must be removed and created again, which needs a decision.'
    }
    $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
    $null = New-FargateCluster demo

    # Calls AWS in the sandbox, for what the commands do not do.
    $hidden = [System.Reflection.BindingFlags]'Public, NonPublic, Static, Instance'
    function Invoke-Sandbox([string] $Package, [string] $Operation, [hashtable] $Values) {
        $server = (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', $hidden).GetValue($null)
        $body = [System.Text.Json.Nodes.JsonNode]::Parse((ConvertTo-Json $Values -Compress -Depth 9)).AsObject()
        $server.GetType().GetMethod('CallAsync', $hidden).Invoke($server, @($Package, $Operation, $body)).GetAwaiter().GetResult().ToJsonString() | ConvertFrom-Json
    }
    function Invoke-Iam([string] $Operation, [hashtable] $Values) { Invoke-Sandbox AWSSDK.IdentityManagement $Operation $Values }
    function Remove-Role([string] $Name) {
        foreach ($policy in (Invoke-Iam ListRolePolicies @{ RoleName = $Name }).PolicyNames) { $null = Invoke-Iam DeleteRolePolicy @{ RoleName = $Name; PolicyName = $policy } }
        foreach ($policy in (Invoke-Iam ListAttachedRolePolicies @{ RoleName = $Name }).AttachedPolicies) {
            $null = Invoke-Iam DetachRolePolicy @{ RoleName = $Name; PolicyArn = $policy.PolicyArn }
        }
        $null = Invoke-Iam DeleteRole @{ RoleName = $Name }
    }

    # A service without tasks: what is checked is what a deployment would bring.
    function New-Service([string] $Name, [hashtable] $Task = @{}, [hashtable] $More = @{}) {
        $null = Register-FargateTask $Name -ImageUri example:1 -Port 80 @Task
        $null = New-FargateService $Name $Name -Cluster demo -DesiredCount 0 @More
    }

    function Assert-Fixed([string] $Name, [string[]] $Code) {
        $found = @(Test-FargateService $Name -Cluster demo)
        $found.Code | Should -Be $Code -Because "$($found.Message)"
        foreach ($line in $found.FixCommand | Select-Object -Unique) {
            $line | Should -Not -BeNullOrEmpty
            $null = Invoke-Expression $line
        }
        Test-FargateService $Name -Cluster demo | Should -BeNullOrEmpty
    }
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Test-FargateService' {
    It 'says nothing of a service that is sound, by name, object, revision and file' {
        New-Service good
        Test-FargateService good -Cluster demo | Should -BeNullOrEmpty
        Get-FargateService good -Cluster demo | Test-FargateService | Should -BeNullOrEmpty
        Test-FargateService good -Cluster demo -TaskDefinition (Get-FargateTaskDefinition good:1) | Should -BeNullOrEmpty
        $file = Join-Path $TestDrive good.json
        Export-FargateTask good:1 -Path $file
        Test-FargateService good -Cluster demo -Path $file | Should -BeNullOrEmpty
        { Test-FargateService nothing -Cluster demo -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceNotFound*'
        { Test-FargateService good -Cluster demo -TaskDefinition good:9 -ErrorAction Stop } | Should -Throw -ErrorId 'TaskDefinitionNotFound*'
    }

    It 'finds roles that are gone or that ECS may not use, in a revision and in a file' {
        $null = Initialize-EcsRole TaskExecution -Name OwnExecution
        $null = Initialize-EcsRole Task -Name OwnTask
        New-Service roles @{ ExecutionRole = 'OwnExecution'; TaskRole = 'OwnTask'; Secret = @{ KEY = '/shop/key' } }
        $file = Join-Path $TestDrive roles.json
        Export-FargateTask roles:1 -Path $file
        (Test-FargateService roles -Cluster demo -Path $file).Code | Should -Be 'SecretDenied'
        Assert-Fixed roles SecretDenied
        'OwnExecution', 'OwnTask' | ForEach-Object { Remove-Role $_ }
        (Test-FargateService roles -Cluster demo -Path $file).Code | Should -Be 'RoleMissing', 'RoleMissing'
        (Get-Content $file -Raw) -replace 'arn:[^"]*role/', '' | Set-Content $file
        (Test-FargateService roles -Cluster demo -Path $file).Code | Should -Be 'RoleMissing', 'RoleMissing'
        Assert-Fixed roles RoleMissing, RoleMissing
        $trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
        'OwnExecution', 'OwnTask' | ForEach-Object { $null = Invoke-Iam UpdateAssumeRolePolicy @{ RoleName = $_; PolicyDocument = $trust } }
        Assert-Fixed roles RoleNotTrusted, RoleNotTrusted
    }

    It 'finds an image that is not in its repository, or is built for another platform' {
        $null = Initialize-EcrRepository batch
        New-Service batch @{}
        $null = Register-FargateTask batch -ImageUri "$($sandbox.RegistryUri)/batch:1.0"
        $found = Test-FargateService batch -Cluster demo
        $found.Code, $found.TaskDefinition | Should -Be 'ImageMissing', 'batch:2'
        $found.Remedy | Should -BeLike '*Push-EcrImage <folder> -RepositoryName batch*'
        $null = Push-EcrImage (New-TestLayout (Join-Path $TestDrive batch) -Architecture arm64) -RepositoryName batch -Tag 1.0
        $found = Test-FargateService batch -Cluster demo
        $found.FixCommand | Should -Be 'Get-FargateTaskDefinition batch:2 | Register-FargateTask -Architecture ARM64'
        Assert-Fixed batch PlatformDiffers
        (Get-FargateService batch -Cluster demo).TaskDefinition | Should -Be 'batch:1' -Because 'a fix does not deploy what was not deployed'
    }

    It 'finds a log group that is gone, unless the driver creates it' {
        New-Service silent
        $null = Invoke-Sandbox AWSSDK.CloudWatchLogs DeleteLogGroup @{ logGroupName = '/ecs/silent' }
        Assert-Fixed silent LogGroupMissing
        $null = Invoke-Sandbox AWSSDK.CloudWatchLogs DeleteLogGroup @{ logGroupName = '/ecs/silent' }
        $definition = Get-FargateTaskDefinition silent
        $json = $definition.Json | ConvertFrom-Json -AsHashtable
        $json.containerDefinitions[0].logConfiguration.options['awslogs-create-group'] = 'true'
        $null = Invoke-Sandbox AWSSDK.ECS RegisterTaskDefinition $json
        Test-FargateService silent -Cluster demo | Should -BeNullOrEmpty
    }

    It 'finds a definition that was deregistered, and one that is not for Fargate' {
        New-Service gone
        $null = Invoke-Sandbox AWSSDK.ECS DeregisterTaskDefinition @{ taskDefinition = 'gone:1' }
        Assert-Fixed gone DefinitionInactive
        $container = @{ name = 'gone'; image = 'example:1'; essential = $true; memory = 128 }
        $null = Invoke-Sandbox AWSSDK.ECS RegisterTaskDefinition @{ family = 'gone'; networkMode = 'awsvpc'; cpu = '256'; memory = '700'; containerDefinitions = @($container) }
        Assert-Fixed gone SizeInvalid
        (Get-FargateTaskDefinition gone -Latest).Memory | Should -Be 1024
        $null = Invoke-Sandbox AWSSDK.ECS RegisterTaskDefinition @{ family = 'gone'; networkMode = 'bridge'; requiresCompatibilities = @('EC2'); containerDefinitions = @($container) }
        $found = Test-FargateService gone -Cluster demo
        $found.Code, $found.FixCommand | Should -Be 'NotForFargate', $null
    }

    It 'finds tasks that cannot reach the registry, and security groups that are gone' {
        New-Service closed
        $null = Set-FargateService closed -Cluster demo -AssignPublicIp:$false
        Assert-Fixed closed NoWayOut
        $first = (Get-FargateService closed -Cluster demo).SecurityGroups[0]
        $vpc = (Invoke-Sandbox AWSSDK.EC2 DescribeSecurityGroups @{ GroupIds = @($first) }).SecurityGroups[0].VpcId
        $second = (Invoke-Sandbox AWSSDK.EC2 CreateSecurityGroup @{ GroupName = 'second'; Description = 'second'; VpcId = $vpc }).GroupId
        $null = Set-FargateService closed -Cluster demo -SecurityGroup $first, $second
        $null = Invoke-Sandbox AWSSDK.EC2 DeleteSecurityGroup @{ GroupId = $second }
        Assert-Fixed closed SecurityGroupMissing
    }

    It 'finds subnets that are gone' {
        New-Service moved
        $relay = [EcsTools.TestRelay.StallingRelay]::new($sandbox.EndpointUrl)
        try {
            $through = @{ EndpointUrl = $relay.EndpointUrl; AccessKey = $sandbox.AccessKey; SecretKey = $sandbox.SecretKey; Region = 'us-east-1' }
            $subnets = (Get-FargateService moved -Cluster demo).Subnets
            # The sandbox deletes no subnets. The relay answers as AWS does after a deletion: without the subnet.
            $relay.Rewrite('Action=DescribeSubnets&', $subnets[0], 'subnet-0000000000000dead')
            $found = @(Test-FargateService moved -Cluster demo @through)
            $found.Code, $found.Subject | Should -Be 'SubnetMissing', $subnets[0]
            $null = Invoke-Expression $found.FixCommand
            (Get-FargateService moved -Cluster demo).Subnets | Should -Not -Contain $subnets[0]
            Test-FargateService moved -Cluster demo @through | Should -BeNullOrEmpty
            # With its last subnet gone, only the user knows where the tasks shall run.
            $null = Set-FargateService moved -Cluster demo -Subnet $subnets[0]
            $found = Test-FargateService moved -Cluster demo @through | Where-Object Code -EQ SubnetMissing
            $found.FixCommand | Should -BeNullOrEmpty
            $found.Remedy | Should -BeLike '*Set-FargateService -Subnet*'
        }
        finally { $relay.Dispose() }
    }

    It 'has a test of every finding, with a line that corrects it or a reason' {
        $folders = 'Services/Inspection', 'Checks' | ForEach-Object { Join-Path $PSScriptRoot "../../src/EcsTools.Core/$_" }
        # A tag that moves is found in apps alone.
        $codes = Get-ChildItem $folders -Filter *.cs | Select-String 'FargateAppFindingCode\.(\w+)' -AllMatches | ForEach-Object { $_.Matches } |
            ForEach-Object { $_.Groups[1].Value } | Where-Object { $_ -ne 'LatestTag' } | Sort-Object -Unique
        $codes.Count | Should -Be 17
        $tests = Get-Content $PSCommandPath -Raw
        $codes | Where-Object { $_ -notin $WithoutLine.Keys -and $tests -cnotmatch "(Assert-Fixed|Code, .*Should -Be) .*\b$_\b" } | Should -BeNullOrEmpty
        $WithoutLine.Keys | Where-Object { $_ -notin $codes } | Should -BeNullOrEmpty
        $WithoutLine.Keys | Where-Object { $tests -cnotmatch "Should -Be .*'$_'" } | Should -BeNullOrEmpty
    }

    Context 'with a load balancer' {
        BeforeAll {
            $null = New-FargateLoadBalancer ecstools -WarningAction SilentlyContinue
            $null = Register-FargateTask shop -ImageUri example:1 -Port 80
            $null = Add-FargateRoute ecstools '/shop*' -Name shop -ContainerPort 80 | New-FargateService shop shop -Cluster demo -DesiredCount 0
        }

        It 'finds a port that the definition does not have' {
            Test-FargateService shop -Cluster demo | Should -BeNullOrEmpty
            $null = Register-FargateTask shop -ImageUri example:2 -Port 443
            Assert-Fixed shop PortNotMapped
            (Get-FargateTaskDefinition shop -Latest).Ports | Should -Be 443, 80
            $null = Register-FargateTask shop -ImageUri example:2 -Port 80 -ContainerName other
            $found = Test-FargateService shop -Cluster demo
            $found.Code, $found.FixCommand | Should -Be 'PortNotMapped', $null
            $null = Register-FargateTask shop -ImageUri example:2 -Port 80
        }

        It 'finds security groups that do not admit the load balancer' {
            $group = (Get-FargateService shop -Cluster demo).SecurityGroups[0]
            $balancer = (Get-FargateLoadBalancer ecstools).SecurityGroups[0]
            $null = Invoke-Sandbox AWSSDK.EC2 RevokeSecurityGroupIngress @{
                GroupId = $group; IpPermissions = @(@{ IpProtocol = 'tcp'; FromPort = 80; ToPort = 80; UserIdGroupPairs = @(@{ GroupId = $balancer }) })
            }
            Assert-Fixed shop BalancerNotAdmitted
        }

        It 'finds a target group that gets no requests, and one that is gone' {
            $route = Get-FargateRoute shop
            $null = Invoke-Sandbox AWSSDK.ElasticLoadBalancingV2 DeleteRule @{ RuleArn = $route.ListenerRuleArn }
            (Test-FargateService shop -Cluster demo).Severity | Should -Be 'Warning'
            Assert-Fixed shop TargetGroupUnused
            $route = Get-FargateRoute shop
            $null = Invoke-Sandbox AWSSDK.ElasticLoadBalancingV2 DeleteRule @{ RuleArn = $route.ListenerRuleArn }
            $null = Invoke-Sandbox AWSSDK.ElasticLoadBalancingV2 DeleteTargetGroup @{ TargetGroupArn = $route.Targets[0].TargetGroupArn }
            $found = Test-FargateService shop -Cluster demo
            $found.Code | Should -Be 'TargetGroupMissing'
            $found.FixCommand | Should -BeNullOrEmpty
            $found | Out-String -Width 80 | Should -Match 'Error +shop +TargetGroupMissing'
            # The remedy, as a person copies it.
            $ConfirmPreference = 'None'
            $null = Invoke-Expression ($found.Remedy -replace '^.*?: ')
            Test-FargateService shop -Cluster demo | Should -BeNullOrEmpty
        }

        It 'finds a target group of another type' {
            $relay = [EcsTools.TestRelay.StallingRelay]::new($sandbox.EndpointUrl)
            try {
                # ECS accepts no such group for tasks of Fargate. A service that was on EC2 before can have one.
                $relay.Rewrite('Action=DescribeTargetGroups&', '<TargetType>ip</TargetType>', '<TargetType>instance</TargetType>')
                $found = Test-FargateService shop -Cluster demo -EndpointUrl $relay.EndpointUrl -AccessKey $sandbox.AccessKey -SecretKey $sandbox.SecretKey -Region us-east-1
                $found.Code | Should -Be 'TargetGroupType'
                $found.FixCommand | Should -BeNullOrEmpty
                $ConfirmPreference = 'None'
                $null = Invoke-Expression ($found.Remedy -replace '^.*?: ')
                (Get-FargateService shop -Cluster demo).Targets[0].TargetGroupArn | Should -BeLike '*:targetgroup/shop-ip/*'
                Test-FargateService shop -Cluster demo | Should -BeNullOrEmpty
            }
            finally { $relay.Dispose() }
        }
    }
}
