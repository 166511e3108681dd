BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20
    $files = @{ ProfileLocation = Join-Path $TestDrive 'credentials' }
    $made = New-EcsIamDeployer turn @files
}

AfterAll { Stop-EcsSandbox }

Describe 'Update-EcsIamDeployer' {
    It 'changes nothing with -WhatIf' {
        Update-EcsIamDeployer turn @files -WhatIf | Should -BeNullOrEmpty
        (Get-EcsIamDeployer turn @files).AccessKeyId | Should -Be $made.AccessKeyId
    }

    It 'says with -WhatIf that it is the key that changes' {
        $plan = Invoke-InNewProcess {
            Import-Module $args[0]
            $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20 6>$null
            $null = New-EcsIamDeployer plan -ProfileLocation $args[1] 6>$null
            Update-EcsIamDeployer plan -ProfileLocation $args[1] -WhatIf 6>$null
        } $ModulePath, (Join-Path $TestDrive 'planned')
        $plan | Should -Contain "What if: Change the access key of IAM user 'plan' in account 000000000000"
    }

    It 'puts a new key in the profile and deletes the old one, bound from the pipeline' {
        $after = Get-EcsIamDeployer turn @files | Update-EcsIamDeployer
        $after.Change | Should -Be 'Updated'
        $after.AccessKeyId | Should -Not -Be $made.AccessKeyId
        $after.Credential.UserName | Should -Be $after.AccessKeyId
        (Get-EcsIamDeployer turn @files).Keys.AccessKeyId | Should -Be $after.AccessKeyId
        Get-Content (Join-Path $TestDrive 'credentials') -Raw | Should -Match $after.AccessKeyId
    }

    It 'needs a profile to write to, and says so' {
        Update-EcsIamDeployer turn -ProfileLocation (Join-Path $TestDrive 'empty') -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'NoProfileOfDeployer,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-ProfileName*'
    }

    It 'names both keys of a user that has two, and gives one up only with -Force' {
        $elsewhere = New-EcsIamDeployer turn -ProfileLocation (Join-Path $TestDrive 'elsewhere') -WarningAction SilentlyContinue
        Update-EcsIamDeployer turn @files -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'AccessKeyLimit,*'
        $problem[0].Exception.Message | Should -BeLike "*$($elsewhere.AccessKeyId)*"
        $after = Update-EcsIamDeployer turn @files -Force
        $after.Keys.AccessKeyId | Should -Be $after.AccessKeyId
    }

    It 'names a user that is not there' {
        { Update-EcsIamDeployer nobody @files -ErrorAction Stop } | Should -Throw -ErrorId 'DeployerNotFound,*'
    }
}
