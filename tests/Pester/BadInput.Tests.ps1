# What every command says of bad input: the parameter, the value, what to do; and that nothing was created before.
BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1

    # The least that each command that calls AWS can be called with. A command that is not here fails the first test.
    $least = @{
        'Initialize-EcrRepository' = @{ RepositoryName = 'web' }
        'Push-EcrImage' = @{ Path = '<folder>'; RepositoryName = 'web' }
    }
    $calling = Get-Command -Module EcsTools | Where-Object { $_.Parameters.ContainsKey('EndpointUrl') } | Sort-Object Name
    $everyCommand = foreach ($command in $calling) { @{ Name = $command.Name; Least = $least[$command.Name] } }

    $connections = @(
        @{ What = 'an unknown profile'; Given = @{ ProfileName = 'ecs-dmeo'; ProfileLocation = '<profiles>' }; Id = 'UnknownProfile'; Says = 'ecs-dmeo'; Remedy = 'ecs-demo' }
        @{ What = 'an impossible region'; Given = @{ Region = 'eu-wset-1' }; Id = 'InvalidRegion'; Says = 'eu-wset-1'; Remedy = 'eu-west-1' }
        @{ What = 'half a pair of keys'; Given = @{ AccessKey = 'AKIAHALF' }; Id = 'IncompleteCredentials'; Says = '-SecretKey'; Remedy = '-ProfileName' }
        @{ What = 'no credentials'; Given = @{ Region = 'us-east-1' }; Id = 'NoCredentials'; Says = 'credentials'; Remedy = 'Start-EcsSandbox' }
        @{ What = 'no region'; Given = @{ AccessKey = 'A'; SecretKey = 'S' }; Id = 'NoRegion'; Says = 'region'; Remedy = '-Region' }
        @{ What = 'an endpoint that is none'; Given = @{ AccessKey = 'A'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = 'nowhere' }; Id = 'InvalidEndpointUrl'; Says = 'nowhere'; Remedy = 'http://' }
        @{ What = 'an endpoint that does not answer'; Given = @{ AccessKey = 'A'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = 'http://127.0.0.1:9' }; Id = 'EndpointUnreachable'; Says = '127.0.0.1:9'; Remedy = '-EndpointUrl' }
        @{ What = 'a key that AWS does not know'; Given = @{ AccessKey = 'AKIAUNKNOWN000000000'; SecretKey = 'S'; Region = 'us-east-1'; EndpointUrl = '<sandbox>' }; Id = 'AccessKeyUnknown'; Says = 'UnrecognizedClientException|InvalidClientTokenId'; Remedy = 'AWS does not know this access key' }
        @{ What = 'a secret that is not the key''s'; Given = @{ AccessKey = '<key>'; SecretKey = 'wrong'; Region = 'us-east-1'; EndpointUrl = '<sandbox>' }; Id = 'SignatureMismatch'; Says = 'Signature'; Remedy = 'secret access key' }
    )

    $values = @(
        @{ Line = 'Initialize-EcrRepository Web'; Id = 'InvalidRepositoryName'; Says = 'Web' }
        @{ Line = 'Push-EcrImage ./nowhere -RepositoryName web'; Id = 'PathNotFound'; Says = './nowhere' }
        @{ Line = 'Push-EcrImage ./empty -RepositoryName web'; Id = 'DockerfileNotFound'; Says = 'empty' }
        @{ Line = 'Push-EcrImage ./site -RepositoryName web -Tag "a tag"'; Id = 'InvalidImageTag'; Says = 'a tag' }
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
    $profiles = Join-Path $TestDrive 'credentials'
    Set-Content $profiles "[ecs-demo]`naws_access_key_id = A`naws_secret_access_key = S"

    # This session's own would give its credentials to every command.
    $sandbox = Start-SandboxElsewhere

    function Expand([hashtable] $Given) {
        $expanded = @{}
        foreach ($key in $Given.Keys) {
            $expanded[$key] = switch ($Given[$key]) {
                '<folder>' { Join-Path $TestDrive 'site' }
                '<profiles>' { $profiles }
                '<sandbox>' { $sandbox.EndpointUrl }
                '<key>' { $sandbox.AccessKey }
                default { $_ }
            }
        }
        $expanded
    }

    # The one error of a command, thrown or written.
    function Get-Problem([scriptblock] $Script) {
        try { $found = & $Script 2>&1 6>$null } catch { return $_ }
        $found | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Select-Object -First 1
    }
}

AfterAll {
    Remove-Item env:AWS_MAX_ATTEMPTS -ErrorAction Ignore
    Stop-EcsSandbox
    Stop-SandboxElsewhere $sandbox
}

Describe '<Name> with bad credentials, region or endpoint' -ForEach $everyCommand {
    It 'is called here with the least it needs' {
        $Least | Should -Not -BeNullOrEmpty -Because "$Name belongs into the table of this file"
    }

    It 'names <What>' -ForEach ($connections | ForEach-Object { $_ + @{ Command = $Name; Minimum = $Least } }) -Skip:(-not $Least) {
        $arguments = Expand $Minimum
        foreach ($pair in (Expand $Given).GetEnumerator()) { $arguments[$pair.Key] = $pair.Value }
        $problem = Get-Problem { & $Command @arguments -Confirm:$false -ErrorAction Continue }
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
    }

    AfterAll {
        Stop-EcsSandbox
        Pop-Location
    }

    It '<Line>: <Id>' -ForEach $values {
        $problem = Get-Problem ([scriptblock]::Create("$Line -Confirm:`$false"))
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$problem" | Should -Match ([regex]::Escape($Says))
        if ($Id -notlike 'Parameter*') { $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
    }
}
