BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestRelay
    Stop-EcsSandbox
    $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
    $relay = [EcsTools.TestRelay.StallingRelay]::new($sandbox.EndpointUrl)
    $screen = [EcsTools.TestRelay.ScreenHost]::new()
    $state = [initialsessionstate]::CreateDefault()
    $state.ImportPSModule($ModulePath)
    $runspace = [runspacefactory]::CreateRunspace($screen, $state)
    $runspace.Open()
    $through = @{ EndpointUrl = $relay.EndpointUrl; AccessKey = $sandbox.AccessKey; SecretKey = $sandbox.SecretKey; Region = 'us-east-1' }
    $ProfileLocation = Join-Path $TestDrive 'credentials'

    # Runs a command line through the relay, and presses Ctrl+C when the request comes that the relay does not answer.
    function Stop-CommandAt([string] $Command, [string] $Pattern) {
        $screen.Warnings.Clear()
        $relay.Stall($Pattern, $false)
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript("param(`$through, `$ProfileLocation) $Command @through").AddParameters(@{ through = $through; ProfileLocation = $ProfileLocation })
        $running = $shell.BeginInvoke()
        if (-not $relay.WaitUntilHeld(120)) {
            $shell.Stop()
            throw "No request matched '$Pattern': $($shell.Streams.Error)"
        }
        $shell.Stop()
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
        @($screen.Warnings | Where-Object { $_ -like 'Not finished.*' })
    }

    $null = New-FargateCluster c
    $null = New-FargateCluster emptied
    $null = Register-FargateTask web -ImageUri example:1 -Port 80
    'app', 'deployed', 'scaled', 'undone', 'removed' | ForEach-Object { $null = Register-FargateTask $_ -ImageUri example:1; $null = New-FargateService $_ $_ -Cluster c -DesiredCount 1 -Wait }
    $null = Set-FargateService undone -Cluster c -Image example:2 -Wait
    $null = New-FargateLoadBalancer lb
    $null = New-FargateLoadBalancer gone
    'changed', 'unused' | ForEach-Object { $null = Add-FargateRoute lb "/$_" -Name $_ -ContainerPort 80 }
    $null = New-EcsScheduledTask changed -TaskDefinition app -Cluster c -Every 1d
    'rotated', 'leaving' | ForEach-Object { $null = New-EcsIamDeployer $_ -ProfileName $_ -ProfileLocation $ProfileLocation }
    $null = Register-FargateTask old -ImageUri example:1
}

AfterAll {
    $runspace.Dispose()
    $relay.Dispose()
    Stop-EcsSandbox
}

