BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $task = @{ FargateTask = 'TaskArn'; FargateFailure = 'TaskArn'; ScheduledTaskRun = 'TaskArn'; TaskLogEvent = 'TaskArn=TaskId'; String = 'TaskArn' }
    $query = $task + @{
        FargateService = 'ServiceName'; FargateDeployment = 'ServiceName'; FargateScaling = 'ServiceName'; FargateTaskDefinition = 'Family'; ScheduledTask = 'Family'; FargateCluster = 'Cluster'
    }
    $definition = @{
        FargateTaskDefinition = 'TaskDefinition'; FargateTask = 'TaskDefinition=TaskDefinitionArn'; FargateService = 'TaskDefinition'
        FargateDeployment = 'TaskDefinition'; ScheduledTask = 'TaskDefinition'; String = 'TaskDefinition'
    }
    $ofService = @{ FargateService = 'ServiceName'; FargateDeployment = 'ServiceName'; FargateScaling = 'ServiceName' }
    $service = @{ FargateService = 'ServiceName=ServiceArn'; FargateDeployment = 'ServiceName=ServiceArn'; FargateScaling = 'ServiceName=ServiceArn'; String = 'ServiceName' }
    $schedule = @{ ScheduledTask = 'Name=ScheduleName'; String = 'Name' }
    $deployer = @{ IamDeployer = 'Name=UserName'; String = 'Name' }
    $cluster = @{ FargateCluster = 'Cluster' }
    $measured = @{
        FargateApp = 'AppName'; FargateService = 'ServiceName'; FargateTask = 'TaskArn'; FargateTaskDefinition = 'TaskDefinition'; ScheduledTask = 'ScheduleName'
        ScheduledTaskRun = 'TaskArn'
    }
    $image = @{ EcrImage = 'ImageUri'; EcrStoredImage = 'ImageUri'; RegistryImage = 'ImageUri' }
    $arn = 'arn:aws:ecs:us-east-1:000000000000:task/demo/0123456789abcdef0123456789abcdef'

    # For each command the types of objects that it takes from the pipeline, with the parameter that says what the object is about (and the
    # property of the object, if it has another name). All other pairs are refused. Bound: with no name on the command line. Named: with the
    # names on the command line that Given has, so that the object can only say the rest.
    $table = [ordered]@{
        'Add-FargateRoute'          = @{ Bound = @{ FargateLoadBalancer = 'LoadBalancer'; String = 'LoadBalancer' }; Given = @{ LoadBalancer = 'ecstools' }; Named = @{}
                                         More = @{ Path = '/api*'; Name = 'api'; ContainerPort = 80 } }
        'Clear-EcrRepository'       = @{ Bound = @{ EcrRepository = 'RepositoryName'; EcrStoredImage = 'ImageDigest'; EcrImage = 'ImageDigest'; String = 'RepositoryName' }
                                         Given = @{ RepositoryName = 'web' }; Named = @{ EcrStoredImage = 'ImageDigest'; EcrImage = 'ImageDigest' }; More = @{ Untagged = $true } }
        'Compare-FargateService'    = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'ConvertFrom-CopilotManifest' = @{ Bound = @{} }
        'ConvertTo-EcsScheduledTask' = @{ Bound = @{ FileInfo = 'InputObject'; String = 'InputObject' }; Given = @{ Path = '.' }; Named = @{}; MayBeEmpty = $true }
        'Copy-EcrImage'             = @{ Bound = @{ EcrStoredImage = 'Source=ImageUri'; EcrImage = 'Source=ImageUri'; RegistryImage = 'Source=ImageUri'; String = 'Source' }
                                         Given = @{ Source = '127.0.0.1:9/web:1' }; Named = @{ EcrRepository = 'RepositoryName' } }
        'Disable-EcsScheduledTask'  = @{ Bound = $schedule; Given = @{ Name = 'nightly' }; Named = @{} }
        'Enable-EcsScheduledTask'   = @{ Bound = $schedule; Given = @{ Name = 'nightly' }; Named = @{} }
        'Enter-FargateTask'         = @{ Bound = $task + $ofService; Given = @{ TaskArn = $arn }; Named = $cluster; More = @{ Command = 'ls'; Cluster = 'demo' } }
        'Export-FargateApp'         = @{ Bound = @{ FargateApp = 'Name=AppName'; String = 'Name' }; Given = @{ Name = 'web' }; Named = @{}; More = @{ Format = 'Compose' } }
        'Export-FargateTask'        = @{ Bound = $definition; Given = @{ TaskDefinition = 'web' }; Named = @{} }
        'Find-EcrImage'             = @{ Bound = @{ EcrRepository = 'RepositoryName'; EcrStoredImage = 'ImageDigest'; EcrImage = 'ImageDigest'; String = 'RepositoryName' }
                                         Given = @{ RepositoryName = 'web' }; Named = @{ EcrStoredImage = 'ImageDigest'; EcrImage = 'ImageDigest' } }
        'Get-EcsIamDeployer'        = @{ Bound = $deployer; Given = @{ Name = 'ci' }; Named = @{} }
        'Get-EcsSandbox'            = @{ Bound = @{} }
        'Get-EcsScheduledRun'       = @{ Bound = $schedule; Given = @{ Name = 'nightly' }; Named = @{} }
        'Get-EcsScheduledTask'      = @{ Bound = $schedule + $cluster + @{ ScheduledTaskRun = 'Name=ScheduleName' }; Given = @{ Name = 'nightly' }; Named = $cluster }
        'Get-FargateCluster'        = @{ Bound = @{
                                             FargateCluster = 'Cluster'; FargateService = 'Cluster'; FargateTask = 'Cluster'; FargateDeployment = 'Cluster'; FargateScaling = 'Cluster'
                                             FargateFailure = 'Cluster'; ScheduledTask = 'Cluster'; ScheduledTaskRun = 'Cluster'; String = 'Cluster'
                                         }; Given = @{ Cluster = 'demo' }; Named = @{} }
        'Get-FargateDeployment'     = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'Get-FargateFailure'        = @{ Bound = $query; Given = @{ Cluster = 'demo' }; Named = $query.Clone() }
        'Get-FargateApp'            = @{ Bound = @{ FargateApp = 'Name=AppName'; FargateAppResource = 'Name=AppName'; String = 'Name' }; Given = @{ Name = 'web' }; Named = @{} }
        'Get-FargateLoadBalancer'   = @{ Bound = @{ FargateLoadBalancer = 'Name=LoadBalancer'; FargateRoute = 'Name=LoadBalancer'; String = 'Name' }
                                         Given = @{ Name = 'ecstools' }; Named = @{} }
        'Get-FargateLog'            = @{ Bound = $task + $ofService; Given = @{ TaskArn = $arn }; Named = $cluster; More = @{ Cluster = 'demo' } }
        'Get-FargateRoute'          = @{ Bound = @{ FargateLoadBalancer = 'LoadBalancer'; FargateRoute = 'ListenerRuleArn'; String = 'RouteName' }
                                         Given = @{ RouteName = 'users' }; Named = @{ FargateLoadBalancer = 'LoadBalancer'; FargateRoute = 'ListenerRuleArn' } }
        'Get-FargateService'        = @{ Bound = $service + $cluster + @{ FargateTask = 'ServiceName'; FargateFailure = 'ServiceName' }; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'Get-FargateTask'           = @{ Bound = $query; Given = @{ Cluster = 'demo' }; Named = $query.Clone() }
        'Get-FargateTaskDefinition' = @{ Bound = $definition; Given = @{ TaskDefinition = 'web' }; Named = @{} }
        'Initialize-EcrRepository'  = @{ Bound = @{ EcrRepository = 'RepositoryName'; String = 'RepositoryName' }; Given = @{ RepositoryName = 'web' }; Named = @{} }
        'Initialize-EcsRole'        = @{ Bound = @{ EcsRole = 'Name=RoleName' }; Given = @{ Kind = 'Scheduler' }; Named = @{ EcsRole = 'Name=RoleName'; FargateTaskDefinition = 'Family' } }
        'Invoke-EcrLogin'           = @{ Bound = @{
                                             EcrRepository = 'RegistryId=AccountId'; EcrImage = 'RegistryId=AccountId'; EcrStoredImage = 'RegistryId=AccountId'
                                             EcsSandbox = 'RegistryId=AccountId'; String = 'RegistryId'
                                         }; Given = @{ RegistryId = '111111111111' }; Named = @{} }
        'Measure-FargateCost'       = @{ Bound = $measured
                                         Given = @{ Cpu = '256' }; Named = @{}
                                         More = @{ RunDuration = '1m' } }
        'New-EcrImage'              = @{ Bound = @{ FileInfo = 'LiteralPath=FullName' }; Given = @{ Path = '.' }; Named = @{} }
        'New-EcsIamDeployer'        = @{ Bound = $deployer; Given = @{ Name = 'ci' }; Named = @{} }
        'New-EcsScheduledTask'      = @{ Bound = @{ ScheduledTask = 'Name=ScheduleName' }; Given = @{ Name = 'nightly' }; Named = @{ FargateTaskDefinition = 'TaskDefinition' }; More = @{ Every = '1d' } }
        'New-FargateCluster'        = @{ Bound = $cluster + @{ String = 'Cluster' }; Given = @{ Cluster = 'demo' }; Named = @{} }
        'New-FargateContainer'      = @{ Bound = $image; Given = @{ ImageUri = 'web:1' }; Named = @{}; More = @{ Name = 'side' } }
        'New-FargateLoadBalancer'   = @{ Bound = @{ FargateLoadBalancer = 'Name=LoadBalancer'; String = 'Name' }; Given = @{ Name = 'ecstools' }; Named = @{} }
        'New-FargateService'        = @{ Bound = $cluster + @{ FargateService = 'ServiceName'; FargateTaskDefinition = 'TaskDefinition'; FargateRoute = 'TargetGroupArn' }
                                         Given = @{ ServiceName = 'web' }; Named = $cluster + @{ FargateTaskDefinition = 'TaskDefinition'; FargateRoute = 'TargetGroupArn' } }
        'Publish-FargateApp'        = @{ Bound = @{ FileInfo = 'LiteralPath=FullName' }; More = @{ Port = 80 } }
        'Push-EcrImage'             = @{ Bound = @{ EcrRepository = 'RepositoryName' }; Given = @{ RepositoryName = 'web' }; Named = @{ FileInfo = 'LiteralPath=FullName'; BuiltImage = 'Image' } }
        'Register-FargateTask'      = @{ Bound = $image + @{ FargateTaskDefinition = 'InputObject'; EcsRole = 'TaskRole=RoleArn' }; Given = @{ ImageUri = 'web:1' }
                                         Named = @{ FargateTaskDefinition = 'InputObject'; EcsRole = 'TaskRole=RoleArn' } }
        'Remove-EcsIamDeployer'     = @{ Bound = $deployer; Given = @{ Name = 'ci' }; Named = @{} }
        'Remove-EcsScheduledTask'   = @{ Bound = $schedule; Given = @{ Name = 'nightly' }; Named = @{} }
        'Remove-FargateApp'         = @{ Bound = @{ FargateApp = 'Name=AppName'; String = 'Name' }; Given = @{ Name = 'web' }; Named = @{} }
        'Remove-FargateCluster'     = @{ Bound = $cluster + @{ String = 'Cluster' }; Given = @{ Cluster = 'demo' }; Named = @{} }
        'Remove-FargateLoadBalancer' = @{ Bound = @{ FargateLoadBalancer = 'Name=LoadBalancer'; String = 'Name' }; Given = @{ Name = 'ecstools' }; Named = @{} }
        'Remove-FargateRoute'       = @{ Bound = @{ FargateRoute = 'ListenerRuleArn'; String = 'RouteName' }; Given = @{ RouteName = 'users' }
                                         Named = @{ FargateRoute = 'ListenerRuleArn' } }
        'Remove-FargateService'     = @{ Bound = @{ FargateService = 'ServiceName=ServiceArn'; String = 'ServiceName' }; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'Resume-FargateApp'         = @{ Bound = @{ FargateApp = 'Name=AppName'; String = 'Name' }; Given = @{ Name = 'web' }; Named = @{} }
        'Resume-FargateDeployment'  = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'Set-EcsScheduledTask'      = @{ Bound = @{ ScheduledTask = 'Name=ScheduleName' }; Given = @{ Name = 'nightly' }; Named = @{} }
        'Set-FargateRoute'          = @{ Bound = @{ FargateRoute = 'ListenerRuleArn'; String = 'RouteName' }; Given = @{ RouteName = 'users' }
                                         Named = @{ FargateRoute = 'ListenerRuleArn' } }
        'Set-FargateScaling'        = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'Set-FargateService'        = @{ Bound = @{ FargateService = 'ServiceName=ServiceArn'; FargateScaling = 'ServiceName=ServiceArn'; String = 'ServiceName' }; Given = @{ ServiceName = 'web' }
                                         Named = $cluster + @{ FargateTaskDefinition = 'TaskDefinition'; FargateRoute = 'TargetGroupArn'; EcrImage = 'Image=ImageUri'; EcrStoredImage = 'Image=ImageUri'; RegistryImage = 'Image=ImageUri' } }
        'Start-EcsSandbox'          = @{ Bound = @{} }
        'Start-EcsScheduledTask'    = @{ Bound = $schedule; Given = @{ Name = 'nightly' }; Named = @{} }
        'Start-FargateTask'         = @{ Bound = @{ FargateTaskDefinition = 'TaskDefinition'; FargateTask = 'TaskDefinition=TaskDefinitionArn'; String = 'TaskDefinition' }
                                         Given = @{ TaskDefinition = 'web' }; Named = $cluster }
        'Show-FargateApp'           = @{ Bound = @{ FargateApp = 'Name=AppName'; String = 'Name' }; Given = @{ Name = 'web' }; Named = @{} }
        'Show-FargateCost'          = @{ Bound = @{ FargateCost = 'InputObject' } }
        'Stop-EcsSandbox'           = @{ Bound = @{ EcsSandbox = 'InputObject' } }
        'Stop-FargateTask'          = @{ Bound = $task + $ofService; Given = @{ TaskArn = $arn }; Named = $cluster; More = @{ Cluster = 'demo' } }
        'Suspend-FargateApp'        = @{ Bound = @{ FargateApp = 'Name=AppName'; String = 'Name' }; Given = @{ Name = 'web' }; Named = @{} }
        'Test-EcsScheduledTask'     = @{ Bound = $schedule; Given = @{ Name = 'nightly' }; Named = @{} }
        'Test-FargateApp'           = @{ Bound = @{ FargateApp = 'InputObject'; FileInfo = 'LiteralPath=FullName' }; More = @{ Port = 80 } }
        'Test-FargateService'       = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster }
        'Undo-FargateDeployment'    = @{ Bound = @{ FargateService = 'ServiceName=ServiceArn'; FargateScaling = 'ServiceName=ServiceArn'; FargateDeployment = 'ServiceRevision'; String = 'ServiceName' }
                                         Given = @{ ServiceName = 'web' }; Named = $cluster + @{ FargateDeployment = 'ServiceRevision' } }
        'Unregister-FargateTask'    = @{ Bound = @{ FargateTaskDefinition = 'TaskDefinition'; String = 'TaskDefinition' }; Given = @{ TaskDefinition = 'web' }; Named = @{} }
        'Update-EcsIamDeployer'     = @{ Bound = $deployer; Given = @{ Name = 'ci' }; Named = @{} }
        'Wait-FargateService'       = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster; More = @{ Timeout = '1s' } }
        'Watch-FargateService'      = @{ Bound = $service; Given = @{ ServiceName = 'web' }; Named = $cluster; More = @{ Timeout = '1s' } }
        'Wait-FargateTask'          = @{ Bound = $task; Given = @{ TaskArn = $arn }; Named = $cluster; More = @{ Timeout = '1s'; Cluster = 'demo' } }
    }
    'Get-FargateFailure', 'Get-FargateTask' | ForEach-Object { $table[$_].Named.Remove('FargateCluster') }
    foreach ($rules in $table.Values) {
        'Given', 'Named', 'More' | Where-Object { -not $rules.ContainsKey($_) } | ForEach-Object { $rules[$_] = @{} }
    }
    $commands = foreach ($name in (Get-Command -Module EcsTools).Name) {
        @{ Name = $name; IsListed = $table.Contains($name); Rules = $table[$name] }
    }
    $named = $commands | Where-Object { $_.Rules.Given.Count }
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Stop-EcsSandbox
    $env:AWS_MAX_ATTEMPTS = '1'
    $file = Join-Path $TestDrive 'web.json'
    Set-Content $file '{}'

    # An object of each type that a command emits, with a value in each of its texts.
    $values = @{
        TaskArn = 'arn:aws:ecs:us-east-1:000000000000:task/shop/0123456789abcdef0123456789abcdef'; ImageUri = '127.0.0.1:9/web:1'; Image = '127.0.0.1:9/web:1'
        AccountId = '000000000000'; Region = 'us-east-1'; EndpointUrl = 'http://127.0.0.1:9'; Backend = 'Scheduler'; Kind = 'Task'; TaskDefinition = 'shop:1'; Json = '{}'
    }
    function New-Record([type] $Type) {
        switch ($Type.Name) {
            'String' { return 'shop' }
            'FileInfo' { return [System.IO.FileInfo]::new($file) }
            'PSCredential' { return [pscredential]::new('AWS', (ConvertTo-SecureString x -AsPlainText)) }
        }
        $record = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
        foreach ($property in $Type.GetProperties() | Where-Object { $_.PropertyType -eq [string] -and $_.CanWrite }) {
            $property.SetValue($record, $values[$property.Name] ?? "some-$($property.Name.ToLowerInvariant())")
        }
        foreach ($property in $Type.GetProperties() | Where-Object { $_.PropertyType.Name -eq 'IReadOnlyList`1' }) {
            $property.SetValue($record, [Array]::CreateInstance($property.PropertyType.GenericTypeArguments[0], 0))
        }
        $record
    }
    $records = [ordered]@{}
    foreach ($type in (Get-Command -Module EcsTools).OutputType.Type | Sort-Object FullName -Unique) { $records[$type.Name] = New-Record $type }

    # Pipes a record to a command that can reach nothing, and gives what became of it: the error, with the parameters that were bound.
    $connection = @{ EndpointUrl = 'http://127.0.0.1:9'; AccessKey = 'A'; SecretKey = 'S'; Region = 'us-east-1' }
    function Get-Outcome([string] $Name, $Record, [hashtable] $Given = @{}) {
        $parameters = (Get-Command $Name).Parameters
        $arguments = $Given + @{}
        if ($parameters.ContainsKey('EndpointUrl')) { $arguments += $connection }
        if ($parameters.ContainsKey('WhatIf')) { $arguments.WhatIf = $true }
        $problems = $null
        try {
            $pipeline = { & $Name @arguments -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction Ignore -InformationAction Ignore }.GetSteppablePipeline()
            $pipeline.Begin($true)
            $null = $pipeline.Process($Record)
            $command = Get-Hidden (Get-Hidden (Get-Hidden $pipeline '_pipeline') 'Commands')[0] 'Command'
            $bound = @{}
            foreach ($parameter in $parameters.Keys | Where-Object { $command.psobject.Properties[$_] }) { $bound[$parameter] = $command.$parameter }
            $null = $pipeline.End()
            $problem = @($problems)[0]
        }
        catch {
            $problem = $_
        }
        finally {
            $pipeline.Dispose()
        }
        @{
            Id = if ($problem) { $problem.FullyQualifiedErrorId.Split(',')[0] }
            Remedy = "$($problem.ErrorDetails.RecommendedAction)"
            Message = "$problem"
            Bound = $bound
        }
    }
    # PowerShell shows the parameters of a command that runs nowhere else.
    function Get-Hidden($Object, [string] $Name) {
        $flags = [System.Reflection.BindingFlags]'NonPublic, Instance'
        $field = $Object.GetType().GetField($Name, $flags)
        if ($field) { , $field.GetValue($Object) } else { , $Object.GetType().GetProperty($Name, $flags).GetValue($Object) }
    }
    $refusals = 'InputNamesNothing', 'SeveralSubjects', 'InputObjectMissingMandatory', 'ParameterArgumentValidationErrorNullNotAllowed', 'ParameterArgumentValidationErrorEmptyStringNotAllowed',
        'ParameterArgumentTransformationError'

    # What differs from the table, one line for each pair.
    function Compare-Pair([string] $Name, [hashtable] $Given, [hashtable] $Allowed) {
        foreach ($kind in $records.Keys) {
            $outcome = Get-Outcome $Name $records[$kind] $Given
            $refused = $outcome.Id -in $refusals
            if (-not $Allowed.ContainsKey($kind)) {
                if (-not $refused) { "$kind is taken: $($outcome.Id) $($outcome.Message)" }
                elseif ($outcome.Id -eq 'InputNamesNothing' -and $outcome.Remedy -notlike '*Pipe *' -and $outcome.Remedy -notlike '*without input*') { "$kind is refused without a remedy" }
                continue
            }
            if ($refused) { "$kind is refused: $($outcome.Id) $($outcome.Message)"; continue }
            $parameter, $property = $Allowed[$kind].Split('=')
            $expected = if ($kind -eq 'String') { 'shop' } elseif ($parameter -eq 'InputObject') { $records[$kind] } else { $records[$kind].($property ?? $parameter) }
            if ($expected -notin @($outcome.Bound[$parameter])) { "$kind does not bind $parameter to '$expected', but to '$($outcome.Bound[$parameter])'" }
        }
    }
}

