# docs/automation.md: its scripts, its command lines and its table of exit codes, as they are in the page.
BeforeDiscovery {
    $page = (Get-Content "$PSScriptRoot/../../docs/automation.md" -Raw) -replace '\r\n', "`n"
    $rows = [regex]::Matches($page, '(?m)^\| `(-File|-Command)` \| `(.+?)` \| (\d+) \|$').ForEach({
        @{ How = $_.Groups[1].Value; Script = $_.Groups[2].Value; Code = [int]$_.Groups[3].Value }
    })
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $page = (Get-Content "$PSScriptRoot/../../docs/automation.md" -Raw) -replace '\r\n', "`n"
    $start = Get-Location
    $before = @{}
    foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_ENDPOINT_URL', 'GITHUB_SHA', 'BUILD_BUILDID') {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
    }

    # The folder of the scripts, with the module beside them.
    $folder = (New-Item (Join-Path $TestDrive 'jobs') -ItemType Directory).FullName
    Set-Location $folder
    foreach ($block in [regex]::Matches($page, '(?ms)^```powershell\n# (\S+\.ps1)\n(.*?)^```')) {
        Set-Content (Join-Path $folder $block.Groups[1].Value) $block.Groups[2].Value
    }
    Copy-Item $ModulePath (Join-Path $folder 'EcsTools') -Recurse
    $null = New-TestLayout (Join-Path $folder 'web.tar')

    # Other processes reach this sandbox as they would reach AWS.
    $sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 100 6> $null
    $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $sandbox.AccessKey, $sandbox.SecretKey
    $env:AWS_REGION, $env:AWS_ENDPOINT_URL = $sandbox.Region, $sandbox.EndpointUrl
    $null = New-FargateCluster demo
    $null = Push-EcrImage ./web.tar -RepositoryName web -Tag 1 | Register-FargateTask web -Port 80
    $null = New-FargateService web -Cluster demo -TaskDefinition web
    $null = Register-FargateTask nightly -ImageUri example:1

    # Runs a command line of the page in this PowerShell, and gives the exit code and the output.
    function Invoke-Line([string] $Line) {
        $arguments = ($Line -replace '^powershell\.exe ', '') -replace 'C:\\jobs\\', ($folder.Replace('$', '$$') + [System.IO.Path]::DirectorySeparatorChar)
        $output = & $PowerShellPath @($arguments -split ' ') 2>&1 | ForEach-Object { "$_" }
        @{ Code = $LASTEXITCODE; Output = $output -join "`n" }
    }

    $jobLine = [regex]::Match($page, '(?m)^powershell\.exe .+$').Value
}

AfterAll {
    Stop-EcsSandbox
    Set-Location $start
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
}

