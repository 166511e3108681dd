BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestCommand
    Stop-EcsSandbox

    # Credentials as another module holds them: types that EcsTools has never seen.
    if (-not ('ForeignSdk.Holder' -as [type])) {
        Add-Type @'
namespace ForeignSdk {
    public class Keys { public string AccessKey { get; set; } public string SecretKey { get; set; } public string Token { get; set; } }
    public class Credentials { public Keys GetCredentials() => new Keys { AccessKey = "STORED", SecretKey = "s", Token = "t" }; }
    public class Holder { internal Credentials Credentials { get; } = new Credentials(); }
    public class BrokenCredentials { public Keys GetCredentials() => throw new System.InvalidOperationException("expired"); }
}
'@
    }

    $profiles = Join-Path $TestDrive 'credentials'
    Set-Content $profiles "[ecs-demo]`naws_access_key_id = PROFILE`naws_secret_access_key = s`nregion = eu-north-1"
    $env:AWS_ACCESS_KEY_ID = 'ENVIRONMENT'
    $env:AWS_SECRET_ACCESS_KEY = 's'
    $env:AWS_REGION = 'us-west-2'
}

AfterAll {
    Stop-EcsSandbox
    Remove-Item env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY, env:AWS_REGION -ErrorAction Ignore
    Remove-Variable StoredAWSCredentials, StoredAWSRegion -Scope Global -ErrorAction Ignore
}

