BeforeDiscovery {
    $versions = @(
        @{ Core = '4.0.3.3'; Token = '4.0.5.1' }
        @{ Core = '3.7.402'; Token = '' }
    )
    # From the package feed, at the time of the test: where it cannot be reached the tests are skipped.
    $project = Join-Path $PSScriptRoot 'ForeignModule/ForeignModule.csproj'
    $cases = foreach ($version in $versions) {
        $folder = Join-Path $PSScriptRoot "ForeignModule/bin/$($version.Core)"
        if (-not (Test-Path (Join-Path $folder 'AWSSDK.Core.dll')) -and (Get-Command dotnet -ErrorAction Ignore)) {
            $null = & dotnet build $project --nologo -v quiet "-p:SdkCoreVersion=$($version.Core)" "-p:SdkTokenVersion=$($version.Token)" 2>&1
        }
        foreach ($order in 'before', 'after') {
            @{ Version = $version.Core; Folder = $folder; Order = $order; Missing = -not (Test-Path (Join-Path $folder 'AWSSDK.Core.dll')) }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    Import-TestCommand
    Stop-EcsSandbox
    $sandbox = Start-EcsSandbox -Runtime Simulated
    $role = New-EcsTestRole assumed -EndpointUrl $sandbox.EndpointUrl -AccessKey $sandbox.AccessKey -SecretKey $sandbox.SecretKey
    $profiles = Join-Path $TestDrive 'credentials'
    Set-Content $profiles @"
[base]
aws_access_key_id = $($role.AccessKey)
aws_secret_access_key = $($role.SecretKey)
[assumed]
role_arn = $($role.Arn)
source_profile = base
"@
}

AfterAll { Stop-EcsSandbox }

Describe 'AWSSDK.Core <Version> in the session, imported <Order> EcsTools' -ForEach $cases {
    BeforeAll {
        function Invoke-Beside([string] $Script) {
            $foreign = Join-Path $PSScriptRoot 'ForeignModule/ForeignModule.psm1'
            $imports = "Import-Module '$foreign' -ArgumentList '$Folder'", "Import-Module '$ModulePath'"
            if ($Order -eq 'after') { [array]::Reverse($imports) }
            Invoke-InNewProcess ([scriptblock]::Create('$ErrorActionPreference = "Stop"; $InformationPreference = "SilentlyContinue"; ' + ($imports -join '; ') + "; $Script"))
        }
    }

    It 'assumes the role of a profile' -Skip:$Missing {
        Invoke-Beside @"
(Initialize-EcrRepository other/$($Version.Replace('.', '-'))-$Order -ProfileName assumed -ProfileLocation '$profiles' -Region us-east-1 -EndpointUrl $($sandbox.EndpointUrl)).RepositoryName
Get-ForeignSdk
"@ | Should -Be "other/$($Version.Replace('.', '-'))-$Order", "$Version$(if ($Version -eq '3.7.402') { '.0' })"
    }

    It 'reads the credentials that the other SDK holds' -Skip:$Missing {
        Invoke-Beside @"
Set-ForeignCredential $($sandbox.AccessKey) '$($sandbox.SecretKey)' us-east-1
(Initialize-EcrRepository stored/$($Version.Replace('.', '-'))-$Order -EndpointUrl $($sandbox.EndpointUrl)).RepositoryName
(Initialize-EcrRepository stored/$($Version.Replace('.', '-'))-$Order -EndpointUrl $($sandbox.EndpointUrl) -Credential `$StoredAWSCredentials).RepositoryName
"@ | Should -Be (@("stored/$($Version.Replace('.', '-'))-$Order") * 2)
    }
}
