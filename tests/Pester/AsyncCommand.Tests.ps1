BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestCommand

    function Get-Left { [EcsTools.TestCommands.Running]::Steps }

    # Runs a script in a runspace of its own that shares this process, so that it can be stopped as Ctrl+C does.
    function Start-Pipeline([string] $Script) {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddScript("Import-Module '$ModulePath'; . '$PSScriptRoot/Import-EcsTools.ps1'; Import-TestCommand; $Script")
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        @{ Shell = $shell; Output = $output; Async = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output) }
    }

    function Wait-Until([scriptblock] $Condition) {
        for ($i = 0; $i -lt 600 -and -not (& $Condition); $i++) { Start-Sleep -Milliseconds 50 }
        & $Condition | Should -BeTrue
    }
}

Describe 'A command that runs asynchronously' {
    It 'writes in order what one thread writes' {
        Test-EcsStream -Count 1000 | Should -Be (1..1000)
    }

    It 'writes what many threads write at once, all of it' {
        (Test-EcsStream -Count 500 -Threads 8).Count | Should -Be 4000
    }

    It 'is disposed with its pipeline' {
        $before = [EcsTools.TestCommands.Running]::Disposed
        $null = Test-EcsStream -Count 1
        [EcsTools.TestCommands.Running]::Disposed | Should -Be ($before + 1)
    }

    It 'leaves nothing running when the pipeline wants no more' {
        $cancelled = [EcsTools.TestCommands.Running]::Cancelled
        Test-EcsStream -Threads 4 | Select-Object -First 3 | Should -HaveCount 3
        Get-Left | Should -Be 0
        [EcsTools.TestCommands.Running]::Cancelled | Should -BeGreaterThan $cancelled
    }

    It 'leaves nothing running when two of them feed each other and the last wants no more' {
        Test-EcsStream | Test-EcsStream | Select-Object -First 1 | Should -Be 1
        Get-Left | Should -Be 0
    }

    It 'leaves nothing running when an error stops it in the middle' {
        $seen = [System.Collections.Generic.List[int]]::new()
        { Test-EcsStream -ErrorAt 5 -ErrorAction Stop | ForEach-Object { $seen.Add($_) } } | Should -Throw -ErrorId 'NumberRefused,*'
        $seen | Should -Be (1..4)
        Get-Left | Should -Be 0
    }

    It 'leaves nothing running when the command after it throws, and lets that error through' {
        { Test-EcsStream -Threads 3 | ForEach-Object { throw 'the next one' } } | Should -Throw 'the next one'
        Get-Left | Should -Be 0
    }

    It 'leaves nothing running after Ctrl+C' {
        $pipeline = Start-Pipeline 'Test-EcsStream -Threads 2'
        Wait-Until { $pipeline.Output.Count -gt 10 }
        $pipeline.Shell.Stop()
        $pipeline.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $pipeline.Shell.Streams.Error.Count | Should -Be 0
        Get-Left | Should -Be 0
        $pipeline.Shell.Dispose()
    }

    It 'leaves nothing running after Ctrl+C while the command after it is at work' {
        $pipeline = Start-Pipeline 'Test-EcsStream | ForEach-Object { $_; Start-Sleep -Seconds 600 }'
        Wait-Until { $pipeline.Output.Count -gt 0 }
        $pipeline.Shell.Stop()
        $pipeline.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        Get-Left | Should -Be 0
        $pipeline.Shell.Dispose()
    }

    It 'takes -WhatIf for an answer' {
        Test-EcsStream -Count 3 -Ask -WhatIf | Should -BeNullOrEmpty
    }

    It 'asks on the pipeline thread' {
        Test-EcsStream -Count 3 -Ask -Confirm:$false | Should -Be 1, 2, 3
    }

    It 'holds back a producer that is far ahead' {
        # The producer writes without end; a pump without a bound would fill the memory while the consumer sleeps.
        $before = [EcsTools.TestCommands.Running]::Written
        Test-EcsStream | ForEach-Object { Start-Sleep -Milliseconds 300; [EcsTools.TestCommands.Running]::Written - $before } |
            Select-Object -First 1 | Should -BeLessOrEqual 300
        Get-Left | Should -Be 0
    }
}