Describe 'A command that is stopped' {
    It 'names what it leaves, and continues from there: <Command>' -ForEach @(
        @{ Command = 'New-FargateCluster fresh'; At = '\.CreateCluster '; Says = 'Not finished. Perhaps done*: cluster fresh created.*again to continue. To undo it instead: Remove-FargateCluster fresh -Region us-east-1' }
        @{
            Command = 'New-FargateService web web -Cluster c -DesiredCount 1'
            At = '\.CreateService '
            Says = 'Not finished. Done before that: security group ecstools-web created; ports of security group sg-* opened. Perhaps done, because AWS had not answered yet: service web in cluster c created. Run the command again to continue. To undo it instead: Remove-FargateService web -Cluster c -Region us-east-1; aws ec2 delete-security-group --group-id sg-* --region us-east-1'
        }
        @{ Command = 'New-FargateService waits web -Cluster c -DesiredCount 1 -Wait'; At = '\.DescribeServiceDeployments '; Says = '*Done before that: service waits in cluster c created. Run*instead: Remove-FargateService waits -Cluster c -Region us-east-1' }
        @{ Command = 'Set-FargateService deployed -Cluster c -Image example:2 -Wait'; At = '\.UpdateService '; Says = '*Done before that: task definition deployed:2 registered. Perhaps done*: service deployed in cluster c updated.*instead: Undo-FargateDeployment deployed -Cluster c -Region us-east-1; Unregister-FargateTask deployed:2 -Region us-east-1' }
        @{ Command = 'Undo-FargateDeployment undone -Cluster c'; At = '\.UpdateService '; Says = '*Perhaps done*: service undone in cluster c updated.*' }
        @{ Command = 'Set-FargateScaling scaled -Cluster c -MinimumCount 1 -MaximumCount 3 -CpuTarget 60'; At = '\.PutScalingPolicy '; Says = '*Done before that: limits of service scaled in cluster c set. Perhaps done*: scaling policy * of service scaled in cluster c set. Run the command again to continue.' }
        @{ Command = 'Remove-FargateService removed -Cluster c -Confirm:$false'; At = '\.DeleteService '; Says = '*service removed in cluster c updated*Perhaps done*: service removed in cluster c deleted. Run the command again to continue.' }
        @{ Command = 'Remove-FargateCluster emptied -Confirm:$false'; At = '\.DeleteCluster '; Says = '*Perhaps done*: cluster emptied deleted.*' }
        @{ Command = 'Register-FargateTask made -ImageUri example:1'; At = '\.RegisterTaskDefinition '; Says = '*Done before that: log group /ecs/made created*. Perhaps done*: task definition made registered.*instead: aws logs delete-log-group --log-group-name /ecs/made --region us-east-1' }
        @{ Command = 'Unregister-FargateTask old -Delete -Confirm:$false'; At = '\.DeleteTaskDefinitions '; Says = '*Done before that: task definition old:1 deregistered.*' }
        @{ Command = 'Start-FargateTask web -Cluster c'; At = '\.RunTask '; Says = '*task of web* in cluster c started. Look for it with Get-FargateTask -Cluster c -Family web before*'; Once = $true }
        @{ Command = 'Initialize-EcrRepository kept -KeepLast 5'; At = '\.PutLifecyclePolicy '; Says = '*Done before that: repository kept created. Perhaps done*: lifecycle policy of repository kept set.*instead: aws ecr delete-repository --repository-name kept --region us-east-1' }
        @{ Command = 'New-FargateLoadBalancer made'; At = 'Action=CreateListener&'; Says = '*load balancer made created*Perhaps done*: listener 80 of load balancer made created.*instead: Remove-FargateLoadBalancer made -Region us-east-1; aws ec2 delete-security-group --group-id sg-* --region us-east-1' }
        @{ Command = 'Add-FargateRoute lb /made -Name made -ContainerPort 80'; At = 'Action=CreateRule&'; Says = '*target group made created*Perhaps done*: rule * of load balancer lb created.*instead: aws elbv2 delete-target-group --target-group-arn arn:*:targetgroup/made/* --region us-east-1' }
        @{ Command = 'Set-FargateRoute changed -LoadBalancer lb -HealthCheckPath /up -DeregistrationDelay 5s'; At = 'Action=ModifyTargetGroupAttributes&'; Says = '*target group changed updated.*' }
        @{ Command = 'Remove-FargateRoute unused -LoadBalancer lb -Confirm:$false'; At = 'Action=DeleteTargetGroup&'; Says = '*Done before that: rule * of load balancer lb deleted. Perhaps done*: target group unused deleted.*'; Once = $true }
        @{ Command = 'Remove-FargateLoadBalancer gone -Confirm:$false'; At = 'Action=DeleteSecurityGroup&'; Says = '*load balancer gone deleted*security group sg-* deleted.*'; Once = $true }
        @{ Command = 'New-EcsScheduledTask nightly -TaskDefinition app -Cluster c -Every 1d -Group reports'; At = 'POST /schedules/nightly'; Says = '*Done before that: schedule group reports created*Perhaps done*: schedule nightly created.*instead: Remove-EcsScheduledTask nightly -Group reports -Region us-east-1*' }
        @{ Command = 'Set-EcsScheduledTask changed -Every 2d'; At = 'PUT /schedules/changed'; Says = '*Perhaps done*: schedule changed updated.*' }
        @{ Command = 'Initialize-EcsRole TaskExecution -Name made-role'; At = 'Action=AttachRolePolicy&'; Says = '*Done before that: role made-role created. Perhaps done*: policy AmazonECSTaskExecutionRolePolicy of role made-role attached.*instead: aws iam detach-role-policy --role-name made-role --policy-arn arn:*; aws iam delete-role --role-name made-role --region us-east-1' }
        @{ Command = 'New-EcsIamDeployer ci -ProfileName ci -ProfileLocation $ProfileLocation'; At = 'Action=CreateAccessKey&'; Says = '*Done before that: *user ci created;*Perhaps done*: an access key of user ci created.*instead: *Remove-EcsIamDeployer ci -Region us-east-1*' }
        @{ Command = 'Update-EcsIamDeployer rotated -ProfileName rotated -ProfileLocation $ProfileLocation'; At = 'Action=UpdateAccessKey&'; Says = '*access key * of user rotated created. Perhaps done*: access key * of user rotated set to Inactive. Run the command again to continue.' }
        @{ Command = 'Remove-EcsIamDeployer leaving -ProfileName leaving -ProfileLocation $ProfileLocation -Confirm:$false'; At = 'Action=DeleteUser&'; Says = '*of user leaving *Perhaps done*: user leaving deleted.*' }
    ) {
        $left = @(Stop-CommandAt $Command $At)
        $left | Should -HaveCount 1
        $left[0] | Should -BeLike $Says
        if (-not $Once) {
            $null = & ([scriptblock]::Create($Command)) -ErrorAction Stop 3> $null
        }
    }

    It 'removes what it left with the lines that it names' {
        $null = New-FargateCluster undo
        $left = @(Stop-CommandAt 'New-FargateService undo web -Cluster undo -DesiredCount 1 -Wait' '\.DescribeServiceDeployments ')
        $ConfirmPreference = 'None'
        & ([scriptblock]::Create(($left[0] -replace '^.*instead: ')))
        Get-FargateService undo -Cluster undo -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'says nothing if it has changed nothing' {
        Stop-CommandAt 'New-FargateService idle web -Cluster c' '\.DescribeClusters ' | Should -BeNullOrEmpty
    }
}

Describe 'A command that fails midway' {
    It 'names what it leaves, and the error is the one of AWS' {
        $null = Register-FargateTask fails -ImageUri example:1 -Port 80
        $relay.Stall('\.CreateService ', $true)
        New-FargateService fails fails -Cluster c @through -ErrorVariable problem -ErrorAction SilentlyContinue -WarningVariable left -WarningAction SilentlyContinue
        $problem[0].Exception.Message | Should -BeLike '*Refused by the test*'
        $left | Should -HaveCount 1
        "$left" | Should -BeLike 'Not finished. Done before that: security group ecstools-fails created;*Run the command again to continue. To undo it instead: aws ec2 delete-security-group --group-id sg-* --region us-east-1'
    }

    It 'names for each of several only what that one leaves' {
        $relay.Stall('\.PutLifecyclePolicy .*second', $true)
        $null = Initialize-EcrRepository first, second -KeepLast 5 @through -ErrorAction SilentlyContinue -WarningVariable left -WarningAction SilentlyContinue
        "$left" | Should -BeLike 'Not finished. Done before that: repository second created.*'
    }
}
