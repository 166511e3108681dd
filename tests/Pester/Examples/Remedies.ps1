# Dot-sourced by Remedies.Tests.ps1: every error whose remedy names a command of this module, with what provokes it and what becomes of it once the
# remedy was followed. The sandbox has the cluster c, the task definition web, the service web in c, and the repository there.
#
#   Given    what must be there first
#   Fails    the command that fails with the error
#   Line     finds the command line in the remedy; without it, the remedy ends with it, after a colon
#   Fill     what a person writes in place of a <placeholder>
#   Ends     the error that the first command has after that, if it cannot work here: what it needs is no fault of the remedy
#   Instead  why the first command is not run again: what the remedy says takes its place
$Remedies = @(
    @{ Id = 'ClusterNotFound'; Fails = 'Get-FargateCluster absent'; Line = 'New-FargateCluster \S+(?=,)' }
    @{ Id = 'ServiceNotFound'; Fails = 'Set-FargateService absent -Cluster c -DesiredCount 0'; Line = 'New-FargateService .+? -Cluster \S+(?=,)'; Fill = @{ '<family>' = 'web' } }
    @{ Id = 'TaskDefinitionNotFound'; Fails = 'Start-FargateTask absent -Cluster c'; Fill = @{ '<image>' = 'example:1' } }
    @{
        Id = 'TaskDefinitionInactive'
        Given = { 1, 2 | ForEach-Object { $null = Register-FargateTask old -ImageUri "example:$_" }; $null = Unregister-FargateTask old:1 -Confirm:$false }
        Fails = 'Start-FargateTask old:1 -Cluster c'
        Instead = 'it names the revision that was deregistered, and the remedy registers a new one'
    }
    @{ Id = 'RepositoryNotFound'; Fails = 'Find-EcrImage absent' }
    @{ Id = 'ImageNotFound'; Fails = 'Clear-EcrRepository there -ImageDigest sha256:0000000000000000000000000000000000000000000000000000000000000000'; Instead = 'the remedy shows what can be named' }
    @{ Id = 'DeployerNotFound'; Fails = 'Update-EcsIamDeployer absent' }
    @{
        Id = 'AccessKeyLimit'
        Given = { $null = New-EcsIamDeployer full -ProfileName full1 3> $null; $null = New-EcsIamDeployer full -ProfileName full2 3> $null }
        Fails = 'New-EcsIamDeployer full -ProfileName full3'
        Line = 'Update-EcsIamDeployer .+?(?=:)'
    }
    @{ Id = 'RoleNotFound'; Fails = 'Register-FargateTask roles -ImageUri example:1 -TaskRole absent-role' }
    @{ Id = 'RoleNotFound'; Fails = 'Register-FargateTask roles -ImageUri example:1 -ExecutionRole absent-execution-role' }
    @{
        Id = 'RoleNotFound'
        Given = {
            $null = Initialize-EcsRole Task -Name gone-role
            $null = Register-FargateTask gone -ImageUri example:1 -TaskRole gone-role
            $null = Invoke-TestCall AWSSDK.IdentityManagement DeleteRole @{ RoleName = 'gone-role' }
        }
        Fails = 'New-EcsScheduledTask gone -TaskDefinition gone -Cluster c -Every 1d'
    }
    @{
        Id = 'RoleNotAllowed'
        Given = { $null = New-EcsIamDeployer limited -PolicySet Tutorial -ProfileName limited }
        Fails = 'Initialize-EcsRole Task -Name EcsToolsLimited -ProfileName limited'
        Line = "(?<=To let a deployer of EcsTools do it: ).+$"
    }
    @{
        Id = 'AccessDenied'
        Given = { $null = New-EcsIamDeployer denied -PolicySet Tutorial -ProfileName denied }
        Fails = 'Initialize-EcrRepository denied -ProfileName denied'
    }
    @{ Id = 'LoadBalancerNotFound'; Fails = 'Get-FargateLoadBalancer absent'; Line = 'New-FargateLoadBalancer \S+(?=,)' }
    @{ Id = 'ListenerNotFound'; Given = { $null = New-FargateLoadBalancer lb }; Fails = 'Add-FargateRoute lb /listener -Name listener -ContainerPort 80 -ListenerPort 8081' }
    @{ Id = 'LoadBalancerProtected'; Given = { $null = New-FargateLoadBalancer kept -DeletionProtection }; Fails = 'Remove-FargateLoadBalancer kept' }
    @{
        Id = 'LoadBalancerInUse'
        Given = { $null = New-FargateLoadBalancer used; $null = Add-FargateRoute used /used -Name used -ContainerPort 80 | New-FargateService used web -Cluster c }
        Fails = 'Remove-FargateLoadBalancer used'
        Instead = 'the remedy has removed the load balancer'
    }
    @{ Id = 'LoadBalancerSchemeFixed'; Given = { $null = New-FargateLoadBalancer open }; Fails = 'New-FargateLoadBalancer open -Internal'; Instead = 'the remedy creates another one' }
    @{ Id = 'RouteNotFound'; Fails = 'Set-FargateRoute absent -HealthCheckPath /'; Line = 'Get-FargateRoute(?= lists)'; Instead = 'the remedy shows what can be named' }
    @{ Id = 'RouteNotNamed'; Fails = 'Remove-FargateRoute'; Line = 'Get-FargateRoute(?= lists)'; Instead = 'the remedy shows what can be named' }
    @{
        Id = 'RouteExists'
        Given = { $null = New-FargateLoadBalancer lb; $null = Add-FargateRoute lb /taken -Name taken -ContainerPort 80 }
        Fails = 'Add-FargateRoute lb /taken -StatusCode 410'
    }
    @{
        Id = 'RouteOwnedByService'
        Given = {
            $null = New-FargateLoadBalancer lb
            $null = Add-FargateRoute lb /blue -Name blue -ContainerPort 80 -TwoTargetGroups | New-FargateService blue web -Cluster c -Strategy BlueGreen
        }
        Fails = 'Remove-FargateRoute blue -LoadBalancer lb'
        Line = 'Set-FargateService .+?(?=,)'
    }
    @{
        Id = 'WeightsOwnedByDeployment'
        Given = {
            $null = New-FargateLoadBalancer lb
            $null = Add-FargateRoute lb /green -Name green -ContainerPort 80 -TwoTargetGroups | New-FargateService green web -Cluster c -Strategy BlueGreen -Wait
        }
        Fails = 'Set-FargateRoute green -LoadBalancer lb -Weight 10'
        Fill = @{ '<weights>' = '10' }
        Instead = 'the remedy has set the weights'
    }
    @{ Id = 'TargetGroupUnknown'; Given = { $null = New-FargateLoadBalancer lb; $null = Add-FargateRoute lb /known -Name known -ContainerPort 80 }
        Fails = 'Set-FargateRoute known -LoadBalancer lb -Weight @{ known = 90; unknown = 10 }'; Fill = @{ '<path>' = '/unknown'; '<port>' = '80' } }
    @{
        Id = 'TargetGroupNotFound'
        Given = { $null = New-FargateCluster default; $null = New-FargateLoadBalancer ecstools }
        Fails = 'New-FargateService api web -TargetGroupArn arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/absent/0123456789abcdef'
        Fill = @{ '<service>' = 'api'; '<family>' = 'web' }
        Instead = 'it names the target group that is not there'
    }
    @{
        Id = 'TooManyConditions'
        Given = { $null = New-FargateLoadBalancer lb; $null = Add-FargateRoute lb /a, /b, /c -Name conditions -ContainerPort 80 -HostName a.example.com, b.example.com }
        Fails = 'Set-FargateRoute conditions -LoadBalancer lb -Path /a, /b, /c, /d'
        Fill = @{ '<paths>' = '/d' }
        Instead = 'the remedy adds what does not fit'
    }
    @{ Id = 'ScheduleNotFound'; Fails = 'Set-EcsScheduledTask absent -Every 2d'; Fill = @{ '<family>' = 'web'; '<cluster>' = 'c' } }
    @{
        Id = 'DeploymentDoesNotWait'
        Given = {
            $null = New-FargateService pauses web -Cluster c -Strategy BlueGreen -Wait
        }
        Fails = 'Resume-FargateDeployment pauses -Cluster c'
    }
    @{ Id = 'DeploymentNotFound'; Fails = 'Get-FargateDeployment web -Cluster c -DeploymentId absent'; Instead = 'the remedy shows what can be named' }
    @{ Id = 'ServiceRevisionNotFound'; Fails = 'Undo-FargateDeployment web -Cluster c -ServiceRevision 1234567890123456789'; Line = 'Get-FargateDeployment .+?(?= lists)'; Instead = 'the remedy shows what can be named' }
    @{
        Id = 'NothingToUndo'
        Given = { $null = New-FargateService only web -Cluster c -Wait; $null = Register-FargateTask web -ImageUri example:1 -Port 80 -Environment @{ NEXT = 1 } }
        Fails = 'Undo-FargateDeployment only -Cluster c'
        Line = 'Undo-FargateDeployment .+?(?=;)'
        Fill = @{ '<revision>' = 'web:2' }
        Instead = 'the remedy names the revision that it cannot find'
    }
    @{ Id = 'ServiceNotScaled'; Fails = 'Set-FargateScaling web -Cluster c -ScheduleName night -Cron "0 20 * * ? *" -MinimumCount 0 -MaximumCount 0' }
    @{
        Id = 'ExecNeedsTaskRole'
        Given = { $null = Register-FargateTask needs -ImageUri example:1; $null = New-FargateService needs needs -Cluster c }
        Fails = 'Set-FargateService needs -Cluster c -EnableExecuteCommand'
    }
    @{ Id = 'ExecNeedsTaskRole'; Given = { $null = Register-FargateTask alone -ImageUri example:1 }; Fails = 'Start-FargateTask alone -Cluster c -EnableExecuteCommand' }
    @{
        Id = 'ExecNeedsTaskRole'
        Given = { $null = Register-FargateTask fresh -ImageUri example:1 }
        Fails = 'New-FargateService fresh fresh -Cluster c -EnableExecuteCommand'
        Instead = 'the remedy has created the service'
    }
    @{
        Id = 'ExecNotEnabled'
        Given = { $null = Register-FargateTask shut -ImageUri example:1; $null = New-FargateService shut shut -Cluster c -Wait }
        Fails = 'Enter-FargateTask -ServiceName shut -Cluster c -Command ls'
        Ends = 'ExecNeedsContainers'
    }
    @{
        Id = 'ExecNotEnabled'
        Given = { $null = Register-FargateTask single -ImageUri example:1 -Port 80; $null = Start-FargateTask single -Cluster c | Wait-FargateTask -For Running }
        Fails = 'Get-FargateTask -Cluster c -Family single | Sort-Object CreatedAt -Descending | Select-Object -First 1 | Enter-FargateTask -Command ls'
        Ends = 'ExecNeedsContainers'
    }
    @{ Id = 'TaskNotFound'; Fails = 'Get-FargateTask 0123456789abcdef0123456789abcdef'; Line = 'Get-FargateTask -Status All'; Instead = 'the remedy shows what can be named' }
    @{ Id = 'TaskNotNamed'; Fails = 'Stop-FargateTask'; Line = 'Get-FargateTask(?= lists)'; Instead = 'the remedy shows what can be named' }
    @{
        Id = 'TaskNotRunning'
        Given = { $null = Start-FargateTask web -Cluster c -StartedBy ended | Wait-FargateTask -For Running | Stop-FargateTask -Wait }
        Fails = 'Get-FargateTask -Cluster c -StartedBy ended -Status Stopped | Enter-FargateTask -Command ls'
        Line = 'Get-FargateFailure \w+'
        Instead = 'the task has ended'
    }
    @{
        Id = 'TaskWaitTimeout'
        Given = { $null = Start-FargateTask web -Cluster c -StartedBy waits | Wait-FargateTask -For Running }
        Fails = 'Get-FargateTask -Cluster c -StartedBy waits -Status All | Wait-FargateTask -Timeout 1s'
        Line = 'Stop-FargateTask .+$'
    }
    @{
        Id = 'TaskWithoutLog'
        Given = { $null = Register-FargateTask mute -ImageUri example:1 -Port 80 -NoLog; $null = Start-FargateTask mute -Cluster c | Wait-FargateTask -For Running }
        Fails = 'Get-FargateTask -Cluster c -Family mute | Sort-Object CreatedAt -Descending | Select-Object -First 1 | Get-FargateLog'
    }
    @{
        Id = 'ClusterWithoutSpot'
        Given = { $null = Invoke-TestCall AWSSDK.ECS CreateCluster @{ clusterName = 'spotless' } }
        Fails = 'Start-FargateTask web -Cluster spotless -Spot'
        Line = 'New-FargateCluster \S+(?=,)'
    }
    @{
        Id = 'LoadBalancerOfExpressMode'
        Given = {
            $express = New-FargateLoadBalancer express
            $null = Invoke-TestCall AWSSDK.ElasticLoadBalancingV2 AddTags @{ ResourceArns = @($express.LoadBalancerArn); Tags = @(@{ Key = 'AmazonECSManaged'; Value = 'true' }) }
        }
        Fails = 'Add-FargateRoute express /express -Name express -ContainerPort 80'
        Instead = 'the remedy creates another one'
    }
    @{
        Id = 'ParameterOfAnotherKind'
        Fails = 'Initialize-EcsRole Task -Name own -SecretArn arn:aws:secretsmanager:us-east-1:000000000000:secret:own'
        Fill = @{ '...' = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:own' }
        Instead = 'the remedy creates the other role'
    }
    @{
        Id = 'TargetGroupOfOtherType'
        Given = {
            $null = New-FargateCluster default
            $balancer = New-FargateLoadBalancer ecstools
            $group = @{ Name = 'instances'; Protocol = 'HTTP'; Port = 80; TargetType = 'instance'; VpcId = $balancer.VpcId }
            $global:InstanceGroup = (Invoke-TestCall AWSSDK.ElasticLoadBalancingV2 CreateTargetGroup $group).TargetGroups[0].TargetGroupArn
        }
        Fails = 'New-FargateService other web -TargetGroupArn $InstanceGroup'
        Fill = @{ '<service>' = 'other'; '<family>' = 'web' }
        Instead = 'it names the target group of the other type'
    }
    @{
        Id = 'TaskDefinitionNotForFargate'
        Given = {
            $container = @{ name = 'ec2'; image = 'example:1'; essential = $true; memory = 128 }
            $null = Invoke-TestCall AWSSDK.ECS RegisterTaskDefinition @{ family = 'ec2'; networkMode = 'bridge'; requiresCompatibilities = @('EC2'); containerDefinitions = @($container) }
        }
        Fails = 'Start-FargateTask ec2 -Cluster c'
        Fill = @{ '<image>' = 'example:1' }
    }
    @{
        Id = 'PathNamesSeveral'
        Given = { 1, 2 | ForEach-Object { $null = New-TestLayout (Join-Path $TestDrive "several$_") -Content $_ } }
        Fails = 'Push-EcrImage ./several* -RepositoryName there'
        Line = 'Get-Item .+$'
        Fill = @{ '<pattern>' = './several*'; '<name>' = 'there' }
        Instead = 'a pattern that matches several still does'
    }
)

# The ids whose remedy names a command, but no line that can be run here, and why.
$NotFollowed = @{
    AppNotFound                = 'It publishes the folder in which one is: Publish-FargateApp.Tests does that.'
    ClusterNotActive           = 'Only AWS takes minutes to create a cluster.'
    DeploymentFinishedFirst    = 'A race that DeploymentUndoTests provokes.'
    DeploymentIsRolledBack     = 'A race that DeploymentUndoTests provokes.'
    DiskFull                   = 'FullDisk.Tests provokes it. The command starts a sandbox on another disk.'
    EngineImageNotFound        = 'It needs a Docker engine.'
    EnginePushFailed           = 'It needs a Docker engine. Its line is that of RepositoryNotFound.'
    ExecNeedsContainers        = 'It stops the sandbox of the test, and needs a Docker engine.'
    ExecRoleLacksRights        = 'The agent runs only in real containers: TaskExecTests.'
    InvalidSandboxOption       = 'The command is a page of help.'
    InvalidImageUri            = 'It tells where an image URI comes from.'
    LoadBalancerFailed         = 'Only AWS fails to create a load balancer.'
    LoadBalancerOfOtherType    = 'The sandbox has load balancers of the type application only.'
    NoFreePriority             = 'It takes 50,000 routes.'
    NoCredentials              = 'The last test of Remedies.Tests follows it.'
    NothingToClear             = 'The parameters are the remedy.'
    NothingToRevert            = 'The command is in the message: there is nothing to revert.'
    OverridesTooLong           = 'It tells where to move long values.'
    PriceUnknown               = 'It downloads the price list of AWS: PriceListRefreshTests.'
    RegistryRealmUntrusted     = 'It needs a registry that is not to be trusted.'
    RepositoryEncryptionFixed  = 'It takes another repository and a key.'
    RunDurationMissing         = 'The parameter is the remedy.'
    SandboxRegion              = 'It stops the sandbox of the test.'
    ScalingScheduleNotFound    = 'The message lists the names.'
    ServiceDeploymentFailed    = 'The cause is the remedy: ServiceWaitTests.'
    ServiceDeploymentReplaced  = 'A race that ServiceWaitTests provokes.'
    ServiceDraining            = 'A state of a moment: ServicePlannerTests.'
    ServiceNotActive           = 'A state of a moment: ServiceWaitTests.'
    ServiceRollbackFailed      = 'The cause is the remedy: ServiceWaitTests.'
    ServiceTasksKeepFailing    = 'The cause is the remedy: ServiceWaitTests.'
    ServiceWaitTimeout         = 'The deployment continues, and the parameter of the same command is the remedy.'
    TargetGroupNeedsHttps      = 'It needs a certificate, and a target group of another tool: ProtocolVersionTests.'
    TaskDefinitionMissing      = 'The parameter is the remedy.'
    TaskNotBilled              = 'A state of a moment.'
    TaskUnhealthy              = 'Only containers have health checks that fail.'
    TooManyTargetGroupsOfRule  = 'The parameter is the remedy.'
    TrafficTurnedBack          = 'It needs real traffic: Set-FargateRoute.Tests.'
    UndoNeedsDigest            = 'A tag that has moved: Undo-FargateDeployment.Tests.'
    WindowsTaskInvalid         = 'Only Windows has the Task Scheduler.'
    UnknownProfile             = 'It starts another sandbox; the last test of Remedies.Tests follows the same command.'
}
