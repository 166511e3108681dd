BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
    $side = New-FargateContainer side -ImageUri side:1 -Volume shared:/out
    $web = Register-FargateTask web -ImageUri web:1 -Port 80 -Container $side -Volume shared:/in:ro -DependsOn side:START -Tag @{ team = 'blue' } -Command sh, -c, 'echo ${region} ü'
    $null = Register-FargateTask other -ImageUri other:1
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Export-FargateTask' {
    It 'writes a file that registers back to the same' {
        Export-FargateTask web -Path TestDrive:/web.json | Should -BeNullOrEmpty
        $again = Register-FargateTask -Path TestDrive:/web.json
        $again.Revision, $again.Change | Should -Be 1, 'Unchanged'
        $bytes = [System.IO.File]::ReadAllBytes((Get-Item TestDrive:/web.json).FullName)
        $bytes[0] | Should -Be ([byte][char]'{')
        Get-Content TestDrive:/web.json -Raw | Should -BeLike '*$${region} ü*'
    }

    It 'gives the JSON where no path is said' {
        $json = $web | Export-FargateTask | ConvertFrom-Json
        $json.family | Should -Be 'web'
        $json.containerDefinitions.name | Should -Be 'web', 'side'
        $json.tags.key | Should -Be 'team'
        $json.PSObject.Properties.Name | Should -Not -Contain 'revision'
    }

    It 'writes a file for each family into a folder' {
        $folder = New-Item TestDrive:/definitions -ItemType Directory
        $files = Get-FargateTaskDefinition web, other -Latest | Export-FargateTask -Path $folder -PassThru
        $files.Name | Should -Be 'web.json', 'other.json'
    }

    It 'does not write two definitions to one file' {
        Get-FargateTaskDefinition web, other -Latest | Export-FargateTask -Path TestDrive:/one.json -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'FileWrittenTwice*'
    }

    It 'leaves a file alone with -NoClobber' {
        Set-Content TestDrive:/mine.json mine
        { Export-FargateTask web -Path TestDrive:/mine.json -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists*'
        Get-Content TestDrive:/mine.json | Should -Be 'mine'
    }

    It 'writes nothing with -WhatIf' {
        Set-Content TestDrive:/mine.json mine
        Export-FargateTask web -Path TestDrive:/mine.json -WhatIf
        Get-Content TestDrive:/mine.json | Should -Be 'mine'
    }
}
