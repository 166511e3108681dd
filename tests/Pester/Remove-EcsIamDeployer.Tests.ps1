BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 20
    $credentials = Join-Path $TestDrive 'credentials'
    $files = @{ ProfileLocation = $credentials }
}

AfterAll { Stop-EcsSandbox }

Describe 'Remove-EcsIamDeployer' {
    It 'asks as for what cannot be undone' {
        (Get-Command Remove-EcsIamDeployer).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact |
            Should -Be 'High'
    }

    It 'removes nothing with -WhatIf' {
        $made = New-EcsIamDeployer keep @files
        Remove-EcsIamDeployer keep @files -WhatIf
        (Get-EcsIamDeployer keep @files).Keys.AccessKeyId | Should -Be $made.AccessKeyId
    }

    It 'removes the user and its profile, silently, and is content with one that is gone' {
        Set-Content $credentials "[mine]`naws_access_key_id = AKIAMINE`naws_secret_access_key = s"
        $before = Get-Content $credentials -Raw
        $null = New-EcsIamDeployer gone -PolicySet Scoped @files
        Remove-EcsIamDeployer gone @files -Confirm:$false | Should -BeNullOrEmpty
        Get-EcsIamDeployer 'gone*' | Should -BeNullOrEmpty
        Get-Content $credentials -Raw | Should -BeExactly $before
        Remove-EcsIamDeployer gone @files -Confirm:$false -ErrorAction Stop
    }

    It 'says with -PassThru what it removed, from the pipeline' {
        $removed = New-EcsIamDeployer pass @files | Remove-EcsIamDeployer -Confirm:$false -PassThru
        $removed.Change | Should -Be 'Removed'
        $removed.UserName | Should -Be 'pass'
    }
}
