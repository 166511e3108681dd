# Each finding, and that it is gone after its fix: the command line as it is, or what the remedy says.
BeforeDiscovery {
    $noEngine = -not (Get-Command docker -ErrorAction Ignore) -or -not (Test-Path /bin/busybox) -or $(docker version *> $null; $LASTEXITCODE -ne 0)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1

    # Calls an operation of the sandbox as its root, for what no command of the module does.
    function Invoke-Sandbox([string] $Package, [string] $Operation, [hashtable] $Request) {
        $hidden = [System.Reflection.BindingFlags]'Public, NonPublic, Static, Instance'
        $server = (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', $hidden).GetValue($null)
        $body = [System.Text.Json.Nodes.JsonNode]::Parse((ConvertTo-Json $Request -Depth 9), $null, [System.Text.Json.JsonDocumentOptions]::new())
        $server.GetType().GetMethod('CallAsync', $hidden).Invoke($server, @($Package, $Operation, $body.PSObject.BaseObject)).GetAwaiter().GetResult()
    }

    function New-Compose([string] $Name, [string] $Service) {
        $path = Join-Path $TestDrive "$Name.yaml"
        Set-Content $path "name: $Name`nservices:`n  web:`n    image: example:1`n    expose: ['80']`n$Service"
        $path
    }

    # The finding with this code. There must be one.
    function Get-Finding([object[]] $Finding, [string] $Code) {
        $found = @($Finding | Where-Object Code -eq $Code)
        $found.Count | Should -Be 1 -Because "the findings are: $($Finding | ForEach-Object { "$($_.Code): $($_.Message)" })"
        $found[0].Remedy | Should -Not -BeNullOrEmpty
        $found[0]
    }

    function Invoke-Fix($Finding) {
        $Finding.FixCommand | Should -Not -BeNullOrEmpty -Because $Finding.Message
        $null = Invoke-Expression $Finding.FixCommand
    }
}

Describe 'Test-FargateApp of a published app' {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
    }

    AfterAll {
        Stop-EcsSandbox
    }

    It 'finds nothing wrong with an app that is as it should be' {
        $null = Publish-FargateApp (New-Compose fine "    x-fargate: { route: /fine* }") -SkipTest
        Test-FargateApp -Name fine | Should -BeNullOrEmpty
        Get-FargateApp fine | Test-FargateApp | Should -BeNullOrEmpty
        Test-FargateApp (Join-Path $TestDrive fine.yaml) | Should -BeNullOrEmpty
    }

    It 'finds access keys, and gives the task a role instead' {
        $path = New-Compose keys "    environment: { AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE, AWS_SECRET_ACCESS_KEY: secretsecret }"
        $null = Publish-FargateApp $path -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*access key of AWS*'
        $finding = Get-Finding (Test-FargateApp -Name keys) AccessKeyInEnvironment
        "$($finding | ConvertTo-Json)" | Should -Not -Match 'secretsecret|AKIAIOSFODNN7EXAMPLE'
        Invoke-Fix $finding
        Test-FargateApp -Name keys | Should -BeNullOrEmpty
        (Get-FargateTaskDefinition keys-web -Latest).TaskRoleArn | Should -BeLike '*role/EcsTools-keys-web'
    }

    It 'finds an access key in a secret' {
        $path = New-Compose parameter "    environment: { AWS_SECRET_ACCESS_KEY: '`${ssm:/shop/key}' }"
        $finding = Get-Finding (Test-FargateApp $path) AccessKeyInEnvironment
        $finding.Remedy | Should -BeLike "*parameter.yaml:3:3, remove AWS_SECRET_ACCESS_KEY*"
    }

    It 'finds a tag that moves' {
        $path = New-Compose moving ''
        (Get-Content $path -Raw).Replace('example:1', 'example:latest') | Set-Content $path
        $finding = Get-Finding (Test-FargateApp $path) LatestTag
        $finding.Remedy | Should -BeLike '*moving.yaml*use the tag of a version, such as example:1.4.0*'
        (Get-Content $path -Raw).Replace('example:latest', 'example:1.4.0') | Set-Content $path
        Test-FargateApp $path | Should -BeNullOrEmpty
    }

    It 'finds tasks that cannot reach the registry' {
        $null = Publish-FargateApp (New-Compose closed '') -SkipTest
        $null = Set-FargateService closed-web -Cluster ecstools -AssignPublicIp:$false
        $finding = Get-Finding (Test-FargateApp -Name closed) NoWayOut
        Invoke-Fix $finding
        Test-FargateApp -Name closed | Should -BeNullOrEmpty
    }

    It 'finds a security group that does not admit the load balancer' {
        $null = Publish-FargateApp (New-Compose barred "    x-fargate: { route: /barred* }") -SkipTest
        $group = (Get-FargateService barred-web -Cluster ecstools).SecurityGroups[0]
        $balancer = (Get-FargateLoadBalancer ecstools).SecurityGroups[0]
        $null = Invoke-Sandbox AWSSDK.EC2 RevokeSecurityGroupIngress @{
            GroupId = $group; IpPermissions = @(@{ IpProtocol = 'tcp'; FromPort = 80; ToPort = 80; UserIdGroupPairs = @(@{ GroupId = $balancer }) })
        }
        $finding = Get-Finding (Test-FargateApp -Name barred) BalancerNotAdmitted
        Invoke-Fix $finding
        Test-FargateApp -Name barred | Should -BeNullOrEmpty
    }

    It 'finds a grace period that is shorter than the start' {
        $check = "    healthcheck: { test: [CMD, 'true'], start_period: 90s }`n"
        $null = Publish-FargateApp (New-Compose slow "$check    x-fargate: { route: /slow* }") -SkipTest -WarningAction SilentlyContinue
        $finding = Get-Finding (Test-FargateApp -Name slow) GraceTooShort
        Invoke-Fix $finding
        Test-FargateApp -Name slow | Should -BeNullOrEmpty
        $path = New-Compose slower "$check    x-fargate: { route: /slower* }"
        $finding = Get-Finding (Test-FargateApp $path) GraceTooShort
        $finding.Remedy | Should -BeLike '*slower.yaml:3:3, write x-fargate: { healthCheckGracePeriod: 90s }*'
        $path = New-Compose slower "$check    x-fargate: { route: /slower*, healthCheckGracePeriod: 90s }"
        Test-FargateApp $path | Should -BeNullOrEmpty
    }

    It 'finds logs that are kept for ever' {
        $path = New-Compose chatty ''
        Get-Finding (Test-FargateApp $path -LogRetention 0) LogsKeptForever | ForEach-Object Remedy | Should -BeLike '*-LogRetention 30*'
        $null = Publish-FargateApp $path -LogRetention 0 -SkipTest
        $finding = Get-Finding (Test-FargateApp -Name chatty) LogsKeptForever
        Invoke-Fix $finding
        Test-FargateApp -Name chatty | Should -BeNullOrEmpty
        (Publish-FargateApp $path -SkipTest).Change | Should -Be 'Unchanged' -Because 'the retention of a log group that exists stays'
        Test-FargateApp -Name chatty | Should -BeNullOrEmpty
        $null = Publish-FargateApp $path -LogRetention 0 -SkipTest
        Get-Finding (Test-FargateApp -Name chatty) LogsKeptForever
    }

    It 'finds an execution role that may not read a secret' {
        $null = Initialize-EcsRole TaskExecution -Name EcsToolsOwn
        $path = New-Compose secretive "    environment: { DB: '`${secret:shop/db}', KEY: '`${ssm:/shop/key}' }`n    x-fargate: { executionRole: EcsToolsOwn }"
        $findings = @(Test-FargateApp $path)
        $findings.Code | Should -Be 'SecretDenied', 'SecretDenied'
        # One role holds the secrets of both lines.
        $null = Initialize-EcsRole TaskExecution -Name EcsToolsOwn -SecretArn $findings.Subject
        Test-FargateApp $path | Should -BeNullOrEmpty
        $one = New-Compose single "    environment: { DB: '`${secret:shop/other}' }`n    x-fargate: { executionRole: EcsToolsOwn }"
        Invoke-Fix (Get-Finding (Test-FargateApp $one) SecretDenied)
        Test-FargateApp $one | Should -BeNullOrEmpty
    }

    It 'finds what the caller may not do' {
        $path = New-Compose refused "    x-fargate: { route: /refused*, scaling: { minimum: 1, maximum: 2, cpu: 60 } }"
        $key = New-EcsIamDeployer tom -PolicySet Tutorial -WarningAction SilentlyContinue
        $document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:SimulatePrincipalPolicy"],"Resource":"*"},{"Effect":"Deny","Action":["ecs:CreateCluster"],"Resource":"*"}]}'
        $null = Invoke-Sandbox AWSSDK.IdentityManagement PutUserPolicy @{ UserName = 'tom'; PolicyName = 'simulate'; PolicyDocument = $document }
        $as = @{ AccessKey = $key.AccessKeyId; SecretKey = [System.Net.NetworkCredential]::new('', $key.SecretAccessKey).Password; Region = 'us-east-1'; EndpointUrl = (Get-EcsSandbox).EndpointUrl }
        $findings = @(Test-FargateApp $path @as -WarningAction SilentlyContinue | Where-Object Code -eq CallerLacksPermission)
        $findings.Message | Where-Object { $_ -match 'ecs:CreateCluster' } | Should -Not -BeNullOrEmpty
        $findings.Message | Where-Object { $_ -match 'elasticloadbalancing:ModifyTargetGroupAttributes' } | Should -Not -BeNullOrEmpty
        foreach ($line in $findings.FixCommand | Where-Object { $_ -match '-Add' }) { $null = Invoke-Expression "$line -WarningAction SilentlyContinue" }
        $null = Invoke-Sandbox AWSSDK.IdentityManagement PutUserPolicy @{ UserName = 'tom'; PolicyName = 'simulate'; PolicyDocument = $document.Replace('Deny', 'Allow') }
        Test-FargateApp $path @as -WarningAction SilentlyContinue | Where-Object Code -eq CallerLacksPermission | Should -BeNullOrEmpty
    }

    It 'finds a load balancer that is almost full' {
        $path = New-Compose full "    x-fargate: { route: /full* }"
        $null = Publish-FargateApp $path -LoadBalancer crowded -SkipTest
        $listener = (Get-FargateLoadBalancer crowded).Listeners[0].ListenerArn
        foreach ($number in 1..89) {
            $null = Invoke-Sandbox AWSSDK.ElasticLoadBalancingV2 CreateRule @{
                ListenerArn = $listener; Priority = 1000 + $number
                Conditions = @(@{ Field = 'path-pattern'; Values = @("/other$number") })
                Actions = @(@{ Type = 'fixed-response'; FixedResponseConfig = @{ StatusCode = '404' } })
            }
        }
        $finding = Get-Finding (Test-FargateApp -Name full) QuotaNear
        $finding.Severity, $finding.Subject | Should -Be 'Warning', 'crowded'
        $finding.Message | Should -BeLike '*90 of at most 100 rules*'
        $finding.Remedy | Should -BeLike '*Get-FargateRoute -LoadBalancer crowded*'
        $rules = Get-FargateRoute -LoadBalancer crowded | Where-Object { $_.Action -eq 'fixed-response' -and -not $_.IsDefault }
        $rules.Count | Should -Be 89
        foreach ($rule in $rules.ListenerRuleArn) { $null = Invoke-Sandbox AWSSDK.ElasticLoadBalancingV2 DeleteRule @{ RuleArn = $rule } }
        Test-FargateApp -Name full | Should -BeNullOrEmpty
    }

    It 'finds a Dockerfile without a port, or for another processor, without an engine' {
        $folder = Join-Path $TestDrive plain
        $null = New-Item $folder -ItemType Directory
        Set-Content (Join-Path $folder Dockerfile) "FROM --platform=linux/arm64 scratch`nCMD [`"/server`"]"
        Get-Finding (Test-FargateApp $folder -SkipRun) PortUnknown | ForEach-Object Remedy | Should -BeLike '*-Port*'
        $finding = Get-Finding (Test-FargateApp $folder -SkipRun -Port 80 -Architecture X86_64 -Name plain) PlatformDiffers
        Invoke-Fix $finding
        Test-FargateApp $folder -SkipRun -Port 80 -Architecture X86_64 -Name plain -RoutePath /plain | Should -BeNullOrEmpty
    }

    It 'fits 80 columns' {
        Test-FargateApp (New-Compose wide "    environment: { AWS_SECRET_ACCESS_KEY: a }") | Out-String -Width 80 -Stream |
            ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }
}

Describe 'Test-FargateApp with containers' -Skip:$noEngine {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null

        # A web server, with what the Dockerfile says after it.
        function New-Site([string] $Name, [string] $Port = 'EXPOSE 8080', [string] $Command = '"httpd", "-f", "-p", "8080", "-h", "/www"') {
            $folder = Join-Path $TestDrive $Name
            $null = New-Item $folder -ItemType Directory -Force
            Copy-Item /bin/busybox $folder
            Set-Content (Join-Path $folder index.html) $Name
            Set-Content (Join-Path $folder Dockerfile) @"
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ENV PATH=/bin
COPY index.html /www/
$Port
CMD [$Command]
"@
            $folder
        }
    }

    AfterAll {
        Stop-EcsSandbox
        docker image ls -q pinned | ForEach-Object { docker rmi -f $_ *> $null }
    }

    It 'finds nothing wrong with a program that answers' {
        Test-FargateApp (New-Site good) | Should -BeNullOrEmpty
        # Other processes have such containers too; the label names the process.
        docker ps -a --filter label=ecstools.engine-store --format '{{.Label "ecstools.engine-store"}}' | Where-Object { $_ -like "*/$PID/*" } |
            Should -BeNullOrEmpty -Because 'the container of the trial is removed'
    }

    It 'finds the port that the Dockerfile does not say' {
        $folder = New-Site silent ''
        $finding = Get-Finding (Test-FargateApp $folder) PortUnknown
        $finding.Remedy | Should -BeLike '*port 8080*'
        Invoke-Fix $finding
        Test-FargateApp $folder | Should -BeNullOrEmpty
    }

    It 'finds that the program listens on another port' {
        $folder = New-Site moved 'EXPOSE 9090'
        Invoke-Fix (Get-Finding (Test-FargateApp $folder) PortDiffers)
        Test-FargateApp $folder | Should -BeNullOrEmpty
    }

    It 'finds that the program listens on 127.0.0.1 only' {
        $folder = New-Site lonely 'EXPOSE 8080' '"httpd", "-f", "-p", "127.0.0.1:8080", "-h", "/www"'
        $finding = Get-Finding (Test-FargateApp $folder) ListensOnLoopback
        $finding.Remedy | Should -BeLike '*0.0.0.0*'
        $file = Join-Path $folder Dockerfile
        (Get-Content $file -Raw).Replace('127.0.0.1', '0.0.0.0') | Set-Content $file
        Test-FargateApp $folder | Should -BeNullOrEmpty
    }

    It 'finds that the path of the health check is not there' {
        $folder = New-Site sick
        $finding = Get-Finding (Test-FargateApp $folder -HealthCheckPath /health) HealthPathFails
        $finding.Message | Should -BeLike '*/health*404*'
        $finding.Remedy | Should -BeLike 'Use -HealthCheckPath /,*'
        Test-FargateApp $folder -HealthCheckPath / | Should -BeNullOrEmpty
    }

    It 'finds that the program ends' {
        $folder = New-Site ended 'EXPOSE 8080' '"sh", "-c", "echo no database; exit 3"'
        $finding = Get-Finding (Test-FargateApp $folder) ProgramEnds
        $finding.Message | Should -BeLike '*exit code 3*no database*'
        Test-FargateApp (New-Site ended) | Should -BeNullOrEmpty
    }

    It 'finds an image in ECR for another processor' {
        $folder = Join-Path $TestDrive other
        $null = New-Item $folder -ItemType Directory
        Set-Content (Join-Path $folder page.txt) page
        Set-Content (Join-Path $folder Dockerfile) "FROM scratch`nCOPY page.txt /`nCMD [`"/server`"]"
        $processor = if ((docker version --format '{{.Server.Arch}}') -eq 'arm64') { 'amd64' } else { 'arm64' }
        $own = if ($processor -eq 'arm64') { 'amd64' } else { 'arm64' }
        $image = Push-EcrImage $folder -RepositoryName other -Tag 1 -Platform "linux/$processor"
        $path = New-Compose other "    platform: linux/$own"
        (Get-Content $path -Raw).Replace('example:1', $image.ImageUri) | Set-Content $path
        $finding = Get-Finding (Test-FargateApp $path) PlatformDiffers
        $finding.Message | Should -BeLike "*built for linux/$processor*run on linux/$own*"
        $finding.Remedy | Should -BeLike "*use the platform linux/$processor*"
        (Get-Content $path -Raw).Replace("linux/$own", "linux/$processor") | Set-Content $path
        Test-FargateApp $path | Should -BeNullOrEmpty
    }

    It 'pins a tag that moves to the image that runs' {
        Stop-EcsSandbox
        $null = Start-EcsSandbox -Runtime Docker -TimeScale 20 6> $null
        $image = Push-EcrImage (New-Site pinned) -RepositoryName pinned -Tag latest
        $path = New-Compose pinned ''
        (Get-Content $path -Raw).Replace('example:1', $image.ImageUri).Replace("'80'", "'8080'") | Set-Content $path
        $null = Publish-FargateApp $path -SkipTest
        $finding = Get-Finding (Test-FargateApp -Name pinned) LatestTag
        $finding.FixCommand | Should -BeLike "*@$($image.ImageDigest)*"
        Invoke-Fix $finding
        Test-FargateApp -Name pinned | Should -BeNullOrEmpty
    }
}