Describe 'Credentials and region' {
    BeforeEach {
        Remove-Variable StoredAWSCredentials, StoredAWSRegion -Scope Global -ErrorAction Ignore
        Stop-EcsSandbox
    }

    It 'come from the environment when nothing else is said' {
        $seen = Test-EcsConnection
        $seen.AccessKey, $seen.Region | Should -Be 'ENVIRONMENT', 'us-west-2'
    }

    It 'come from $StoredAWSCredentials and $StoredAWSRegion, whatever types those are of' {
        $global:StoredAWSCredentials = [ForeignSdk.Holder]::new()
        $global:StoredAWSRegion = 'eu-west-3'
        $seen = Test-EcsConnection
        $seen.AccessKey, $seen.Token, $seen.Region | Should -Be 'STORED', 't', 'eu-west-3'

        $global:StoredAWSCredentials = [ForeignSdk.Credentials]::new()
        (Test-EcsConnection -Region us-east-1).Region | Should -Be 'us-east-1'
    }

    It 'come from the sandbox before those of the session, and say so once' {
        $global:StoredAWSCredentials = [ForeignSdk.Holder]::new()
        $global:StoredAWSRegion = 'eu-west-3'
        $sandbox = Start-EcsSandbox -Runtime Simulated
        $seen = Test-EcsConnection -Account -InformationVariable said 6>$null
        $seen.EndpointUrl | Should -Be $sandbox.EndpointUrl
        $seen.AccountId | Should -Be '000000000000'
        $seen.Region | Should -Be $sandbox.Region
        "$said" | Should -Match 'sandbox.*000000000000'
        $said[0].MessageData.ForegroundColor | Should -Be 'Yellow'
        $null = Test-EcsConnection -InformationVariable again 6>$null
        $again | Should -BeNullOrEmpty
    }

    It 'come from the profile of AWS_PROFILE if its key is of the sandbox, and from the sandbox if it is not' {
        $folder = (New-Item (Join-Path $TestDrive 'own') -ItemType Directory).FullName
        $before = $env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE
        $env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE = (Join-Path $folder 'credentials'), (Join-Path $folder 'config')
        try {
            $sandbox = Start-EcsSandbox -Runtime Simulated
            $deployer = New-EcsIamDeployer deployer -ProfileName ecs-own -PolicySet Scoped 6>$null
            Add-Content $env:AWS_SHARED_CREDENTIALS_FILE "[person]`naws_access_key_id = PERSON`naws_secret_access_key = s"
            $env:AWS_PROFILE = 'ecs-own'
            $seen = Test-EcsConnection
            $seen.AccessKey, $seen.EndpointUrl | Should -Be $deployer.AccessKeyId, $sandbox.EndpointUrl
            $env:AWS_PROFILE = 'person'
            $seen = Test-EcsConnection
            $seen.AccessKey, $seen.EndpointUrl | Should -Be $sandbox.AccessKey, $sandbox.EndpointUrl
            $env:AWS_PROFILE = 'no-such-profile'
            (Test-EcsConnection).AccessKey | Should -Be $sandbox.AccessKey
        }
        finally {
            Remove-Item env:AWS_PROFILE -ErrorAction Ignore
            $env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE = $before
        }
    }

    It 'come from the parameters before everything else' {
        $null = Start-EcsSandbox -Runtime Simulated
        $seen = Test-EcsConnection -ProfileLocation $profiles -ProfileName ecs-demo
        $seen.AccessKey, $seen.Region, $seen.EndpointUrl | Should -Be 'PROFILE', 'eu-north-1', $null
        (Test-EcsConnection -AccessKey GIVEN -SecretKey s).AccessKey | Should -Be 'GIVEN'
        (Test-EcsConnection -Credential ([ForeignSdk.Credentials]::new())).AccessKey | Should -Be 'STORED'
        $pair = [pscredential]::new('PAIR', (ConvertTo-SecureString 's' -AsPlainText -Force))
        (Test-EcsConnection -Credential $pair).AccessKey | Should -Be 'PAIR'
    }

    It 'take the names that the AWS Tools for PowerShell have for them' {
        (Test-EcsConnection -AK GIVEN -SK s -ST t).Token | Should -Be 't'
        (Test-EcsConnection -AWSProfileName ecs-demo -ProfilesLocation $profiles).AccessKey | Should -Be 'PROFILE'
    }

    It 'go to another endpoint without the sandbox of the session' {
        $null = Start-EcsSandbox -Runtime Simulated
        (Test-EcsConnection -EndpointUrl http://127.0.0.1:9).AccessKey | Should -Be 'ENVIRONMENT'
    }

    It 'go to the endpoint of the sandbox with it' {
        $sandbox = Start-EcsSandbox -Runtime Simulated
        (Test-EcsConnection -EndpointUrl "$($sandbox.EndpointUrl)/" 6>$null).AccessKey | Should -Be $sandbox.AccessKey
    }

    It 'go to an endpoint that is not encrypted only with a switch, and then say so' {
        { Test-EcsConnection -EndpointUrl http://192.0.2.1 } | Should -Throw -ErrorId 'InsecureEndpoint,*'
        (Test-EcsConnection -EndpointUrl http://192.0.2.1 -AllowInsecureEndpoint -WarningVariable said 3>$null).AccessKey | Should -Be 'ENVIRONMENT'
        "$said" | Should -Match 'http://192\.0\.2\.1 is not encrypted'
    }

    It 'bind the region of an object in the pipeline, and share one connection for a region' {
        $seen = [pscustomobject]@{ Name = 'a'; Region = 'eu-west-1' }, [pscustomobject]@{ Name = 'b'; Region = 'us-east-1' }, [pscustomobject]@{ Name = 'c'; Region = 'eu-west-1' } |
            Test-EcsConnection
        $seen.Region | Should -Be 'eu-west-1', 'us-east-1', 'eu-west-1'
        $seen[0].Id | Should -Be $seen[2].Id
        $seen[0].Id | Should -Not -Be $seen[1].Id
    }
}

Describe 'What is wrong with them' {
    BeforeEach { Stop-EcsSandbox }

    It '<Id> names the parameter, the value and the remedy' -ForEach @(
        @{ Id = 'UnknownProfile'; Given = @{ ProfileName = 'ecs-dmeo' }; Remedy = 'ecs-demo' }
        @{ Id = 'InvalidRegion'; Given = @{ Region = 'eu-wset-1' }; Remedy = 'eu-west-1' }
        @{ Id = 'IncompleteCredentials'; Given = @{ AccessKey = 'A' }; Remedy = '-SecretKey' }
        @{ Id = 'ProfileLocationNotFound'; Given = @{ ProfileName = 'x'; ProfileLocation = './nowhere' }; Remedy = 'credentials' }
        @{ Id = 'InvalidEndpointUrl'; Given = @{ EndpointUrl = 'localhost:5000' }; Remedy = 'http://' }
        @{ Id = 'InsecureEndpoint'; Given = @{ EndpointUrl = 'http://192.0.2.1' }; Remedy = '-AllowInsecureEndpoint' }
        @{ Id = 'NotCredentials'; Given = @{ Credential = 'text' }; Remedy = 'PSCredential' }
    ) {
        if ($Given.ProfileName -and -not $Given.ProfileLocation) { $Given.ProfileLocation = $profiles }
        { Test-EcsConnection @Given -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "$Id,*"
        $Error[0].ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape($Remedy))
    }

    It 'is told once for all records' {
        { 1..3 | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Test-EcsConnection -ProfileLocation $profiles -ProfileName nobody -ErrorVariable script:problems } |
            Should -Throw -ErrorId 'UnknownProfile,*'
    }

    It 'is a region that the sandbox does not serve' {
        $null = Start-EcsSandbox -Runtime Simulated
        { Test-EcsConnection -Region eu-west-1 } | Should -Throw -ErrorId 'SandboxRegion,*'
    }

    It 'is that other credentials of the session have ended' {
        $global:StoredAWSCredentials = [ForeignSdk.BrokenCredentials]::new()
        try { { Test-EcsConnection } | Should -Throw -ErrorId 'CredentialsFailed,*' } finally { Remove-Variable StoredAWSCredentials -Scope Global }
    }

    It 'never shows a secret' {
        $secret = 'wJalrXUtnFEMI-K7MDENG'
        $all = & {
            try { Test-EcsConnection -AccessKey AKIAX -SecretKey $secret -Region eu-wset-1 -Verbose -Debug } catch { $_ }
            try { Test-EcsConnection -AccessKey AKIAX -SecretKey $secret -Region us-east-1 -EndpointUrl http://127.0.0.1:9 -Account -Verbose -Debug } catch { $_ }
        } *>&1
        $text = $all | ForEach-Object { $_ | Format-List * -Force; "$($_.Exception)" } | Out-String
        $text | Should -Match 'eu-wset-1'
        $text | Should -Not -Match $secret
    }
}
