# Dot-sourced by Permissions.Tests.ps1 and Permissions.ps1, after Import-EcsTools.ps1 and ExampleRun.ps1: what the examples ask of the caller's policies.
$Hidden = [System.Reflection.BindingFlags]'Public, NonPublic, Static, Instance'
$PolicyFolder = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../../src/EcsTools.Core/Identity/Policies")
$ManagedFolder = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../../src/EcsTools.Sandbox/Services/Iam/ManagedPolicies")
$Account = '000000000000'

# The sandbox of this session, for what only a test may see.
function Get-SandboxServer {
    (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', $Hidden).GetValue($null)
}

function Get-SandboxIam($Server) {
    $Server.GetType().GetProperty('Cloud', $Hidden).GetValue($Server).Services | Where-Object { $_.GetType().Name -eq 'IamService' }
}

# A document of EcsTools as it is for the account of the sandbox.
function Get-OwnPolicy([string] $Name) {
    (Get-Content (Join-Path $PolicyFolder "$Name.json") -Raw).Replace('${Partition}', 'aws').Replace('${AccountId}', $Account).Replace(
        '${BoundaryArn}', "arn:aws:iam::${Account}:policy/ecstools/EcsToolsRoleBoundary")
}

function Get-TutorialPolicyArn {
    [EcsTools.Models.IamPolicySet].Assembly.GetType('EcsTools.Identity.ManagedPolicySets').GetProperty('Tutorial', $Hidden).GetValue($null) |
        ForEach-Object { "arn:aws:iam::aws:policy/$_" }
}

# The documents of a policy set, as the module gives it to a deployer.
function Get-PolicySetDocument([string] $PolicySet) {
    if ($PolicySet -eq 'Scoped') { return , @(Get-OwnPolicy ScopedDeployer) }
    , @(Get-TutorialPolicyArn | ForEach-Object { (Get-Content (Join-Path $ManagedFolder "$($_.Split('/')[-1]).json") -Raw | ConvertFrom-Json).Document | ConvertTo-Json -Depth 9 })
}

# The documents, read by the sandbox's own reading of policies.
function Read-PolicyDocument([string[]] $Document, [string] $UserName) {
    $type = $script:server.GetType().Assembly.GetType('EcsTools.Sandbox.Services.Iam.PolicyDocument')
    $read = [System.Array]::CreateInstance($type, $Document.Count)
    for ($at = 0; $at -lt $Document.Count; $at++) { $read[$at] = $type.GetMethod('Read', $Hidden).Invoke($null, @($Document[$at].Replace('${aws:username}', $UserName))) }
    , $read
}

# What policies say to a question: Allowed, ImplicitDeny or ExplicitDeny.
function Test-PolicyQuestion($Documents, $Question) {
    $type = $script:server.GetType().Assembly.GetType('EcsTools.Sandbox.Services.Iam.PolicyDocument')
    "$($type.GetMethod('Judge', $Hidden).Invoke($null, @($Documents, $Question)))"
}

# Gives the commands a key: each is known by its name, or is a user whose policies hold for it.
function Use-SandboxKey([string[]] $Command, [string] $Arn = "arn:aws:iam::${Account}:root") {
    $iam = Get-SandboxIam $script:server
    $sandbox = Get-EcsSandbox
    foreach ($name in $Command) {
        $session = $iam.GetType().GetMethod('AddSession', $Hidden).Invoke($iam, @($Arn, $name, [double]3600, $null))
        # Without MFA, the session could not call IAM.
        $session.HasMfa = $true
        $key = @{ AccessKey = $session.Id; SecretKey = $session.Secret; SessionToken = $session.Token; EndpointUrl = $sandbox.EndpointUrl; Region = $sandbox.Region }
        foreach ($parameter in $key.Keys) { $global:PSDefaultParameterValues["${name}:$parameter"] = $key[$parameter] }
    }
}

function Clear-SandboxKey { $global:PSDefaultParameterValues = $script:defaults.Clone() }

# Calls an operation of IAM as the sandbox's root.
function Invoke-SandboxIam([string] $Operation, [hashtable] $Request) {
    $node = [System.Text.Json.Nodes.JsonNode].Assembly.GetType('System.Text.Json.Nodes.JsonNode')
    $parse = $node.GetMethod('Parse', [type[]]@([string], [System.Nullable[System.Text.Json.Nodes.JsonNodeOptions]], [System.Text.Json.JsonDocumentOptions]))
    $body = $parse.Invoke($null, @((ConvertTo-Json $Request -Depth 9).ToString(), $null, [System.Text.Json.JsonDocumentOptions]::new()))
    $null = $script:server.GetType().GetMethod('CallAsync', $Hidden).Invoke($script:server, @('AWSSDK.IdentityManagement', $Operation, $body.PSObject.BaseObject)).GetAwaiter().GetResult()
}

# Creates a policy of the account and attaches it to a user.
function Add-SandboxPolicy([string] $User, [string] $Name, [string] $Document) {
    Invoke-SandboxIam CreatePolicy @{ PolicyName = $Name; PolicyDocument = $Document }
    Invoke-SandboxIam AttachUserPolicy @{ UserName = $User; PolicyArn = "arn:aws:iam::${Account}:policy/$Name" }
}

# An app whose services call each other by name.
$ConnectedApp = "Set-Content compose.yaml 'services: { web: { image: example:1, environment: { API: ""http://api:80"" } }, api: { image: example:1, expose: [""80""] } }'; Publish-FargateApp ./compose.yaml -Name talk"

# What no example shows: the first use of an account, and settings that examples leave out.
$OtherUses = @(
    @{ Command = 'Clear-EcrRepository'; Area = 'Registry'; Code = 'Clear-EcrRepository web -KeepLast 1' }
    @{ Command = 'Register-FargateTask'; Area = 'Clusters'; Code = 'Register-FargateTask fresh -ImageUri example:1' }
    @{ Command = 'Publish-FargateApp'; Area = 'Apps'; Code = $ConnectedApp }
    @{ Command = 'Start-FargateTask'; Area = 'Tasks'; Code = 'Start-FargateTask worker -Cluster demo -Wait -Timeout 60s' }
    @{ Command = 'New-EcsScheduledTask'; Area = 'Schedules'; Code = 'New-EcsScheduledTask rule -TaskDefinition crawler -Cluster demo -Every 1d -Backend Rule' }
    @{ Command = 'New-EcsScheduledTask'; Area = 'Schedules'; Code = 'New-EcsScheduledTask grouped -TaskDefinition crawler -Cluster demo -Every 1d -Group fresh' }
    @{ Command = 'Initialize-EcsRole'; Area = 'Clusters'; Code = 'Initialize-EcsRole Infrastructure' }
    @{ Command = 'Initialize-EcrRepository'; Area = 'Clusters'; Code = "Initialize-EcrRepository notice -ImageTagMutability IMMUTABLE -ScanOnPush -Tag @{ team = 'web' }" }
    @{ Command = 'Initialize-EcrRepository'; Area = 'Clusters'; Code = "Initialize-EcrRepository fresh -Tag @{ team = 'web' }" }
    @{
        Command = 'Set-FargateScaling'; Area = 'Services'
        Code = "Set-FargateScaling web -Cluster demo -ScheduleName night -Cron '0 20 * * ? *' -MinimumCount 0 -MaximumCount 0; Set-FargateScaling web -Cluster demo -ScheduleName night -Remove"
    }
)
for ($at = 0; $at -lt $OtherUses.Count; $at++) { $OtherUses[$at] += @{ Number = 100 + $at; Key = "$($OtherUses[$at].Command)/$(100 + $at)" } }

# For each statement of the scoped policy a use that cannot do without it.
$StatementUses = @(
    @{ Sid = 'Read'; Command = 'Get-FargateCluster'; Area = 'Clusters'; Code = 'Get-FargateCluster' }
    @{ Sid = 'WriteWithoutArn'; Command = 'New-FargateCluster'; Area = 'Clusters'; Code = 'New-FargateCluster fresh' }
    @{ Sid = 'Images'; Command = 'Initialize-EcrRepository'; Area = 'Clusters'; Code = 'Initialize-EcrRepository fresh' }
    @{ Sid = 'Tasks'; Command = 'Start-FargateTask'; Area = 'Tasks'; Code = 'Start-FargateTask worker -Cluster demo' }
    @{
        Sid = 'ConnectedServices'; Command = 'Publish-FargateApp'; Area = 'Apps'
        Code = $ConnectedApp
    }
    @{ Sid = 'Scaling'; Command = 'Set-FargateScaling'; Area = 'Services'; Code = 'Set-FargateScaling web -Cluster demo -MinimumCount 1 -MaximumCount 3' }
    @{ Sid = 'Logs'; Command = 'Register-FargateTask'; Area = 'Clusters'; Code = 'Register-FargateTask fresh -ImageUri example:1' }
    @{ Sid = 'Schedules'; Command = 'New-EcsScheduledTask'; Area = 'Schedules'; Code = 'New-EcsScheduledTask fresh -TaskDefinition crawler -Cluster demo -Every 1d' }
    @{ Sid = 'Network'; Command = 'New-FargateLoadBalancer'; Area = 'Routing'; Code = 'New-FargateLoadBalancer fresh' }
    @{ Sid = 'Routing'; Command = 'New-FargateLoadBalancer'; Area = 'Routing'; Code = 'New-FargateLoadBalancer fresh' }
    @{ Sid = 'TagNewSecurityGroups'; Command = 'New-FargateLoadBalancer'; Area = 'Routing'; Code = 'New-FargateLoadBalancer fresh' }
    @{ Sid = 'PassRoles'; Command = 'New-EcsScheduledTask'; Area = 'Schedules'; Code = 'New-EcsScheduledTask fresh -TaskDefinition crawler -Cluster demo -Every 1d' }
    @{ Sid = 'Roles'; Command = 'Initialize-EcsRole'; Area = 'Clusters'; Code = 'Initialize-EcsRole Infrastructure' }
    @{ Sid = 'RolesWithinTheBoundary'; Command = 'Initialize-EcsRole'; Area = 'Clusters'; Code = 'Initialize-EcsRole Infrastructure' }
    @{ Sid = 'PoliciesOfRoles'; Command = 'Initialize-EcsRole'; Area = 'Clusters'; Code = 'Initialize-EcsRole Infrastructure' }
    @{
        Sid = 'PullSecrets'; Command = 'Register-FargateTask'; Area = 'Clusters'
        Code = "Register-FargateTask fresh -ImageUri registry.example.com/web:1 -PullCredential ([pscredential]::new('reader', (ConvertTo-SecureString 'secret' -AsPlainText)))"
    }
    @{ Sid = 'OwnKeys'; Command = 'Update-EcsIamDeployer'; Area = 'Clusters'; Code = 'Update-EcsIamDeployer deployer' }
)

# Only an administrator of IAM creates and removes users.
$AdministratorCommands = 'New-EcsIamDeployer', 'Remove-EcsIamDeployer'

# The uses of a command, or of all commands: what the table is made of.
function Get-CommandUse([string] $Command = '*') {
    $needed = { $_.Command -like $Command -and $_.Command -notin $AdministratorCommands -and $_.Area -ne 'Sandbox' -and -not $NotRun.ContainsKey($_.Key) }
    @(Get-HelpExample | Where-Object $needed) + @($OtherUses | Where-Object $needed)
}

# Runs an example in a sandbox and gives what it asked of the policies of each command: command, action and what each policy set says.
function Get-PolicyQuestion([hashtable] $Example, [string] $Folder) {
    $script:defaults = $global:PSDefaultParameterValues.Clone()
    try {
        $variables = Initialize-Example $Folder $Example
        $script:server = Get-SandboxServer
        if (-not $script:server) { return }
        $awsCommands = (Get-Command -Module EcsTools -CommandType Cmdlet | Where-Object { $_.Parameters.ContainsKey('AccessKey') }).Name
        Use-SandboxKey $awsCommands
        $iam = Get-SandboxIam $script:server
        $asked = $iam.GetType().GetProperty('Asked')
        $asked.SetValue($iam, [System.Activator]::CreateInstance($asked.PropertyType))
        $null = Invoke-Example $Example $variables
        $questions = $asked.GetValue($iam).ToArray()
        $documents = @{}
        foreach ($set in 'Tutorial', 'Scoped') { $documents[$set] = Read-PolicyDocument (Get-PolicySetDocument $set) 'deployer' }
        foreach ($question in $questions) {
            $command = @($question.Context.Invoke('aws:userid'))[0]
            if ($command -notin $awsCommands) { continue }
            [pscustomobject]@{
                Command  = $command
                Action   = $question.Action
                Tutorial = Test-PolicyQuestion $documents.Tutorial $question
                Scoped   = Test-PolicyQuestion $documents.Scoped $question
            }
        }
    }
    finally {
        Clear-SandboxKey
        Stop-EcsSandbox
    }
}

# Runs an example with a policy set for its command alone, or with a statement less. Gives the permission for want of which it fails, and those that its warnings name.
function Get-MissingPermission([hashtable] $Example, [string] $Folder, [string] $PolicySet, [string[]] $Also, [string] $Without) {
    $script:defaults = $global:PSDefaultParameterValues.Clone()
    try {
        $variables = Initialize-Example $Folder $Example
        $script:server = Get-SandboxServer
        Invoke-SandboxIam CreatePolicy @{ PolicyName = 'EcsToolsRoleBoundary'; Path = '/ecstools/'; PolicyDocument = Get-OwnPolicy RoleBoundary }
        # The examples of the commands for deployers have made one with the policies of the tutorial.
        $tutorial = Get-TutorialPolicyArn
        if (-not (Get-EcsIamDeployer deployer -ErrorAction Ignore)) {
            Invoke-SandboxIam CreateUser @{ UserName = 'deployer' }
            foreach ($arn in $tutorial) { Invoke-SandboxIam AttachUserPolicy @{ UserName = 'deployer'; PolicyArn = $arn } }
        }
        if ($PolicySet -eq 'Scoped') {
            foreach ($arn in $tutorial) { Invoke-SandboxIam DetachUserPolicy @{ UserName = 'deployer'; PolicyArn = $arn } }
            $policy = Get-OwnPolicy ScopedDeployer | ConvertFrom-Json -AsHashtable
            $policy.Statement = @($policy.Statement | Where-Object Sid -NE $Without)
            Add-SandboxPolicy deployer scoped-for-test (ConvertTo-Json $policy -Depth 9 -Compress)
        }
        if ($Also) {
            Add-SandboxPolicy deployer also-for-test (ConvertTo-Json @{ Version = '2012-10-17'; Statement = @(@{ Effect = 'Allow'; Action = $Also; Resource = '*' }) } -Depth 9)
        }
        Use-SandboxKey $Example.Command "arn:aws:iam::${Account}:user/deployer"
        $found = @{ Fails = $null; Warns = @(); Other = $null }
        try {
            $text = (Invoke-Example $Example $variables) -replace '\r?\n'
            $found.Warns = @([regex]::Matches($text, 'lack the permission ([\w-]+:[A-Za-z]+)').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique)
        }
        catch {
            if ("$_ $($_.Exception)" -match 'not authorized to perform: (?<action>[\w-]+:\w+)') { $found.Fails = $Matches.action } else { $found.Other = "$_" }
        }
        $found
    }
    finally {
        Clear-SandboxKey
        Stop-EcsSandbox
    }
}

# What each command asks of the policies, and what becomes of it under each set: the permissions without which it fails, those without which it does less
# and says so, and those that it replaces by another call.
function Get-PermissionTable([hashtable[]] $Example, [string] $Work) {
    $start = Get-Location
    $table = [ordered]@{ Tutorial = [ordered]@{}; Scoped = [ordered]@{} }
    $refused = @{}
    foreach ($one in $Example) {
        foreach ($question in Get-PolicyQuestion $one (Join-Path $Work "$($one.Command)-$($one.Number)")) {
            foreach ($set in 'Tutorial', 'Scoped') {
                if ($question.$set -ne 'Allowed') { $refused["$set/$($question.Command)"] = @($refused["$set/$($question.Command)"]) + $question.Action }
            }
        }
        Set-Location $start
    }
    foreach ($set in 'Tutorial', 'Scoped') {
        foreach ($command in $Example.Command | Sort-Object -Unique) {
            $all = @($refused["$set/$command"] | Where-Object { $_ } | Sort-Object -Unique)
            if (-not $all) { continue }
            $fails, $less = @(), @()
            foreach ($one in $Example | Where-Object Command -EQ $command) {
                for ($try = 0; $try -lt 30; $try++) {
                    $found = Get-MissingPermission $one (Join-Path $Work "$command-$($one.Number)-$set-$try") $set $fails
                    Set-Location $start
                    if ($found.Other) { Write-Warning "$($one.Key) under $set fails, and does not say for want of what: $($found.Other)" }
                    if (-not $found.Fails) { break }
                    if ($found.Fails -in $fails) { throw "$($one.Key) under $set lacks $($found.Fails) although it has it." }
                    $fails += $found.Fails
                }
                $less += $found.Warns
            }
            $less = @($less | Where-Object { $_ -notin $fails } | Sort-Object -Unique)
            $fails = @($fails | Sort-Object -Unique)
            $table[$set][$command] = [ordered]@{ Fails = $fails; DoesLess = $less; Replaced = @($all | Where-Object { $_ -notin $fails -and $_ -notin $less }) }
        }
    }
    $table
}

# The table as the module reads it: a command and its permissions on one line.
function ConvertTo-TableJson($Table) {
    $sets = foreach ($set in $Table.Keys) {
        $lines = foreach ($command in $Table[$set].Keys) { "    ""$command"": $(ConvertTo-Json $Table[$set][$command] -Compress)" }
        "  ""$set"": {$(if ($lines) { "`n" + ($lines -join ",`n") + "`n  " })}"
    }
    "{`n$($sets -join ",`n")`n}"
}

# The table as a page of the documentation.
function ConvertTo-PermissionPage($Table) {
    $type = [EcsTools.Models.IamPolicySet].Assembly.GetType('EcsTools.Identity.PolicyAdditions')
    $add = { param($action) @($type.GetMethod('Allowing').Invoke($null, @($action.ToString())))[0] }
    $code = { param($actions) ($actions | ForEach-Object { "``$_``" }) -join ', ' }
    $row = {
        param($command, $calls)
        $values = @(@($calls.Fails) + @($calls.DoesLess) + @($calls.Replaced) | Where-Object { $_ } | ForEach-Object { & $add $_ } | Where-Object { $null -ne $_ } | Sort-Object -Unique)
        "| $command | $(& $code $calls.Fails) | $(& $code $calls.DoesLess) | $(& $code $calls.Replaced) | $($values -join ', ') |"
    }
    @"
# Which commands a deployer may run

``New-EcsIamDeployer`` gives the user one of two policy sets. This page lists the calls that IAM refuses under each. It is written by
``tests/Pester/Examples/Permissions.ps1``, which runs every command in a sandbox under both sets, and a test compares it with what happens.

- **Fails**: the command ends with an error without these permissions, at least in some of its uses.
- **Does less**: the command leaves something out without them, and a warning says what.
- **Replaced**: the command makes another call instead. Nothing is left out.

Commands that are not in a table need nothing more. ``New-EcsIamDeployer`` and ``Remove-EcsIamDeployer`` are for an administrator of IAM.

## -PolicySet Tutorial

The four AWS managed policies of the ECS tutorials: AWSCodeDeployRoleForECS, AmazonECS_FullAccess, EC2InstanceProfileForImageBuilderECRContainerBuilds and
AWSAppRunnerServicePolicyForECRAccess. The last column is the value of ``-Add`` that adds the permissions. ``-Add All`` adds all of them, in one customer
managed policy of the user.

| command | fails | does less | replaced | -Add |
|---|---|---|---|---|
$(($Table.Tutorial.Keys | ForEach-Object { & $row $_ $Table.Tutorial[$_] }) -join "`n")

## -PolicySet Scoped

One customer managed policy with the calls of the commands, for this account only. What it refuses on purpose: to list users, to attach other policies to
a role, and to change a role that it did not create. Otherwise a deployer could make itself an administrator.

| command | fails | does less | replaced |
|---|---|---|---|
$(($Table.Scoped.Keys | ForEach-Object { (& $row $_ $Table.Scoped[$_]) -replace '\| [^|]*\|$', '|' }) -join "`n")
"@
}
