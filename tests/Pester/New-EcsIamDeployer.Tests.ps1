BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20
    $files = @{ ProfileLocation = Join-Path $TestDrive 'credentials' }
    # Where AWS_CONFIG_FILE names a file, that is the config file, wherever the credentials are.
    $config = if ($env:AWS_CONFIG_FILE) { $env:AWS_CONFIG_FILE } else { Join-Path $TestDrive 'config' }
}

AfterAll { Stop-EcsSandbox }

Describe 'New-EcsIamDeployer' {
    It 'shows each step of its plan on a line of its own' {
        $plan = Invoke-InNewProcess { Import-Module $args[0]; $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6>$null; New-EcsIamDeployer plan -WhatIf 6>$null } $ModulePath
        $plan | Should -Contain "What if: Set up IAM user 'plan' in account 000000000000"
        $plan | Should -Contain '  ~ attach AmazonECS_FullAccess'
    }

    It 'shows with -WhatIf what it would do, and does none of it' {
        New-EcsIamDeployer plan -ProfileName ecs-plan @files -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive 'credentials' | Should -Not -Exist
        Get-EcsIamDeployer 'plan*' | Should -BeNullOrEmpty
    }

    It 'makes the user, and gives the key as a PSCredential that the profile holds too' {
        $deployer = New-EcsIamDeployer deployer -ProfileName ecs-demo @files
        $deployer.Change | Should -Be 'Created'
        $deployer.PolicyArns.Count | Should -Be 4
        $deployer.Credential | Should -BeOfType pscredential
        $deployer.Credential.UserName | Should -Be $deployer.AccessKeyId
        $profileText = Get-Content (Join-Path $TestDrive 'credentials') -Raw
        $profileText | Should -Be (@('[ecs-demo]', "aws_access_key_id = $($deployer.AccessKeyId)",
                "aws_secret_access_key = $($deployer.Credential.GetNetworkCredential().Password)", '') -join [Environment]::NewLine)
        Get-Content $config -Raw | Should -Match '\[profile ecs-demo\]'
    }

    It 'makes a profile that this session finds with region and endpoint, in files that were not there when it began' {
        $fresh = Join-Path $TestDrive 'fresh'
        $verbose = Invoke-InNewProcess {
            $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $args[1] 'keys'
            $env:AWS_CONFIG_FILE = Join-Path $args[1] 'settings'
            Import-Module $args[0]
            $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6>$null
            $null = New-EcsIamDeployer dep -ProfileName ecs-demo -PolicySet Scoped 6>$null
            Initialize-EcrRepository abc -ProfileName ecs-demo -Verbose *>&1 | Out-String -Width 400
        } $ModulePath, $fresh
        $verbose -join "`n" | Should -Match 'Region us-east-1, http://127\.0\.0\.1:\d+/?, profile ecs-demo'
    }

    It 'keeps the secret out of what is printed' {
        $deployer = New-EcsIamDeployer quiet @files -Verbose *>&1
        $secret = ($deployer | Where-Object { $_ -is [EcsTools.Models.IamDeployer] }).Credential.GetNetworkCredential().Password
        $secret.Length | Should -Be 40
        ($deployer | Out-String -Width 400) | Should -Not -BeLike "*$secret*"
        ($deployer | Format-List * | Out-String -Width 400) | Should -Not -BeLike "*$secret*"
        ($deployer | ConvertTo-Json -Depth 5 -WarningAction Ignore) | Should -Not -BeLike "*$secret*"
    }

    It 'changes nothing the second time, and gives no secret' {
        $again = New-EcsIamDeployer deployer -ProfileName ecs-demo @files
        $again.Change | Should -Be 'Unchanged'
        $again.PSObject.Properties.Name | Should -Not -Contain 'Credential'
    }

    It 'takes names from the pipeline' {
        ('pipe-a', 'pipe-b' | New-EcsIamDeployer @files).UserName | Should -Be 'pipe-a', 'pipe-b'
    }

    It 'takes a scoped policy, a path and tags' {
        $deployer = New-EcsIamDeployer scoped -PolicySet Scoped -Path /ci/ -Tag @{ team = 'web' } @files
        $deployer.PolicyArns | Should -Be 'arn:aws:iam::000000000000:policy/ecstools/EcsToolsDeployer'
        $deployer.UserArn | Should -Be 'arn:aws:iam::000000000000:user/ci/scoped'
    }

    It 'warns that the first key stays where its profile is lost' {
        $first = New-EcsIamDeployer lost -ProfileName lost-one @files
        $second = New-EcsIamDeployer lost -ProfileName lost-two @files -WarningVariable warnings -WarningAction SilentlyContinue
        $second.Keys.Count | Should -Be 2
        $warnings -like "*$($first.AccessKeyId)*" | Should -HaveCount 1
    }

    It 'says before it creates anything which commands its policies do not allow, and what to add' {
        $null = New-EcsIamDeployer narrow @files -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match '(?m)^  -Add Images: .*Initialize-EcrRepository'
        $warnings[0].Message | Should -Match '(?m)^  -Add .*Schedules: New-EcsScheduledTask'
        Get-EcsIamDeployer 'narrow*' | Should -BeNullOrEmpty

        $narrow = New-EcsIamDeployer narrow @files -WarningAction SilentlyContinue
        $refused = $narrow.RefusedCommands | Where-Object Command -EQ 'Initialize-EcrRepository'
        $refused.Fails | Should -Contain 'ecr:CreateRepository'
        $refused.Add | Should -Be 'Images'
        (Get-EcsIamDeployer narrow @files).RefusedCommands.Command | Should -Be $narrow.RefusedCommands.Command
        ($narrow.RefusedCommands | Format-Table | Out-String -Width 200) | Should -Match 'Initialize-EcrRepository\s+Images\s+.*ecr:CreateRepository'
    }

    It 'adds named permissions, keeps those that were added, and leaves nothing to say' {
        $some = New-EcsIamDeployer wide -Add Images @files -WarningVariable warnings -WarningAction SilentlyContinue
        $some.Additions | Should -Be 'Images'
        $warnings[0].Message | Should -Not -Match 'Images'
        $all = New-EcsIamDeployer wide -Add All @files -WarningVariable none
        $none | Should -BeNullOrEmpty
        $all.Change | Should -Be 'Updated'
        $all.RefusedCommands | Should -BeNullOrEmpty
        (New-EcsIamDeployer wide @files -WarningVariable none).Change | Should -Be 'Unchanged'
        $none | Should -BeNullOrEmpty
        ($all | Format-Table | Out-String) | Should -Match 'Tutorial\+'
        $all.PolicyArns | Should -Contain 'arn:aws:iam::000000000000:policy/ecstools/EcsToolsAdd-wide'
        (Initialize-EcrRepository wide -ProfileName wide @files).Change | Should -Be 'Created'
        Remove-EcsIamDeployer wide @files -Confirm:$false
        New-EcsIamDeployer other -PolicySet Scoped -Add Logs @files -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings[0].Message | Should -Match '-Add changes nothing'
    }

    It 'refuses <Case>, naming it and what to do' -ForEach @(
        @{ Case = 'a name that is no user name'; Given = @{ Name = 'a b' }; Id = 'InvalidIamName' }
        @{ Case = 'a name too long'; Given = @{ Name = 'a' * 65 }; Id = 'InvalidIamName' }
        @{ Case = 'a profile name with a bracket'; Given = @{ Name = 'x'; ProfileName = 'a]b' }; Id = 'InvalidProfileName' }
        @{ Case = 'a path without slashes'; Given = @{ Name = 'x'; Path = 'ci' }; Id = 'InvalidIamPath' }
        @{ Case = 'a tag of AWS'; Given = @{ Name = 'x'; Tag = @{ 'aws:x' = '1' } }; Id = 'InvalidTag' }
        @{ Case = 'a boundary that is no ARN'; Given = @{ Name = 'x'; PermissionsBoundary = 'Admin' }; Id = 'InvalidPolicyArn' }
        @{ Case = 'a folder as the credentials file'; Given = @{ Name = 'x'; ProfileLocation = '.' }; Id = 'ProfileLocationIsFolder' }
        @{ Case = 'two keys already'; Given = @{ Name = 'lost'; ProfileName = 'lost-three' }; Id = 'AccessKeyLimit' }
        @{ Case = 'a profile with another key'; Given = @{ Name = 'other'; ProfileName = 'ecs-demo' }; Id = 'ProfileInUse' }
    ) {
        $all = $files + @{}
        $Given.Keys | ForEach-Object { $all[$_] = $Given[$_] }
        $problem = { New-EcsIamDeployer @all -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-EcsIamDeployer 'x*' | Should -BeNullOrEmpty
        Get-EcsIamDeployer 'other*' | Should -BeNullOrEmpty
    }

    It 'connects with the profile of -AdminProfileName, and not with the one it writes' {
        $null = New-EcsIamDeployer boss -ProfileName ecs-boss @files -PolicySet Tutorial
        { New-EcsIamDeployer x -AdminProfileName no-such-profile @files -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownProfile,*'
    }
}