Describe 'The page about scripts that nobody watches' {
    It 'has the scripts that it names' {
        $named = [regex]::Matches($page, '`(\w+\.ps1)`').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique
        $named | Should -Not -BeNullOrEmpty
        foreach ($script in $named) { Join-Path $folder $script | Should -Exist }
    }

    It 'starts a job that ends with the exit code of its task, and has a transcript' {
        (Invoke-Line $jobLine).Code | Should -Be 0
        $transcript = Get-ChildItem (Join-Path $folder 'logs') | Get-Content -Raw
        $transcript | Should -BeLike '*TaskId*ExitCode*0*'
    }

    It 'starts a job that fails if its task fails, and says why in the transcript' {
        Remove-Item (Join-Path $folder 'logs/*')
        $null = Register-FargateTask nightly -ImageUri "$($sandbox.RegistryUri)/web:none"
        try { (Invoke-Line $jobLine).Code | Should -Be 1 }
        finally { $null = Register-FargateTask nightly -ImageUri example:1 }
        Get-ChildItem (Join-Path $folder 'logs') | Get-Content -Raw | Should -BeLike '*CannotPullContainerError*'
    }

    It 'says that <How> has the exit code <Code> for: <Script>' -ForEach $rows {
        $path = Join-Path $folder 'row.ps1'
        Set-Content $path $Script
        $arguments = if ($How -eq '-File') { '-File', $path } else { '-Command', $Script }
        & $PowerShellPath -NoProfile -NonInteractive @arguments *> $null
        $LASTEXITCODE | Should -Be $Code
    }

    It 'says what a question is that nobody can answer' {
        $path = Join-Path $folder 'question.ps1'
        Set-Content $path "Import-Module '$ModulePath'; try { Remove-FargateService web -Cluster demo -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        & $PowerShellPath -NoProfile -NonInteractive -File $path | Should -BeLike 'ConfirmationNeeded*'
        $page.Contains('`ConfirmationNeeded`') | Should -BeTrue
        (Get-FargateService web -Cluster demo).Status | Should -Be 'ACTIVE'
    }

    It 'checks the account' {
        & "$folder/account.ps1" -AccountId $sandbox.AccountId
        { & "$folder/account.ps1" -AccountId 111122223333 } | Should -Throw '*000000000000*111122223333*'
    }

    It 'writes JSON in UTF-8 without a byte order mark' {
        $encoding = [Console]::OutputEncoding
        try { & "$folder/report.ps1" } finally { [Console]::OutputEncoding = $encoding }
        $bytes = [System.IO.File]::ReadAllBytes("$folder/services.json")
        $bytes[0] | Should -Be ([byte][char]'[')
        ([System.Text.Encoding]::UTF8.GetString($bytes) | ConvertFrom-Json).ServiceName | Should -Be 'web'
    }

    It 'waits for the task of an earlier run in place of starting another one' {
        # Tasks with a port run until they are stopped.
        $null = Register-FargateTask nightly -ImageUri example:1 -Port 80
        $earlier = Start-FargateTask nightly -Cluster demo -StartedBy job.ps1
        $stop = Start-ThreadJob { param($module, $arn) Import-Module $module; Stop-FargateTask $arn -Confirm:$false } -ArgumentList $ModulePath, $earlier.TaskArn
        try { $run = & "$folder/resume.ps1" 2> $null }
        finally {
            $null = $stop | Wait-Job | Receive-Job
            $null = Register-FargateTask nightly -ImageUri example:1
        }
        $run.TaskArn | Should -Be $earlier.TaskArn
        (& "$folder/resume.ps1" 6> $null).TaskArn | Should -Not -Be $earlier.TaskArn
    }

    It 'registers the command line that it names with the Task Scheduler' {
        # Windows has these commands. The test must not register anything.
        function New-ScheduledTaskAction($Execute, $WorkingDirectory, $Argument) { @{ Line = "$Execute $Argument" } }
        function New-ScheduledTaskTrigger([switch] $Daily, [datetime] $At) { "$Daily $At" }
        function New-ScheduledTaskSettingsSet([timespan] $ExecutionTimeLimit, $MultipleInstances, [switch] $StartWhenAvailable) { $ExecutionTimeLimit }
        function New-ScheduledTaskPrincipal($UserId, $LogonType) { $LogonType }
        function Register-ScheduledTask($TaskName, $Action, $Trigger, $Settings, $Principal) { @{ Action = $Action; Limit = $Settings } }
        $registered = & "$folder/register.ps1"
        $registered.Action.Line | Should -Be $jobLine
        # Longer than the time limit in the script.
        $registered.Limit | Should -BeGreaterThan ([timespan]'2:00')
    }

    It 'deploys with the scripts of its workflows' {
        $scripts = [regex]::Matches($page, '(?m)^( +)(?:run|script): \|\n((?:\1  .*\n)+)').ForEach({ $_.Groups[2].Value -replace '(?m)^ {8}', '' })
        $scripts | Should -HaveCount 2
        $env:GITHUB_SHA, $env:BUILD_BUILDID = 'abc123', '77'
        # As GitHub and Azure DevOps do.
        $path = Join-Path $folder 'workflows.ps1'
        Set-Content $path ("`$ErrorActionPreference = 'stop'`n" + ($scripts -join "`n"))
        $run = Invoke-Line "powershell.exe -NoProfile -NonInteractive -File $path"
        $run.Code | Should -Be 0 -Because $run.Output
        (Find-EcrImage -RepositoryName web).ImageTags | Should -Contain 'abc123'
        (Find-EcrImage -RepositoryName web).ImageTags | Should -Contain '77'
        (Get-FargateService web -Cluster demo).TaskDefinition | Should -Be 'web:3'
    }
}
