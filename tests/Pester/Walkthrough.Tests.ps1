BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    . $PSScriptRoot/Examples/PolicyRun.ps1
    $start = Get-Location
    $before = @{}
    foreach ($name in 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_PROFILE', 'DOCKER_CONFIG') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $defaults = $global:PSDefaultParameterValues.Clone()

    # The fenced blocks of a section of the README.
    function Get-ReadmeBlock([string] $Section) {
        $text = (Get-Content "$PSScriptRoot/../../README.md" -Raw) -replace '\r\n', "`n"
        $part = [regex]::Match($text, "(?ms)^## $Section\n(.*?)(?=^## |\z)").Groups[1].Value
        [regex]::Matches($part, '(?ms)^```powershell\n(.*?)^```').ForEach({ $_.Groups[1].Value })
    }

    # What is typed in the walkthrough: the lines behind the prompt, and those that continue them.
    function Get-WalkthroughLine {
        $lines = @()
        foreach ($line in (Get-ReadmeBlock Walkthrough) -split "`n") {
            if ($line -match '^PS> (.*)') { $lines += $Matches[1] }
            elseif ($lines -and $lines[-1] -match '\|\s*$' -and $line -match '^\s+\S') { $lines[-1] += "`n$line" }
        }
        $lines
    }

    # Types the lines as they are, in a folder that has the samples, and gives the warnings and the permissions that were asked for.
    function Invoke-Walkthrough([string[]] $Line, [string] $Folder) {
        $null = New-Item $Folder -ItemType Directory
        Set-Location $Folder
        # OCI layouts in place of folders to build: no engine is needed.
        foreach ($sample in 'express-server', 'crawler') { $null = New-TestLayout (Join-Path $Folder "samples/$sample") -Content $sample }
        $env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE = (Join-Path $Folder 'credentials'), (Join-Path $Folder 'config')
        $env:DOCKER_CONFIG = Join-Path $Folder 'docker'
        Remove-Item env:AWS_PROFILE -ErrorAction Ignore
        # What a person would have: a fast clock here, and Ctrl+C for the log.
        $global:PSDefaultParameterValues['Start-EcsSandbox:Runtime'] = 'Simulated'
        $global:PSDefaultParameterValues['Start-EcsSandbox:TimeScale'] = 100
        $global:PSDefaultParameterValues['Get-FargateLog:Timeout'] = '2s'
        $ConfirmPreference = 'None'
        $ErrorActionPreference = 'Stop'
        $said = [System.Collections.Generic.List[object]]::new()
        $asked = $null
        $callers = @()
        try {
            foreach ($one in $Line) {
                if ($one -match '^Stop-EcsSandbox' -and $asked) {
                    # All that was asked after the profile was chosen.
                    $callers = @($asked.GetValue($iam).ToArray() | ForEach-Object { $_.Context.Invoke('aws:principalarn') } | Sort-Object -Unique)
                }
                $shown = . ([scriptblock]::Create($one)) 3>&1 6>&1
                foreach ($item in $shown) { $said.Add($item) }
                if ($one -match '^\$env:AWS_PROFILE') {
                    $script:server = Get-SandboxServer
                    $iam = Get-SandboxIam $script:server
                    $asked = $iam.GetType().GetProperty('Asked')
                    $asked.SetValue($iam, [System.Activator]::CreateInstance($asked.PropertyType))
                }
            }
        }
        catch {
            @{ Failed = $one; Problem = $_; Said = $said; Callers = $callers }
            return
        }
        # The log is cut by the time limit of this test, which a warning says.
        $warnings = @($said | Where-Object { $_ -is [System.Management.Automation.WarningRecord] -and "$_" -notmatch 'the value of -Timeout' })
        @{ Failed = $null; Said = $said; Callers = $callers; Warnings = $warnings }
    }
}

Describe 'The walkthrough of the README' {
    AfterEach {
        Set-Location $start
        Stop-EcsSandbox
        $global:PSDefaultParameterValues = $defaults.Clone()
        foreach ($name in $before.Keys) {
            if ($null -eq $before[$name]) { Remove-Item "env:$name" -ErrorAction Ignore } else { Set-Item "env:$name" $before[$name] }
        }
    }

    It 'can be read from it' {
        $lines = Get-WalkthroughLine
        $lines[0] | Should -Be 'Start-EcsSandbox'
        $lines[-1] | Should -Be 'Stop-EcsSandbox'
        $lines.Count | Should -BeGreaterThan 9
        "$lines" | Should -Match 'New-EcsScheduledTask'
    }

    It 'works as the deployer that it makes, with <Way>, and nothing is left out' -ForEach @(
        @{ Way = '-PolicySet Scoped' }
        @{ Way = '-Add All' }
    ) {
        $lines = (Get-WalkthroughLine) -replace '-PolicySet Scoped', $Way
        "$lines" | Should -Match "New-EcsIamDeployer deployer -ProfileName ecs-demo $Way"
        # The other blocks are walked before the sandbox stops. Docker Hub is not asked here, nothing is built, and nobody watches the steps of the traffic.
        $more = (Get-ReadmeBlock More) -replace '-StepInterval 2m', '-StepInterval 1s' -split "`n" | Where-Object { $_ -and $_ -notmatch '^(Copy-EcrImage|\S+-FargateApp|Push-EcrImage .*-Destination|ConvertTo-EcsScheduledTask)' }
        $more.Count | Should -BeGreaterThan 4
        $all = @($lines | Select-Object -SkipLast 2) + $more + @($lines | Select-Object -Last 2)

        $walk = Invoke-Walkthrough $all (Join-Path $TestDrive "walk$($Way -replace '\W')")

        "$($walk.Failed) $($walk.Problem)" | Should -Be ' '
        # No requests come while the traffic moves, so that their answers cannot be judged.
        $walk.Warnings | Where-Object { $_ -notmatch '^CloudWatch counted no answers' } | Should -BeNullOrEmpty
        $walk.Callers | Where-Object { $_ -notmatch ':assumed-role/|:role/' } | Should -Be 'arn:aws:iam::000000000000:user/deployer'
        ($walk.Said | Where-Object { $_ -is [EcsTools.Models.FargateTask] -and $_.Family -eq 'crawler' }).ExitCode | Should -Be 0
        ($walk.Said | Where-Object { $_ -is [EcsTools.Models.ScheduledTask] }).ScheduleName | Should -Be 'nightly'
        $env:AWS_PROFILE | Should -BeNullOrEmpty
    }

    It 'fails with the policies of the tutorial alone, which was said before, and the remedy of the error works' {
        $lines = (Get-WalkthroughLine) -replace ' -PolicySet Scoped', ''
        $walk = Invoke-Walkthrough $lines (Join-Path $TestDrive 'walk')

        $walk.Failed | Should -Match '^\$image = Initialize-EcrRepository web'
        $walk.Said | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | Should -Match '(?m)^  -Add Images: .*Initialize-EcrRepository'
        $walk.Problem.FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        $remedy = $walk.Problem.ErrorDetails.RecommendedAction
        $remedy | Should -Match 'run as an administrator: New-EcsIamDeployer deployer -Add Images$'
        Remove-Item env:AWS_PROFILE
        $null = . ([scriptblock]::Create(($remedy -split 'administrator: ')[1])) 3>$null
        $env:AWS_PROFILE = 'ecs-demo'
        (Initialize-EcrRepository web).Change | Should -Be 'Created'
    }
}
