BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Register-FargateTask' {
    It 'registers with the smallest size, a role and a log group, and then finds the same' {
        $made = Register-FargateTask -ImageUri example.com/team/web:1 -Port 80
        $made.TaskDefinition | Should -Be 'team-web:1'
        $made.Cpu, $made.Memory | Should -Be 256, 512
        $made.Ports | Should -Be '80'
        $made.LogGroup | Should -Be '/ecs/team-web'
        $made.ExecutionRoleArn | Should -BeLike '*:role/ecsTaskExecutionRole'
        $made.Change | Should -Be 'Created'
        $again = Register-FargateTask -ImageUri example.com/team/web:1 -Port 80
        $again.Revision, $again.Change | Should -Be 1, 'Unchanged'
        (Register-FargateTask -ImageUri example.com/team/web:1 -Port 80 -Force).Revision | Should -Be 2
    }

    It 'reads sizes with units, quoted and not' {
        $made = Register-FargateTask sized -ImageUri example:1 -Cpu '.5 vCPU' -Memory 2GB
        $made.Cpu, $made.Memory | Should -Be 512, 2048
        $bytes = 1GB
        (Register-FargateTask sized -ImageUri example:1 -Memory $bytes).Memory | Should -Be 1024
    }

    It 'takes the processor of the image from the pipeline' {
        $image = [pscustomobject]@{ ImageUri = 'arm:1'; Architecture = 'ARM64'; OperatingSystem = 'LINUX'; Region = 'us-east-1' }
        ($image | Register-FargateTask).Architecture | Should -Be 'ARM64'
    }

    It 'reads a file, with parameters over it' {
        Set-Content TestDrive:/task.json '{ "family": "filed", "cpu": "1 vCPU", "memory": "2 GB", "containerDefinitions": [ { "name": "main", "image": "file:1", "environment": [ { "name": "A", "value": "1" } ] } ] }'
        $made = Register-FargateTask -Path TestDrive:/task.json -ImageUri file:2 -Environment @{ B = 2 }
        $made.Cpu, $made.Images | Should -Be 1024, 'file:2'
        ($made.Json | ConvertFrom-Json).containerDefinitions[0].environment.name | Should -Be 'A', 'B'
        $made.Json | Set-Content TestDrive:/again.json
        (Register-FargateTask -Path TestDrive:/again.json).Change | Should -Be 'Unchanged'
    }

    It 'shows what would differ with -WhatIf, and registers nothing' {
        $null = Register-FargateTask planned -ImageUri example:1
        Register-FargateTask planned -ImageUri example:2 -Cpu 512 -WhatIf | Should -BeNullOrEmpty
        (Get-FargateTaskDefinition planned -Latest).Revision | Should -Be 1
    }

    It 'warns of a secret in plain sight' {
        Register-FargateTask plain -ImageUri example:1 -Environment @{ DB_PASSWORD = 'hunter2' } -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike '*DB_PASSWORD*-Secret*'
        "$warning" | Should -Not -BeLike '*hunter2*'
    }

    It 'makes the secret of a login to a private registry, and shows no password' {
        $login = [pscredential]::new('reader', (ConvertTo-SecureString 'open sesame' -AsPlainText))
        $plan = Invoke-InNewProcess {
            param($module)
            Import-Module $module
            $null = Start-EcsSandbox -Runtime Simulated 6> $null
            $login = [pscredential]::new('reader', (ConvertTo-SecureString 'open sesame' -AsPlainText))
            Register-FargateTask private -ImageUri registry.example.com/team/web:1 -PullCredential $login -WhatIf
            Stop-EcsSandbox
        } $ModulePath
        "$plan" | Should -BeLike '*create the secret ecstools/pull/registry.example.com/reader with the password of reader*'
        "$plan" | Should -Not -BeLike '*sesame*'
        $all = Register-FargateTask private -ImageUri registry.example.com/team/web:1 -PullCredential $login -Verbose -Debug *>&1
        ($all | Out-String) | Should -Not -BeLike '*sesame*'
        $made = $all | Where-Object { $_ -is [EcsTools.Models.FargateTaskDefinition] }
        ($made.Json | ConvertFrom-Json).containerDefinitions[0].repositoryCredentials.credentialsParameter | Should -Be 'ecstools/pull/registry.example.com/reader'
        (Register-FargateTask private -ImageUri registry.example.com/team/web:1 -PullCredential ecstools/pull/registry.example.com/reader).Change | Should -Be 'Unchanged'
    }

    It 'refuses <Wrong> and names what to do' -ForEach @(
        @{ Wrong = 'a wrong pair'; Id = 'InvalidCpuMemoryPair'; Remedy = '*-Memory 2048*-Cpu 512*'; With = @{ Cpu = 256; Memory = 4096 } }
        @{ Wrong = 'a size without its unit'; Id = 'InvalidCpu'; Remedy = "*'0.25 vCPU'*"; With = @{ Cpu = 0.25 } }
        @{ Wrong = 'two ports in one'; Id = 'InvalidPort'; Remedy = '*-Port 80*'; With = @{ Port = '8080:80' } }
        @{ Wrong = 'an unknown processor'; Id = 'InvalidArchitecture'; Remedy = '*X86_64*'; With = @{ Architecture = 'mips' } }
        @{ Wrong = 'Windows without its edition'; Id = 'InvalidOperatingSystem'; Remedy = '*WINDOWS_SERVER_2022_CORE*'; With = @{ OperatingSystem = 'WINDOWS' } }
        @{ Wrong = 'too much storage'; Id = 'InvalidEphemeralStorage'; Remedy = '*200*'; With = @{ EphemeralStorage = 500 } }
        @{ Wrong = 'a secret that is none'; Id = 'InvalidSecret'; Remedy = '*ARN*'; With = @{ Secret = @{ KEY = 'not a reference' } } }
        @{ Wrong = 'a role that is not there'; Id = 'RoleNotFound'; Remedy = '*Initialize-EcsRole*'; With = @{ TaskRole = 'none' } }
        @{ Wrong = 'a secret that is not there'; Id = 'PullSecretNotFound'; Remedy = '*-PullCredential (Get-Credential)*'; With = @{ PullCredential = 'team/none' } }
        @{ Wrong = 'a login that is none'; Id = 'InvalidPullCredential'; Remedy = '*Get-Credential*'; With = @{ PullCredential = 5 } }
        @{ Wrong = 'a retention that is none'; Id = 'InvalidLogRetention'; Remedy = '*-LogRetention 30*'; With = @{ LogRetention = 31 } }
        @{ Wrong = 'a health check too often'; Id = 'InvalidHealthCheckInterval'; Remedy = '*5*'; With = @{ HealthCheckCommand = 'true'; HealthCheckInterval = 1 } }
        @{ Wrong = 'a file that is not there'; Id = 'PathNotFound'; Remedy = '*'; With = @{ Path = './nowhere.json' } }
    ) {
        $problem = { Register-FargateTask wrong -ImageUri example:1 @With -ErrorAction Stop } | Should -Throw -ErrorId "$Id*" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike $Remedy
        Get-FargateTaskDefinition wron* | Should -BeNullOrEmpty
    }

    It 'derives from a revision what is not said' {
        $base = Register-FargateTask derive -ImageUri derive:1 -Port 80 -Environment @{ A = 1 }
        $more = Get-FargateTaskDefinition derive:1 | Register-FargateTask -Memory 1024 -Environment @{ B = 2 }
        $more.Revision, $more.Memory, $more.Change | Should -Be 2, 1024, 'Updated'
        $more.Differences.Field | Should -Be 'containerDefinitions[derive].environment[B]', 'memory'
        ($base | Register-FargateTask -HealthCheckCommand true | Register-FargateTask -HealthCheckStartPeriod 30).Differences.Field | Should -Be 'containerDefinitions[derive].healthCheck.startPeriod'
        { $base | Register-FargateTask -Path TestDrive:/x.json -ErrorAction Stop } | Should -Throw -ErrorId 'TwoOrigins*'
    }

    It 'puts containers beside the one it is for' {
        $migrate = New-FargateContainer migrate -ImageUri web:1 -Command migrate
        $made = Register-FargateTask pair -ImageUri web:1 -Container $migrate -DependsOn migrate:SUCCESS -Volume shared:/srv -Ulimit nofile=1024 -StopTimeout 60
        $made.Containers | Should -Be 'pair', 'migrate'
        $container = ($made.Json | ConvertFrom-Json).containerDefinitions[0]
        $container.dependsOn.condition | Should -Be 'SUCCESS'
        $container.ulimits.softLimit, $container.stopTimeout | Should -Be 1024, 60
    }

    It 'fills a file in from the environment and the image' {
        $env:ECSTOOLS_TEST_DEPTH = '5'
        Set-Content TestDrive:/open.json '{ "family": "open", "containerDefinitions": [ { "name": "open", "image": "${image}", "environment": [ { "name": "DEPTH", "value": "${env:ECSTOOLS_TEST_DEPTH}" }, { "name": "WHERE", "value": "${region}/${account}" } ] } ] }'
        try {
            $made = Register-FargateTask -Path TestDrive:/open.json -ImageUri open:4 -NoLog
            $made.Images | Should -Be 'open:4'
            ($made.Json | ConvertFrom-Json).containerDefinitions[0].environment.value | Should -Be '5', 'us-east-1/000000000000'
            $problem = { Register-FargateTask -Path TestDrive:/open.json -ErrorAction Stop } | Should -Throw -ErrorId 'PlaceholderWithoutValue*' -PassThru
            $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-ImageUri*'
        }
        finally {
            Remove-Item env:ECSTOOLS_TEST_DEPTH
        }
    }

    It 'names the file, the line and the column of what is wrong, and warns of a member that is given twice' {
        Set-Content TestDrive:/wrong.json "{ `"family`": `"wrong`",`n  `"containerDefinitions`": [ { `"name`": `"w`", `"image`": `"w:1`", `"cpus`": 1 } ] }"
        $problem = { Register-FargateTask -Path TestDrive:/wrong.json -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidTaskDefinitionFile*' -PassThru
        $problem.Exception.Message | Should -BeLike "*wrong.json', line 2, column *'containerDefinitions[[]0].cpus' is not a member*"

        Set-Content TestDrive:/twice.json '{ "family": "once", "family": "twice", "containerDefinitions": [ { "name": "t", "image": "t:1" } ] }'
        $made = Register-FargateTask -Path TestDrive:/twice.json -NoLog -WarningVariable said -WarningAction SilentlyContinue
        $made.Family | Should -Be 'twice'
        "$said" | Should -BeLike "*twice.json', line 1, column 21: 'family' is given twice*"
    }

    It 'says where the output of a file''s container would be lost' {
        Set-Content TestDrive:/silent.json '{ "family": "silent", "containerDefinitions": [ { "name": "silent", "image": "silent:1" } ] }'
        $made = Register-FargateTask -Path TestDrive:/silent.json -WarningVariable said -WarningAction SilentlyContinue
        $made.LogGroup | Should -BeNullOrEmpty
        "$said" | Should -BeLike '*silent*-LogGroup*'
        (Register-FargateTask -Path TestDrive:/silent.json -LogGroup /ecs/silent).LogGroup | Should -Be '/ecs/silent'
    }
}
