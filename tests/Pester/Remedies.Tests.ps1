# A remedy that is followed to the letter works: the line that it names runs, and then the first command does.
BeforeDiscovery {
    . $PSScriptRoot/Examples/Remedies.ps1
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/Remedies.ps1
    $source = Join-Path $PSScriptRoot '../../src'
    $command = '(?<![\w/-])[A-Z][a-z]+-(?:Ecs|Ecr|Fargate)\w+'
    $names = 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_EC2_METADATA_DISABLED'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name); Remove-Item "env:$name" -ErrorAction Ignore }
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
    $env:AWS_EC2_METADATA_DISABLED = 'true'

    # Runs a line as at a prompt where nobody answers, and gives its error.
    function Invoke-Line([string] $Line) {
        $ErrorActionPreference = 'Stop'
        $ConfirmPreference = 'None'
        $WarningPreference = $InformationPreference = $ProgressPreference = 'SilentlyContinue'
        try { $null = & ([scriptblock]::Create($Line)) }
        catch { $_ }
    }

    function Get-ErrorId($Problem) { if ($Problem) { ($Problem.FullyQualifiedErrorId -split ',')[0] } }

    # The command line in a remedy, as a person would copy it and fill it in.
    function Get-RemedyLine([string] $Remedy, [hashtable] $Row) {
        $pattern = if ($Row.Line) { $Row.Line } else { "(?<=: )$command.*$" }
        $line = [regex]::Match($Remedy, $pattern).Value
        foreach ($placeholder in ($Row.Fill ?? @{}).Keys) { $line = $line.Replace($placeholder, $Row.Fill[$placeholder]) }
        $line
    }
}

AfterAll {
    Stop-EcsSandbox
    foreach ($name in $names) {
        if ($null -eq $environment[$name]) { Remove-Item "env:$name" -ErrorAction Ignore } else { Set-Item "env:$name" $environment[$name] }
    }
}

Describe 'The remedy' {
    BeforeAll {
        $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6> $null
        $null = New-FargateCluster c
        $null = Register-FargateTask web -ImageUri example:1 -Port 80
        $null = New-FargateService web web -Cluster c
        $null = Initialize-EcrRepository there
        # What other tools do in AWS.
        function Invoke-TestCall([string] $Package, [string] $Operation, [hashtable] $Values) {
            $hidden = [System.Reflection.BindingFlags]'Public, NonPublic, Static, Instance'
            $server = (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', $hidden).GetValue($null)
            $body = [System.Text.Json.Nodes.JsonNode]::Parse((ConvertTo-Json $Values -Compress -Depth 9)).AsObject()
            $server.GetType().GetMethod('CallAsync', $hidden).Invoke($server, @($Package, $Operation, $body)).GetAwaiter().GetResult().ToJsonString() | ConvertFrom-Json
        }
        Push-Location $TestDrive
    }

    AfterAll {
        Pop-Location
        Remove-Variable InstanceGroup -Scope Global -ErrorAction Ignore
    }

    It 'of <Id> works: <Fails>' -ForEach $Remedies {
        if ($Given) { & $Given 3> $null 6> $null }
        $problem = Invoke-Line $Fails
        Get-ErrorId $problem | Should -Be $Id -Because "$problem"
        $remedy = $problem.ErrorDetails.RecommendedAction
        $line = Get-RemedyLine $remedy $_
        $line | Should -Match $command -Because $remedy
        $line | Should -Not -Match '<\w+>' -Because 'every placeholder is filled in'
        $followed = Invoke-Line $line
        $followed | Should -BeNullOrEmpty -Because "'$line' is what the remedy says: $remedy"
        if ($Instead) { return }
        # Some things take a moment to become true.
        $until = [datetime]::UtcNow.AddMinutes(2)
        do { $again = Invoke-Line $Fails } until ((Get-ErrorId $again) -eq $Ends -or [datetime]::UtcNow -gt $until)
        Get-ErrorId $again | Should -Be $Ends -Because "'$line' was followed, and: $again"
    }
}

Describe 'The table of remedies' {
    It 'has every error whose remedy names a command, or says why not' {
        $told = foreach ($file in Get-ChildItem $source -Recurse -Filter *.cs | Where-Object { $_.FullName -notmatch '[\\/](obj|bin|EcsTools\.Sandbox|EcsTools\.HelpBuilder)[\\/]' }) {
            $text = [System.IO.File]::ReadAllText($file.FullName)
            # The general remedy of an id, and the texts beside an id where an error is created.
            foreach ($match in [regex]::Matches($text, "<remarks>(?<text>(?:(?!</remarks>)[\s\S])*)</remarks>\s+public static readonly ErrorCode (?<id>\w+)")) {
                if ($match.Groups['text'].Value -match $command) { $match.Groups['id'].Value }
            }
            foreach ($match in [regex]::Matches($text, "ErrorCodes\.(?<id>[A-Z]\w+)\b(?<text>(?:(?!ErrorCodes\.[A-Z]|\n    }|;\r?\n)[\s\S])*)")) {
                if ([regex]::Matches($match.Groups['text'].Value, '"(?:[^"\\]|\\.)*"').Value -match $command) { $match.Groups['id'].Value }
            }
        }
        $told = $told | Sort-Object -Unique
        $told.Count | Should -BeGreaterThan 60
        $told | Where-Object { $_ -notin $Remedies.Id -and $_ -notin $NotFollowed.Keys } | Should -BeNullOrEmpty
        $NotFollowed.Keys | Where-Object { $_ -in $Remedies.Id } | Should -BeNullOrEmpty
        $NotFollowed.Keys | Where-Object { $_ -notin $told } | Should -BeNullOrEmpty
    }
}

Describe 'The remedy of a session without an account' {
    It 'starts a sandbox, in which the command works' {
        Stop-EcsSandbox
        $problem = Invoke-Line 'Get-FargateCluster -Region us-east-1'
        Get-ErrorId $problem | Should -Be 'NoCredentials'
        $line = [regex]::Match($problem.ErrorDetails.RecommendedAction, '(?<=: )Start-EcsSandbox(?=\.?$)').Value
        $line | Should -Be 'Start-EcsSandbox' -Because $problem.ErrorDetails.RecommendedAction
        Invoke-Line $line | Should -BeNullOrEmpty
        Invoke-Line 'Get-FargateCluster -Region us-east-1' | Should -BeNullOrEmpty
    }
}
