# What every command says of bad input: the parameter, the value, what to do; and that nothing was created before.
BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1

    # The least that each command that calls AWS can be called with. A command that is not here fails the first test.
    $least = @{
        'Add-FargateRoute' = @{ LoadBalancer = 'ecstools'; Path = '/api*'; Name = 'api'; ContainerPort = 80 }
        'Clear-EcrRepository' = @{ RepositoryName = 'web'; KeepLast = 10 }
        'Compare-FargateService' = @{ ServiceName = 'web' }
        'Copy-EcrImage' = @{ Source = 'public.ecr.aws/docker/library/busybox:stable' }
        'Disable-EcsScheduledTask' = @{ Name = 'nightly' }
        'Enable-EcsScheduledTask' = @{ Name = 'nightly' }
        'Enter-FargateTask' = @{ TaskArn = 'arn:aws:ecs:us-east-1:000000000000:task/demo/0123456789abcdef0123456789abcdef'; Command = 'ls' }
        'Export-FargateApp' = @{ Name = 'web'; Format = 'Compose' }
        'Export-FargateTask' = @{ TaskDefinition = 'web' }
        'Find-EcrImage' = @{}
        'Get-EcsIamDeployer' = @{}
        'Get-EcsScheduledRun' = @{ Name = 'nightly' }
        'Get-EcsScheduledTask' = @{}
        'Get-FargateApp' = @{}
        'Get-FargateCluster' = @{}
        'Get-FargateDeployment' = @{ ServiceName = 'web' }
        'Get-FargateFailure' = @{}
        'Get-FargateLoadBalancer' = @{}
        'Get-FargateLog' = @{ TaskArn = 'arn:aws:ecs:us-east-1:000000000000:task/demo/0123456789abcdef0123456789abcdef' }
        'Get-FargateRoute' = @{}
        'Get-FargateService' = @{}
        'Get-FargateTask' = @{}
        'Get-FargateTaskDefinition' = @{}
        'Initialize-EcrRepository' = @{ RepositoryName = 'web' }
        'Initialize-EcsRole' = @{ Kind = 'Task' }
        'Invoke-EcrLogin' = @{}
        'New-EcsIamDeployer' = @{ Name = 'deployer' }
        'New-EcsScheduledTask' = @{ Name = 'nightly'; Every = '1d'; TaskDefinition = 'web' }
        'New-FargateCluster' = @{ Cluster = 'demo' }
        'New-FargateLoadBalancer' = @{}
        'New-FargateService' = @{ ServiceName = 'web'; TaskDefinition = 'web' }
        'Publish-FargateApp' = @{ Path = '<folder>'; Port = 80 }
        'Push-EcrImage' = @{ Path = '<folder>'; RepositoryName = 'web' }
        'Register-FargateTask' = @{ Family = 'web'; ImageUri = '000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1' }
        'Remove-EcsIamDeployer' = @{ Name = 'deployer' }
        'Remove-EcsScheduledTask' = @{ Name = 'nightly' }
        'Remove-FargateApp' = @{ Name = 'web' }
        'Remove-FargateCluster' = @{ Cluster = 'demo' }
        'Remove-FargateLoadBalancer' = @{ Name = 'ecstools' }
        'Remove-FargateRoute' = @{ RouteName = 'users' }
        'Remove-FargateService' = @{ ServiceName = 'web' }
        'Resume-FargateApp' = @{ Name = 'web' }
        'Resume-FargateDeployment' = @{ ServiceName = 'web' }
        'Set-EcsScheduledTask' = @{ Name = 'nightly'; Every = '2d' }
        'Set-FargateRoute' = @{ RouteName = 'users'; Weight = 10 }
        'Set-FargateScaling' = @{ ServiceName = 'web' }
        'Set-FargateService' = @{ ServiceName = 'web' }
        'Show-FargateApp' = @{ Name = 'web' }
        'Start-EcsScheduledTask' = @{ Name = 'nightly' }
        'Start-FargateTask' = @{ TaskDefinition = 'web' }
        'Stop-FargateTask' = @{ TaskArn = 'arn:aws:ecs:us-east-1:000000000000:task/demo/0123456789abcdef0123456789abcdef' }
        'Suspend-FargateApp' = @{ Name = 'web' }
        'Test-EcsScheduledTask' = @{ Name = 'nightly' }
        'Test-FargateApp' = @{ Path = '<folder>'; Port = 80 }
        'Test-FargateService' = @{ ServiceName = 'web' }
        'Undo-FargateDeployment' = @{ ServiceName = 'web' }
        'Unregister-FargateTask' = @{ TaskDefinition = 'web' }
        'Update-EcsIamDeployer' = @{ Name = 'deployer' }
        'Measure-FargateCost' = @{ ServiceName = 'web' }
        'Wait-FargateService' = @{ ServiceName = 'web' }
        'Watch-FargateService' = @{ ServiceName = 'web' }
        'Wait-FargateTask' = @{ TaskArn = 'arn:aws:ecs:us-east-1:000000000000:task/demo/0123456789abcdef0123456789abcdef' }
    }
    $calling = Get-Command -Module EcsTools | Where-Object { $_.Parameters.ContainsKey('EndpointUrl') } | Sort-Object Name
    $everyCommand = foreach ($command in $calling) {
        @{
            Name = $command.Name
            Least = $least[$command.Name]
            IsListed = $least.ContainsKey($command.Name)
            # Of a deployer -ProfileName is the profile that is written; the one that connects is -AdminProfileName.
            ProfileParameter = if ($command.Parameters.ContainsKey('AdminProfileName')) { 'AdminProfileName' } else { 'ProfileName' }
        }
    }

    $connections = @(
        @{ What = 'an unknown profile'; Given = @{ ProfileName = 'ecs-dmeo' }; Id = 'UnknownProfile'; Says = 'ecs-dmeo'; Remedy = 'ecs-demo' }
        @{ What = 'an impossible region'; Given = @{ Region = 'eu-wset-1' }; Id = 'InvalidRegion'; Says = 'eu-wset-1'; Remedy = 'eu-west-1' }
        @{ What = 'half a pair of keys'; Given = @{ AccessKey = 'AKIAHALF' }; Id = 'IncompleteCredentials'; Says = '-SecretKey'; Remedy = '-ProfileName' }
        @{ What = 'no credentials'; Given = @{ Region = 'us-east-1' }; Id = 'NoCredentials'; Says = 'credentials'; Remedy = 'Start-EcsSandbox' }
        @{ What = 'no region'; Given = @{ AccessKey = 'A'; SecretKey = 'S' }; Id = 'NoRegion'; Says = 'region'; Remedy = '-Region' }
        @{ What = 'an endpoint that is none'; Given = @{ AccessKey = 'A'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = 'nowhere' }; Id = 'InvalidEndpointUrl'; Says = 'nowhere'; Remedy = 'http://' }
        @{ What = 'an endpoint that is not encrypted'; Given = @{ AccessKey = 'A'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = 'http://192.0.2.1' }; Id = 'InsecureEndpoint'; Says = 'http://192\.0\.2\.1'; Remedy = '-AllowInsecureEndpoint' }
        @{ What = 'an endpoint that does not answer'; Given = @{ AccessKey = 'A'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = 'http://127.0.0.1:9' }; Id = 'EndpointUnreachable'; Says = '127.0.0.1:9'; Remedy = '-EndpointUrl' }
        @{ What = 'a key that AWS does not know'; Given = @{ AccessKey = 'AKIAUNKNOWN000000000'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = '<sandbox>' }; Id = 'AccessKeyUnknown'; Says = 'UnrecognizedClientException|InvalidClientTokenId'; Remedy = 'AWS does not know this access key' }
        @{ What = 'credentials that have expired'; Given = @{ AccessKey = '<expired key>'; SecretKey = '<expired secret>'; SessionToken = '<expired token>'; Region = 'us-east-1'; EndpointUrl = '<sandbox>' }; Id = 'CredentialsExpired'; Says = 'expired'; Remedy = 'aws sso login' }
        @{ What = 'a secret that is not the key''s'; Given = @{ AccessKey = '<key>'; SecretKey = 'wrong'; Region = 'us-east-1'; EndpointUrl = '<sandbox>' }; Id = 'SignatureMismatch'; Says = 'Signature'; Remedy = 'secret access key' }
    )

    $values = @(
        @{ Line = 'Initialize-EcrRepository Web'; Id = 'InvalidRepositoryName'; Says = 'Web' }
        @{ Line = 'Initialize-EcrRepository web -ExcludeTag latest'; Id = 'ExclusionWithoutMutability'; Says = '-ExcludeTag' }
        @{ Line = 'Initialize-EcrRepository web -ImageTagMutability IMMUTABLE -ExcludeTag "a b"'; Id = 'InvalidExcludeTag'; Says = 'a b' }
        @{ Line = 'Initialize-EcrRepository web -KeepLast -1'; Id = 'InvalidKeepLast'; Says = '-1' }
        @{ Line = 'Initialize-EcrRepository web -ExpireUntaggedAfter 36h'; Id = 'InvalidExpireUntaggedAfter'; Says = '1.12:00:00' }
        @{ Line = 'Initialize-EcrRepository web -PullAccount 12'; Id = 'InvalidPullAccount'; Says = '12' }
        @{ Line = 'Initialize-EcrRepository docker.io/me/crawler'; Id = 'InvalidRepositoryName'; Says = 'docker.io' }
        @{ Line = 'Push-EcrImage ./site -RepositoryName docker.io/me/crawler -WhatIf'; Id = 'InvalidRepositoryName'; Says = 'docker.io' }
        @{ Line = 'Push-EcrImage ./site -Destination docker.io/Team/web:1'; Id = 'InvalidImageName'; Says = 'docker.io/Team/web:1' }
        @{ Line = 'Push-EcrImage ./site -Destination docker.io/team/web:1 -Tag "a tag"'; Id = 'InvalidImageTag'; Says = 'a tag' }
        @{ Line = 'Push-EcrImage ./site -Destination 123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1'; Id = 'DestinationInEcr'; Says = '123456789012' }
        @{ Line = 'Copy-EcrImage node:22 ghcr.io/team/node'; Id = 'InvalidRepositoryName'; Says = 'ghcr.io' }
        @{ Line = 'Find-EcrImage 000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1'; Id = 'InvalidRepositoryName'; Says = '000000000000.dkr.ecr.us-east-1.amazonaws.com' }
        @{ Line = 'Find-EcrImage nothing'; Id = 'RepositoryNotFound'; Says = 'nothing' }
        @{ Line = 'Clear-EcrRepository nothing -KeepLast 1'; Id = 'RepositoryNotFound'; Says = 'nothing' }
        @{ Line = 'Clear-EcrRepository web'; Id = 'NothingToClear'; Says = 'which images' }
        @{ Line = 'Clear-EcrRepository web -KeepLast -1'; Id = 'InvalidKeepLast'; Says = '-1' }
        @{ Line = 'Clear-EcrRepository web -OlderThan yesteryear'; Id = 'ParameterArgumentTransformationError'; Says = 'yesteryear' }
        @{ Line = 'Copy-EcrImage "a image"'; Id = 'InvalidImageName'; Says = 'a image' }
        @{ Line = 'Copy-EcrImage node:22 Web'; Id = 'InvalidRepositoryName'; Says = 'Web' }
        @{ Line = 'Copy-EcrImage node:22 -Platform arm'; Id = 'PlatformInvalid'; Says = 'arm' }
        @{ Line = 'Copy-EcrImage 127.0.0.1:9/web:1'; Id = 'RegistryUnreachable'; Says = '127.0.0.1:9' }
        @{ Line = 'Push-EcrImage ./nowhere -RepositoryName web'; Id = 'PathNotFound'; Says = './nowhere' }
        @{ Line = 'Push-EcrImage ./empty -RepositoryName web'; Id = 'DockerfileNotFound'; Says = 'empty' }
        @{ Line = '$engine = $env:DOCKER_HOST; $env:DOCKER_HOST = "tcp://127.0.0.1:9"; try { Push-EcrImage ./site -RepositoryName web } finally { $env:DOCKER_HOST = $engine }'; Id = 'DockerNotRunning'; Says = '127.0.0.1:9' }
        @{ Line = '$engine = $env:DOCKER_HOST; $env:DOCKER_HOST = "tcp://127.0.0.1:9"; try { New-EcrImage ./site } finally { $env:DOCKER_HOST = $engine }'; Id = 'DockerNotRunning'; Says = '127.0.0.1:9' }
        @{ Line = 'Push-EcrImage ./site -RepositoryName web -Secret @{ npmrc = "./nowhere" }'; Id = 'SecretFileNotFound'; Says = 'nowhere' }
        @{ Line = 'New-EcrImage ./site -Secret @{ npmrc = 1 }'; Id = 'InvalidSecret'; Says = 'npmrc' }
        @{ Line = 'Push-EcrImage ./site -RepositoryName web -Platform arm'; Id = 'PlatformInvalid'; Says = 'arm' }
        @{ Line = 'Push-EcrImage ./site -RepositoryName web -Tag "a tag"'; Id = 'InvalidImageTag'; Says = 'a tag' }
        @{ Line = 'Push-EcrImage ./site -RepositoryName web -Transport Engine -CompressionLevel Fastest'; Id = 'TransportHasItsOwnCompression'; Says = 'Fastest' }
        @{ Line = 'New-FargateCluster "a cluster"'; Id = 'InvalidCluster'; Says = 'a cluster' }
        @{ Line = 'Remove-FargateCluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -Cpu 256 -Memory 4096'; Id = 'InvalidCpuMemoryPair'; Says = '4096' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -Cpu 300'; Id = 'InvalidCpuMemoryPair'; Says = '300' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -Port 99999'; Id = 'InvalidPort'; Says = '99999' }
        @{ Line = 'Register-FargateTask web -Path ./nowhere.json'; Id = 'PathNotFound'; Says = 'nowhere.json' }
        @{ Line = 'Start-FargateTask nothing'; Id = 'TaskDefinitionNotFound'; Says = 'nothing' }
        @{ Line = 'Get-FargateTask -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Get-FargateTask 0123456789abcdef0123456789abcdef'; Id = 'TaskNotFound'; Says = '0123456789abcdef' }
        @{ Line = 'Enter-FargateTask 0123456789abcdef0123456789abcdef -Cluster nowhere -Command ls'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Enter-FargateTask 0123456789abcdef0123456789abcdef -Command ls'; Id = 'TaskNotFound'; Says = '0123456789abcdef' }
        @{ Line = 'Start-FargateTask web -Spot -SpotWeight 2'; Id = 'InvalidSpot'; Says = 'SpotWeight' }
        @{ Line = 'Start-FargateTask web -BaseOnDemand -1'; Id = 'InvalidBaseOnDemand'; Says = '-1' }
        @{ Line = 'Export-FargateTask nothing'; Id = 'TaskDefinitionNotFound'; Says = 'nothing' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -Volume data'; Id = 'InvalidVolume'; Says = 'data' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -Ulimit files=1'; Id = 'InvalidUlimit'; Says = 'files=1' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -DependsOn db:READY'; Id = 'InvalidDependsOn'; Says = 'db:READY' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -DependsOn db'; Id = 'InvalidDependsOn'; Says = 'db' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -LogDriver journald'; Id = 'InvalidLogDriver'; Says = 'journald' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -EnvironmentFile ./web.env'; Id = 'InvalidEnvironmentFile'; Says = './web.env' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -StopTimeout 500'; Id = 'InvalidStopTimeout'; Says = '500' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -ContainerMemory 4GB'; Id = 'InvalidContainerMemory'; Says = '4096' }
        @{ Line = 'Register-FargateTask web -ImageUri web:1 -HealthCheckRetries 5'; Id = 'HealthCheckWithoutCommand'; Says = 'health check' }
        @{ Line = 'ConvertFrom-CopilotManifest ./nowhere'; Id = 'PathNotFound'; Says = 'nowhere' }
        @{ Line = 'ConvertFrom-CopilotManifest ./empty'; Id = 'CopilotManifestNotFound'; Says = 'empty' }
        @{ Line = 'New-FargateContainer "a b" -ImageUri web:1'; Id = 'InvalidName'; Says = 'a b' }
        @{ Line = 'New-FargateContainer side -ImageUri "a b"'; Id = 'InvalidImageUri'; Says = 'a b' }
        @{ Line = 'Unregister-FargateTask nothing'; Id = 'TaskDefinitionNotFound'; Says = 'nothing' }
        @{ Line = 'Unregister-FargateTask web -KeepLast -1'; Id = 'InvalidKeepLast'; Says = '-1' }
        @{ Line = 'Get-FargateFailure -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Get-FargateFailure 0123456789abcdef0123456789abcdef'; Id = 'TaskNotFound'; Says = '0123456789abcdef' }
        @{ Line = 'Get-FargateFailure -Since yesteryear'; Id = 'ParameterArgumentTransformationError'; Says = 'yesteryear' }
        @{ Line = 'New-FargateService "a service" -TaskDefinition web'; Id = 'InvalidServiceName'; Says = 'a service' }
        @{ Line = 'New-FargateService web -TaskDefinition web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'New-FargateService web -TaskDefinition web -DesiredCount -1'; Id = 'InvalidDesiredCount'; Says = '-1' }
        @{ Line = 'New-FargateService web -TaskDefinition web -MaximumPercent 90'; Id = 'InvalidMaximumPercent'; Says = '90' }
        @{ Line = 'New-FargateService web -TaskDefinition web -TargetGroupArn tg'; Id = 'InvalidTargetGroupArn'; Says = 'tg' }
        @{ Line = 'New-FargateService web -TaskDefinition web -ContainerPort 80'; Id = 'TargetGroupMissing'; Says = '-ContainerPort' }
        @{ Line = 'New-FargateService web -TaskDefinition web -SpotWeight 2000'; Id = 'InvalidSpotWeight'; Says = '2000' }
        @{ Line = 'New-FargateService web -TaskDefinition web -Strategy Linear -StepPercent 1'; Id = 'InvalidStepPercent'; Says = '1' }
        @{ Line = 'New-FargateService web -TaskDefinition web -FailureThreshold many'; Id = 'InvalidFailureThreshold'; Says = 'many' }
        @{ Line = 'New-FargateService web -TaskDefinition web -FailureThreshold 0'; Id = 'InvalidFailureThreshold'; Says = '0' }
        @{ Line = 'New-FargateService web -TaskDefinition web -FailureThreshold 101%'; Id = 'InvalidFailureThreshold'; Says = '101%' }
        @{ Line = 'New-FargateService web -TaskDefinition web -FailureThreshold 5 -UnboundedThreshold'; Id = 'InvalidUnboundedThreshold'; Says = '5' }
        @{ Line = 'New-FargateService web -TaskDefinition web -UnboundedThreshold'; Id = 'InvalidUnboundedThreshold'; Says = '-FailureThreshold' }
        @{ Line = 'New-FargateService web -TaskDefinition web -EarlySuccessPercent 101'; Id = 'InvalidEarlySuccessPercent'; Says = '101' }
        @{ Line = 'New-FargateService web -TaskDefinition web -EarlySuccessCleanup Later'; Id = 'ParameterArgumentValidationError'; Says = 'Later' }
        @{ Line = 'New-FargateService web -TaskDefinition web -Strategy Sideways'; Id = 'CannotConvertArgumentNoMessage'; Says = 'Sideways' }
        @{ Line = 'New-FargateService web -TaskDefinition web -Timeout soon'; Id = 'ParameterArgumentTransformationError'; Says = 'soon' }
        @{ Line = 'New-FargateService web -TaskDefinition web -Strategy BlueGreen -PauseTimeout 30s'; Id = 'InvalidPauseTimeout'; Says = '0.5' }
        @{ Line = 'Resume-FargateDeployment web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Set-FargateService web -Image a:1 -TaskDefinition web'; Id = 'ImageAndTaskDefinition'; Says = 'a:1' }
        @{ Line = 'Set-FargateService web -Cluster nowhere -DesiredCount 1'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Set-FargateScaling web -MaximumCount 9999'; Id = 'InvalidMaximumCount'; Says = '9999' }
        @{ Line = 'Set-FargateScaling web -MaximumCount 4 -CpuTarget 120'; Id = 'InvalidCpuTarget'; Says = '120' }
        @{ Line = 'Set-FargateScaling web -ScheduleName night -Cron "0 25 * * ? *" -MaximumCount 1'; Id = 'InvalidCronExpression'; Says = '25' }
        @{ Line = 'Set-FargateScaling web -ScheduleName night -Every 6h -Cron "0 5 * * ? *" -MaximumCount 1'; Id = 'SeveralTimes'; Says = '-Every' }
        @{ Line = 'Set-FargateScaling web -Cluster nowhere -MaximumCount 4'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'New-FargateLoadBalancer shop_front'; Id = 'InvalidName'; Says = 'shop_front' }
        @{ Line = 'New-FargateLoadBalancer internal-shop'; Id = 'InvalidName'; Says = 'internal-shop' }
        @{ Line = 'New-FargateLoadBalancer shop -Port 70000'; Id = 'InvalidPort'; Says = '70000' }
        @{ Line = 'New-FargateLoadBalancer shop -IdleTimeout 2h'; Id = 'InvalidIdleTimeout'; Says = '7200' }
        @{ Line = 'New-FargateLoadBalancer shop -DefaultStatusCode 302'; Id = 'InvalidDefaultStatusCode'; Says = '302' }
        @{ Line = 'New-FargateLoadBalancer shop -AccessLogBucket s3://logs'; Id = 'InvalidAccessLogBucket'; Says = 's3://logs' }
        @{ Line = 'New-FargateLoadBalancer shop -AllowFrom 10.0.0'; Id = 'InvalidAllowFrom'; Says = '10.0.0' }
        @{ Line = 'New-FargateLoadBalancer shop -AllowFrom 10.0.0.0/8 -SecurityGroup sg-1'; Id = 'AllowFromWithSecurityGroup'; Says = '-SecurityGroup' }
        @{ Line = 'New-FargateLoadBalancer shop -NoRedirect'; Id = 'CertificateMissing'; Says = '-NoRedirect' }
        @{ Line = 'New-FargateLoadBalancer shop -SslPolicy x'; Id = 'CertificateMissing'; Says = '-SslPolicy x' }
        @{ Line = 'New-FargateLoadBalancer shop -Certificate shop.example.org'; Id = 'CertificateNotFound'; Says = 'shop.example.org' }
        @{ Line = 'New-FargateLoadBalancer shop -Subnet subnet-0123456789abcdef0'; Id = 'SubnetNotFound'; Says = 'subnet-0123456789abcdef0' }
        @{ Line = 'Get-FargateLoadBalancer nothing'; Id = 'LoadBalancerNotFound'; Says = 'nothing' }
        @{ Line = 'Remove-FargateLoadBalancer nothing'; Id = 'LoadBalancerNotFound'; Says = 'nothing' }
        @{ Line = 'Add-FargateRoute nothing /api* -Name api -ContainerPort 80'; Id = 'LoadBalancerNotFound'; Says = 'nothing' }
        @{ Line = 'Add-FargateRoute -Name api -ContainerPort 80'; Id = 'RouteConditionMissing'; Says = 'api' }
        @{ Line = 'Add-FargateRoute -Path api -Name api -ContainerPort 80'; Id = 'InvalidPath'; Says = 'api' }
        @{ Line = 'Add-FargateRoute -Path "/a b" -Name api -ContainerPort 80'; Id = 'InvalidPath'; Says = '/a b' }
        @{ Line = 'Add-FargateRoute -Path "/api?v=2" -Name api -ContainerPort 80'; Id = 'InvalidPath'; Says = 'query' }
        @{ Line = 'Add-FargateRoute /api* -Name api_1 -ContainerPort 80'; Id = 'InvalidName'; Says = 'api_1' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 0'; Id = 'InvalidContainerPort'; Says = '0' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -Weight 101'; Id = 'InvalidWeight'; Says = '101' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -Priority 0'; Id = 'InvalidPriority'; Says = '0' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -HealthCheckPath health'; Id = 'InvalidHealthCheckPath'; Says = 'health' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -HealthCheckInterval 1s'; Id = 'InvalidHealthCheckInterval'; Says = '1' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -HealthCheckInterval 5s -HealthCheckTimeout 5s'; Id = 'InvalidHealthCheckTimeout'; Says = '5' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -SuccessCode 500'; Id = 'InvalidSuccessCode'; Says = '500' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -SlowStart 5s'; Id = 'InvalidSlowStart'; Says = '5' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -RewritePath @{ "(" = "/" }'; Id = 'InvalidRewritePath'; Says = '-RewritePath (' }
        @{ Line = 'Add-FargateRoute /api* -Default -Name api -ContainerPort 80'; Id = 'DefaultRouteWithCondition'; Says = '/api' }
        @{ Line = 'Add-FargateRoute /api* -PathRegex "^/api" -Name api -ContainerPort 80'; Id = 'PathAndPathRegex'; Says = '-PathRegex' }
        @{ Line = 'Add-FargateRoute -PathRegex "(?=x)" -Name api -ContainerPort 80'; Id = 'InvalidPathRegex'; Says = 'lookaround' }
        @{ Line = 'Add-FargateRoute -HostName http://shop.example.com -Name api -ContainerPort 80'; Id = 'InvalidHostName'; Says = 'http://shop' }
        @{ Line = 'Add-FargateRoute /api* -Method get -Name api -ContainerPort 80'; Id = 'InvalidMethod'; Says = 'get' }
        @{ Line = 'Add-FargateRoute /api* -Header @{ Host = "x" } -Name api -ContainerPort 80'; Id = 'InvalidHeader'; Says = 'Host' }
        @{ Line = 'Add-FargateRoute /api* -Header @{ "X-Version" = $null } -Name api -ContainerPort 80'; Id = 'InvalidTableValue'; Says = 'X-Version' }
        @{ Line = 'Add-FargateRoute /api* -SourceAddress 10.0.0.1/99 -Name api -ContainerPort 80'; Id = 'InvalidSourceAddress'; Says = '10.0.0.1/99' }
        @{ Line = 'Add-FargateRoute one, /b -Name api -ContainerPort 80'; Id = 'InvalidLoadBalancer'; Says = '/b' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -TestHeader @{ "X-Test" = "yes" }'; Id = 'InvalidTestHeader'; Says = 'api' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -TestListenerPort 8080'; Id = 'InvalidTestListenerPort'; Says = 'api' }
        @{ Line = 'Add-FargateRoute /api* -Name api -ContainerPort 80 -TwoTargetGroups -TestListenerPort 0'; Id = 'InvalidTestListenerPort'; Says = '0' }
        @{ Line = 'Add-FargateRoute /api* -RedirectTo "not an address"'; Id = 'InvalidRedirectTo'; Says = 'not an address' }
        @{ Line = 'Add-FargateRoute /api* -StatusCode 302'; Id = 'InvalidStatusCode'; Says = '302' }
        @{ Line = 'Add-FargateRoute /api* -StatusCode 200 -Body ("x" * 2000)'; Id = 'InvalidBody'; Says = '2000' }
        @{ Line = 'Get-FargateRoute nothing'; Id = 'RouteNotFound'; Says = 'nothing' }
        @{ Line = 'Get-FargateRoute -Url /api'; Id = 'InvalidUrl'; Says = '/api' }
        @{ Line = 'Get-FargateRoute -ListenerRuleArn rule'; Id = 'InvalidListenerRuleArn'; Says = 'rule' }
        @{ Line = 'Remove-FargateRoute nothing'; Id = 'RouteNotFound'; Says = 'nothing' }
        @{ Line = 'Remove-FargateRoute'; Id = 'RouteNotNamed'; Says = 'route' }
        @{ Line = 'Remove-FargateRoute -Default'; Id = 'RouteNotNamed'; Says = '-Default' }
        @{ Line = 'Set-FargateRoute nothing -Weight 10'; Id = 'RouteNotFound'; Says = 'nothing' }
        @{ Line = 'Set-FargateRoute users -Weight much'; Id = 'InvalidWeight'; Says = 'much' }
        @{ Line = 'Set-FargateRoute users -Weight 10 -Revert'; Id = 'WeightAndRevert'; Says = '-Revert' }
        @{ Line = 'Set-FargateRoute users -StepInterval 1m'; Id = 'StepPercentMissing'; Says = '-StepInterval' }
        @{ Line = 'Set-Content compose.yaml "services: { web: { image: a } }"; Publish-FargateApp ./compose.yaml -Port 80'; Id = 'ParameterOfOtherApp'; Says = '-Port' }
        @{ Line = 'Publish-FargateApp ./site -ComposeProfile debug'; Id = 'ParameterOfOtherApp'; Says = '-ComposeProfile' }
        @{ Line = 'Set-Content bad.yaml "services: { web: { image: a, privileged: true } }"; Publish-FargateApp ./bad.yaml'; Id = 'ComposeNotSupported'; Says = 'bad.yaml:1:30' }
        @{ Line = 'Publish-FargateApp ./site -PullCredential team/hub'; Id = 'ParameterOfOtherApp'; Says = '-PullCredential' }
        @{ Line = 'Set-Content compose.yaml "services: { web: { image: a } }"; Publish-FargateApp ./compose.yaml -PullCredential 5'; Id = 'InvalidPullCredential'; Says = '5' }
        @{ Line = 'Publish-FargateApp ./nowhere'; Id = 'PathNotFound'; Says = './nowhere' }
        @{ Line = 'Publish-FargateApp ./empty -Port 80'; Id = 'DockerfileNotFound'; Says = 'empty' }
        @{ Line = 'Publish-FargateApp ./site'; Id = 'AppPortUnclear'; Says = 'EXPOSE' }
        @{ Line = 'Publish-FargateApp ./site -Name "my app" -Port 80'; Id = 'InvalidAppName'; Says = 'my app' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -Cpu 256 -Memory 4096'; Id = 'InvalidCpuMemoryPair'; Says = '4096' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -LogRetention 2'; Id = 'InvalidLogRetention'; Says = '2' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -RoutePath api'; Id = 'InvalidPath'; Says = 'api' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -HealthCheckPath health'; Id = 'InvalidHealthCheckPath'; Says = 'health' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -ImageTag "a tag"'; Id = 'InvalidImageTag'; Says = 'a tag' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -SpotWeight 2000'; Id = 'InvalidSpotWeight'; Says = '2000' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -MaximumCount 9999'; Id = 'InvalidMaximumCount'; Says = '9999' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -MinimumCount 4'; Id = 'MaximumCountMissing'; Says = '-MaximumCount' }
        @{ Line = 'Publish-FargateApp ./site -NoLoadBalancer -RoutePath /api'; Id = 'LoadBalancerNotWanted'; Says = '-RoutePath' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -Certificate shop.example.org'; Id = 'CertificateNotFound'; Says = 'shop.example.org' }
        @{ Line = 'Publish-FargateApp ./site -Port 80 -Subnet subnet-0123456789abcdef0'; Id = 'SubnetNotFound'; Says = 'subnet-0123456789abcdef0' }
        @{ Line = 'Export-FargateApp nothing Compose'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Export-FargateApp web Yaml'; Id = 'CannotConvertArgumentNoMessage'; Says = 'Yaml' }
        @{ Line = 'Test-FargateApp ./nowhere'; Id = 'PathNotFound'; Says = './nowhere' }
        @{ Line = 'Test-FargateApp -Name nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Test-FargateApp ./site -Port 80 -LogRetention 2'; Id = 'InvalidLogRetention'; Says = '2' }
        @{ Line = 'Test-FargateApp ./site -Port 80 -Timeout soon'; Id = 'ParameterArgumentTransformationError'; Says = 'soon' }
        @{ Line = 'Get-FargateApp nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Get-FargateApp nothing -Resource'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Remove-FargateApp nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Remove-FargateApp nothing -Timeout soon'; Id = 'ParameterArgumentTransformationError'; Says = 'soon' }
        @{ Line = 'Suspend-FargateApp nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Resume-FargateApp nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Get-FargateService web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Measure-FargateCost'; Id = 'InvalidCpu'; Says = 'nothing to measure' }
        @{ Line = 'Measure-FargateCost 300 -Region us-east-1'; Id = 'InvalidCpuMemoryPair'; Says = '300' }
        @{ Line = 'Measure-FargateCost 256 -CompareTo t9.huge'; Id = 'PriceUnknown'; Says = 't9.huge' }
        @{ Line = 'Measure-FargateCost 256 -RunsPerDay 3'; Id = 'RunDurationMissing'; Says = '-RunsPerDay' }
        @{ Line = 'Measure-FargateCost 256 -PriceListUrl http://prices.example -Refresh'; Id = 'InvalidPriceListUrl'; Says = 'https' }
        @{ Line = 'Measure-FargateCost -AppName nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Measure-FargateCost -TaskArn arn:aws:ecs:us-east-1:000000000000:task/nowhere/0123456789abcdef0123456789abcdef'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Show-FargateApp nothing'; Id = 'AppNotFound'; Says = 'nothing' }
        @{ Line = 'Show-FargateApp nothing -Tail -1'; Id = 'ParameterArgumentValidationError'; Says = '-1' }
        @{ Line = 'Show-FargateCost 3'; Id = 'CannotConvertArgumentNoMessage'; Says = 'FargateCost' }
        @{ Line = 'Compare-FargateService web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Compare-FargateService web -Path ./nowhere.json'; Id = 'PathNotFound'; Says = 'nowhere.json' }
        @{ Line = 'Compare-FargateService web -Path ./nowhere.yaml -ComposeProfile debug'; Id = 'PathNotFound'; Says = 'nowhere.yaml' }
        @{ Line = 'Test-FargateService web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Test-FargateService web -Path ./nowhere.json'; Id = 'PathNotFound'; Says = 'nowhere.json' }
        @{ Line = 'Wait-FargateService web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Wait-FargateService web -Until NEVER'; Id = 'ParameterArgumentValidationError'; Says = 'POST_TEST_TRAFFIC_SHIFT' }
        @{ Line = 'Watch-FargateService web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Watch-FargateService web -Interval 1h'; Id = 'InvalidInterval'; Says = '5m' }
        @{ Line = 'Watch-FargateService web -Interval 0s'; Id = 'InvalidInterval'; Says = '1s' }
        @{ Line = 'Get-FargateDeployment web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Undo-FargateDeployment web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'Remove-FargateService web -Cluster nowhere'; Id = 'ClusterNotFound'; Says = 'nowhere' }
        @{ Line = 'New-EcsIamDeployer "a user"'; Id = 'InvalidIamName'; Says = 'a user' }
        @{ Line = 'New-EcsIamDeployer deployer -ProfileName "a]b"'; Id = 'InvalidProfileName'; Says = 'a]b' }
        @{ Line = 'New-EcsIamDeployer deployer -Path ci'; Id = 'InvalidIamPath'; Says = 'ci' }
        @{ Line = 'New-EcsIamDeployer deployer -Add Everything'; Id = 'CannotConvertArgumentNoMessage'; Says = 'Everything' }
        @{ Line = 'New-EcsIamDeployer deployer -PolicySet Everything'; Id = 'CannotConvertArgumentNoMessage'; Says = 'Everything' }
        @{ Line = 'Get-EcsIamDeployer nobody'; Id = 'DeployerNotFound'; Says = 'nobody' }
        @{ Line = 'Update-EcsIamDeployer nobody'; Id = 'DeployerNotFound'; Says = 'nobody' }
        @{ Line = 'New-EcsIamDeployer deployer -AdminProfileName nobody'; Id = 'UnknownProfile'; Says = '-AdminProfileName' }
        @{ Line = 'Initialize-EcsRole Task -Name "a role"'; Id = 'InvalidIamName'; Says = 'a role' }
        @{ Line = 'Initialize-EcsRole Scheduler -Family web:3'; Id = 'InvalidFamily'; Says = 'web:3' }
        @{ Line = 'Invoke-EcrLogin -RegistryId 12'; Id = 'InvalidRegistryId'; Says = '12' }
        @{ Line = 'Test-EcsScheduledTask nothing'; Id = 'ScheduleNotFound'; Says = 'nothing' }
        @{ Line = 'ConvertTo-EcsScheduledTask ./nowhere'; Id = 'PathNotFound'; Says = 'nowhere' }
        @{ Line = '"<html></html>" | ConvertTo-EcsScheduledTask'; Id = 'WindowsTaskInvalid'; Says = 'html' }
        @{ Line = '"0 3 * * * a" | ConvertTo-EcsScheduledTask -TimeZone Mars/Base'; Id = 'UnknownTimeZone'; Says = 'Mars/Base' }
        @{ Line = 'New-EcsScheduledTask nightly -TaskDefinition web -Every 1x'; Id = 'InvalidScheduleInterval'; Says = '1x' }
        @{ Line = 'New-EcsScheduledTask nightly -TaskDefinition web -Cron "0 25 * * ? *"'; Id = 'InvalidCronExpression'; Says = '25' }
        @{ Line = 'New-EcsScheduledTask nightly -TaskDefinition web -Every 1d -TimeZone Mars/Base'; Id = 'UnknownTimeZone'; Says = 'Mars/Base' }
        @{ Line = 'New-EcsScheduledTask nightly -TaskDefinition nothing -Every 1d'; Id = 'TaskDefinitionNotFound'; Says = 'nothing' }
        @{ Line = 'Remove-EcsScheduledTask nothing'; Id = 'ScheduleNotFound'; Says = 'nothing' }
        @{ Line = 'Start-EcsSandbox -Latency 5parsecs'; Id = 'ParameterArgumentTransformationError'; Says = '5parsecs' }
    )
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Stop-EcsSandbox
    # One try: that the endpoint is not there is not worth waiting for in every case.
    $env:AWS_MAX_ATTEMPTS = '1'
    $null = New-Item (Join-Path $TestDrive 'site'), (Join-Path $TestDrive 'empty') -ItemType Directory
    Set-Content (Join-Path $TestDrive 'site/Dockerfile') "FROM scratch`nCOPY Dockerfile /`n"
    $before = $env:AWS_SHARED_CREDENTIALS_FILE
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
    Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[ecs-demo]`naws_access_key_id = A`naws_secret_access_key = S"

    # This session's own would give its credentials to every command.
    $sandbox = Start-SandboxElsewhere

    function Expand([hashtable] $Given) {
        $expanded = @{}
        foreach ($key in $Given.Keys) {
            $expanded[$key] = switch ($Given[$key]) {
                '<folder>' { Join-Path $TestDrive 'site' }
                '<sandbox>' { $sandbox.EndpointUrl }
                '<key>' { $sandbox.AccessKey }
                '<expired key>' { $sandbox.Expired.Id }
                '<expired secret>' { $sandbox.Expired.Secret }
                '<expired token>' { $sandbox.Expired.Token }
                default { $_ }
            }
        }
        $expanded
    }

    # The one error of a command, thrown or written.
    function Get-Problem([scriptblock] $Script) {
        $ConfirmPreference = 'None'
        try { $found = & $Script 2>&1 6>$null } catch { return $_ }
        $found | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Select-Object -First 1
    }
}

AfterAll {
    $env:AWS_SHARED_CREDENTIALS_FILE = $before
    Remove-Item env:AWS_MAX_ATTEMPTS -ErrorAction Ignore
    Stop-EcsSandbox
    Stop-SandboxElsewhere $sandbox
}

Describe '<Name> with bad credentials, region or endpoint' -ForEach $everyCommand {
    It 'is called here with the least it needs' {
        $IsListed | Should -BeTrue -Because "$Name belongs into the table of this file"
    }

    It 'names <What>' -ForEach ($connections | ForEach-Object { $_ + @{ Command = $Name; Minimum = $Least; ProfileParameter = $ProfileParameter } }) -Skip:(-not $IsListed) {
        $arguments = Expand $Minimum
        foreach ($pair in (Expand $Given).GetEnumerator()) {
            $arguments[$(if ($pair.Key -eq 'ProfileName') { $ProfileParameter } else { $pair.Key })] = $pair.Value
        }
        $problem = Get-Problem { & $Command @arguments -ErrorAction Continue }
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $problem.ErrorDetails.Message | Should -Match $Says
        $problem.ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape($Remedy))
    }
}

Describe 'A bad value' {
    BeforeAll {
        Push-Location $TestDrive
        Stop-EcsSandbox
        $null = Start-EcsSandbox -Runtime Simulated
        $null = New-FargateCluster default -InformationAction Ignore
    }

    AfterAll {
        Stop-EcsSandbox
        Pop-Location
    }

    It '<Line>: <Id>' -ForEach $values {
        $problem = Get-Problem ([scriptblock]::Create($Line))
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$problem" | Should -Match ([regex]::Escape($Says))
        if ($Id -notlike 'Parameter*' -and $Id -notlike 'CannotConvert*') { $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
    }
}