Describe 'Input from the pipeline: <Name>' -ForEach $commands {
    It 'is in the table' {
        $IsListed | Should -BeTrue
    }

    It 'is an object that names what the command works on, or is refused' {
        Compare-Pair $Name $Rules.More $Rules.Bound | Should -BeNullOrEmpty
    }

    It 'that is $null or an empty text is refused' {
        # A file can have empty lines.
        foreach ($nothing in @($null) + @(if (-not $Rules.MayBeEmpty) { '', ' ' })) {
            (Get-Outcome $Name $nothing $Rules.More).Id | Should -BeIn $refusals
            (Get-Outcome $Name $nothing ($Rules.More + $Rules.Given)).Id | Should -BeIn $refusals
        }
    }

    It 'that has only a region is refused' {
        $row = [pscustomobject]@{ Region = 'us-east-1' }
        (Get-Outcome $Name $row $Rules.More).Id | Should -BeIn $refusals
        (Get-Outcome $Name $row ($Rules.More + $Rules.Given)).Id | Should -BeIn $refusals
    }

    It 'that is empty does nothing' {
        $parameters = (Get-Command $Name).Parameters
        $arguments = if ($parameters.ContainsKey('EndpointUrl')) { $connection } else { @{} }
        $arguments += $Rules.More
        @() | & $Name @arguments -ErrorAction Stop -WarningAction Stop | Should -BeNullOrEmpty
        Get-EcsSandbox | Should -BeNullOrEmpty
    }
}

Describe 'Input from the pipeline, with a name on the command line: <Name>' -ForEach $named {
    It 'says the rest, or is refused' {
        $given = $Rules.Given + $Rules.More
        'Cluster' | Where-Object { $Rules.Named.ContainsKey('FargateCluster') } | ForEach-Object { $given.Remove($_) }
        Compare-Pair $Name $given $Rules.Named | Should -BeNullOrEmpty
    }
}