Describe 'An error' {
    It 'of one record lets the next record go on' {
        $found = 'a', 'b' | Test-EcsError -ErrorAction SilentlyContinue -ErrorVariable problems
        $found | Should -BeNullOrEmpty
        $problems | Should -HaveCount 2
    }

    It 'in the middle of a record keeps what was written before it' {
        $problems = $null
        1, 2 | Test-EcsStream -Count 5 -ThrowAt 3 -ErrorAction SilentlyContinue -ErrorVariable problems | Should -Be 1, 2, 1, 2
        $problems.TargetObject | Should -Be 3, 3
    }

    It 'about a parameter of the command line ends the command: every record would meet it' {
        $problems = $null
        { 'InvalidArgument', 'InvalidArgument' | Test-EcsError -Cpu 333 -ErrorVariable script:problems } | Should -Throw -ErrorId 'KindInvalidArgument,*'
        'InvalidArgument', 'InvalidArgument' | Test-EcsError -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 2 -Because 'Cpu was not given on the command line'
    }

    It 'of the kind <Kind> has the category <Category>, its id, target and remedy' -ForEach @(
        @{ Kind = 'InvalidArgument'; Category = 'InvalidArgument' }
        @{ Kind = 'NotFound'; Category = 'ObjectNotFound' }
        @{ Kind = 'AlreadyExists'; Category = 'ResourceExists' }
        @{ Kind = 'PermissionDenied'; Category = 'PermissionDenied' }
        @{ Kind = 'Unauthenticated'; Category = 'AuthenticationError' }
        @{ Kind = 'Unavailable'; Category = 'ConnectionError' }
        @{ Kind = 'Conflict'; Category = 'ResourceBusy' }
        @{ Kind = 'LimitExceeded'; Category = 'LimitsExceeded' }
        @{ Kind = 'Timeout'; Category = 'OperationTimeout' }
        @{ Kind = 'Failed'; Category = 'InvalidResult' }
        @{ Kind = 'ServiceFailed'; Category = 'ResourceUnavailable' }
        @{ Kind = 'NotRead'; Category = 'ReadError' }
        @{ Kind = 'NotWritten'; Category = 'WriteError' }
        @{ Kind = 'Other'; Category = 'InvalidOperation' }
    ) {
        try { $null = Test-EcsError $Kind -Cpu 7 -ErrorAction Stop } catch { $problem = $_ }
        $problem.CategoryInfo.Category | Should -Be $Category
        $problem.FullyQualifiedErrorId | Should -Be "Kind$Kind,EcsTools.TestCommands.TestEcsErrorCommand"
        $problem.TargetObject | Should -Be 7
        $problem.ErrorDetails.RecommendedAction | Should -Be 'Do better.'
        $problem.Exception | Should -BeOfType [EcsTools.EcsToolsException]
    }

    It 'of this machine or its network (<Name>) is <Id>' -ForEach @(
        @{ Name = 'UnknownHost'; Id = 'EndpointUnreachable'; Category = 'ConnectionError'; Remedy = '-Region' }
        @{ Name = 'Refused'; Id = 'EndpointUnreachable'; Category = 'ConnectionError'; Remedy = '-EndpointUrl' }
        @{ Name = 'DiskFull'; Id = 'DiskFull'; Category = 'WriteError'; Remedy = 'Free some space' }
        @{ Name = 'Denied'; Id = 'FileAccessDenied'; Category = 'PermissionDenied'; Remedy = 'permissions' }
        @{ Name = 'Missing'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Remedy = 'path' }
        @{ Name = 'Canceled'; Id = 'TimedOut'; Category = 'OperationTimeout'; Remedy = 'again' }
        @{ Name = 'Aggregate'; Id = 'Inner'; Category = 'ObjectNotFound'; Remedy = '' }
        @{ Name = 'Unknown'; Id = 'NotSupportedException'; Category = 'InvalidOperation'; Remedy = 'Get-Error' }
    ) {
        $null = Test-EcsError $Name -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -Be "$Id,EcsTools.TestCommands.TestEcsErrorCommand"
        $problem[0].CategoryInfo.Category | Should -Be $Category
        $problem[0].ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape($Remedy))
    }

    It 'of AWS (<Code>) is <Id>' -ForEach @(
        @{ Code = 'ExpiredTokenException'; Id = 'CredentialsExpired'; Category = 'AuthenticationError' }
        @{ Code = 'UnrecognizedClientException'; Id = 'AccessKeyUnknown'; Category = 'AuthenticationError' }
        @{ Code = 'InvalidClientTokenId'; Id = 'AccessKeyUnknown'; Category = 'AuthenticationError' }
        @{ Code = 'SignatureDoesNotMatch'; Id = 'SignatureMismatch'; Category = 'AuthenticationError' }
        @{ Code = 'ThrottlingException'; Id = 'Throttled'; Category = 'LimitsExceeded' }
        @{ Code = 'LimitExceededException'; Id = 'QuotaExceeded'; Category = 'LimitsExceeded' }
        @{ Code = 'ClusterNotFoundException'; Id = 'ClusterNotFound'; Category = 'ObjectNotFound' }
        @{ Code = 'NoSuchEntity'; Id = 'NoSuchEntity'; Category = 'ObjectNotFound' }
        @{ Code = 'RepositoryAlreadyExistsException'; Id = 'RepositoryAlreadyExists'; Category = 'ResourceExists' }
        @{ Code = 'ClusterContainsTasksException'; Id = 'ClusterContainsTasks'; Category = 'ResourceBusy' }
        @{ Code = 'InvalidParameterException'; Id = 'InvalidParameter'; Category = 'InvalidArgument' }
        @{ Code = 'ServerException'; Id = 'ServiceFailed'; Category = 'ResourceUnavailable' }
    ) {
        try { $null = Test-EcsError x -Code $Code -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -Be "$Id,EcsTools.TestCommands.TestEcsErrorCommand"
        $problem.CategoryInfo.Category | Should -Be $Category
        $problem.Exception.InnerException.RequestId | Should -Be 'request-1'
        $problem.ErrorDetails.Message | Should -Match "$Code, request request-1"
    }

    It 'of a missing permission names the action, the resource and who lacks it' {
        $message = 'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:CreateCluster on resource: arn:aws:ecs:eu-west-1:123456789012:cluster/demo because no identity-based policy allows it'
        $null = Test-EcsError x -Code AccessDeniedException -Message $message -ErrorAction SilentlyContinue -ErrorVariable problem
        $remedy = $problem[0].ErrorDetails.RecommendedAction
        $remedy | Should -Match ([regex]::Escape('"Action":"ecs:CreateCluster","Resource":"arn:aws:ecs:eu-west-1:123456789012:cluster/demo"'))
        $remedy | Should -Match 'arn:aws:iam::123456789012:user/ci'
        $problem[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}

Describe 'Progress' {
    BeforeAll {
        function Get-Records([string] $Script) {
            $pipeline = Start-Pipeline $Script
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $null = $pipeline.Shell.EndInvoke($pipeline.Async)
            @{ Streams = $pipeline.Shell.Streams; Records = @($pipeline.Shell.Streams.Progress | Where-Object Activity -in 'Pushing web', 'layer', 'other'); Seconds = $watch.Elapsed.TotalSeconds }
        }
    }

    It 'is written at most five times a second for a bar, and always completed' {
        $seen = Get-Records 'Test-EcsProgress -Reports 2000'
        foreach ($bar in 'Pushing web', 'layer') {
            $records = @($seen.Records | Where-Object Activity -eq $bar)
            $records.Count | Should -BeLessOrEqual ($seen.Seconds * 5 + 2)
            $records[-1].RecordType | Should -Be 'Completed'
            @($records | Where-Object RecordType -eq 'Completed') | Should -HaveCount 1
        }
        $parent = $seen.Records | Where-Object Activity -eq 'Pushing web' | Select-Object -First 1
        ($seen.Records | Where-Object Activity -eq 'layer')[0].ParentActivityId | Should -Be $parent.ActivityId
    }

    It 'of a bar that was never shown is not completed' {
        (Get-Records 'Test-EcsProgress -Reports 2').Records.Activity | Should -Not -Contain 'other'
    }

    It 'is completed too when the command fails' {
        $seen = Get-Records 'Test-EcsProgress -Reports 2 -Throw -ErrorAction SilentlyContinue'
        ($seen.Records | Where-Object Activity -eq 'Pushing web')[-1].RecordType | Should -Be 'Completed'
    }

    It 'leads details to the verbose stream and worries to the warning stream' {
        $all = Test-EcsProgress -Reports 1 -Verbose -WarningVariable worries 3>$null 4>&1
        ($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message | Should -Be 'layer: a detail'
        $worries.Message | Should -Be 'a worry'
    }
}
