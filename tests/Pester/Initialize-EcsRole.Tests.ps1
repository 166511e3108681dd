BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated
}

AfterAll { Stop-EcsSandbox }

Describe 'Initialize-EcsRole' {
    It 'makes the role <Name> for <Kind>, once' -ForEach @(
        @{ Kind = 'TaskExecution'; Name = 'ecsTaskExecutionRole'; Service = 'ecs-tasks.amazonaws.com' }
        @{ Kind = 'Task'; Name = 'EcsToolsTaskRole'; Service = 'ecs-tasks.amazonaws.com' }
        @{ Kind = 'Scheduler'; Name = 'EcsToolsScheduler'; Service = 'scheduler.amazonaws.com' }
        @{ Kind = 'Events'; Name = 'EcsToolsEvents'; Service = 'events.amazonaws.com' }
        @{ Kind = 'Infrastructure'; Name = 'EcsToolsInfrastructureRole'; Service = 'ecs.amazonaws.com' }
    ) {
        Initialize-EcsRole $Kind -WhatIf | Should -BeNullOrEmpty
        $role = Initialize-EcsRole $Kind
        $role.RoleName | Should -Be $Name
        $role.TrustedService | Should -Be $Service
        $role.Change | Should -Be 'Created'
        (Initialize-EcsRole $Kind).Change | Should -Be 'Unchanged'
    }

    It 'binds a task definition from the pipeline' {
        $definition = [pscustomobject]@{ Family = 'crawler'; ExecutionRoleArn = 'arn:aws:iam::000000000000:role/ecsTaskExecutionRole'; TaskRoleArn = $null }
        ($definition | Initialize-EcsRole Scheduler).RoleName | Should -Be 'EcsToolsScheduler-crawler'
    }

    It 'leaves out what a task definition from the pipeline has for roles of another kind, and what was typed to be left out' {
        $definition = [pscustomobject]@{ Family = 'crawler'; ExecutionRoleArn = 'arn:aws:iam::000000000000:role/ecsTaskExecutionRole'; TaskRoleArn = $null }
        ($definition | Initialize-EcsRole Task -AllowCreateLogGroup:$false).RoleName | Should -Be 'EcsToolsTaskRole'
    }

    It 'names the kinds that a parameter is for' {
        { Initialize-EcsRole Task -Family crawler -ErrorAction Stop } |
            Should -Throw '-Family applies only to a role of kind Scheduler or Events, not to one of kind Task.'
    }

    It 'completes the family' {
        $null = Register-FargateTask completed-family -Image public.ecr.aws/docker/library/busybox:latest
        $line = 'Initialize-EcsRole Scheduler -Family comp'
        # An answer that takes longer than a Tab waits serves the next one.
        for ($i = 0; $i -lt 50 -and -not $found; $i++) {
            $found = (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
            if (-not $found) { Start-Sleep -Milliseconds 100 }
        }
        $found.CompletionText | Should -Contain 'completed-family'
    }

    It 'adds what is asked later' {
        (Initialize-EcsRole TaskExecution -AllowCreateLogGroup).Change | Should -Be 'Updated'
        (Initialize-EcsRole TaskExecution).Change | Should -Be 'Unchanged'
    }

    It 'attaches a policy of AWS, as its help shows' {
        $role = Initialize-EcsRole Task -Name EcsToolsWeb -PolicyArn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess -EnableExecuteCommand
        $role.PolicyArns | Should -Be 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a name that is no role name'; Given = @{ Kind = 'Task'; Name = 'a/b' }; Id = 'InvalidIamName' }
        @{ Case = 'a family with a revision'; Given = @{ Kind = 'Scheduler'; Family = 'web:3' }; Id = 'InvalidFamily' }
        @{ Case = 'a policy that is no ARN'; Given = @{ Kind = 'Task'; PolicyArn = 'AmazonS3ReadOnlyAccess' }; Id = 'InvalidPolicyArn' }
        @{ Case = 'a policy that does not exist'; Given = @{ Kind = 'Task'; Name = 'r'; PolicyArn = 'arn:aws:iam::aws:policy/NoSuchPolicy' }; Id = 'PolicyNotFound' }
        @{ Case = 'to make log groups with a task role'; Given = @{ Kind = 'Task'; AllowCreateLogGroup = $true }; Id = 'ParameterOfAnotherKind' }
        @{ Case = 'a secret for a task role'; Given = @{ Kind = 'Task'; SecretArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db' }; Id = 'ParameterOfAnotherKind' }
        @{ Case = 'a queue for a task role'; Given = @{ Kind = 'Task'; DeadLetterArn = 'arn:aws:sqs:us-east-1:000000000000:dead' }; Id = 'ParameterOfAnotherKind' }
        @{ Case = 'a shell with an execution role'; Given = @{ Kind = 'TaskExecution'; EnableExecuteCommand = $true }; Id = 'ParameterOfAnotherKind' }
        @{ Case = 'a secret that is no ARN'; Given = @{ Kind = 'TaskExecution'; SecretArn = 'db-password' }; Id = 'InvalidArn' }
    ) {
        $problem = { Initialize-EcsRole @Given -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
