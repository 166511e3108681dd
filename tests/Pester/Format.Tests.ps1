BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $xml = [xml](Get-Content (Join-Path $ModulePath 'EcsTools.Format.ps1xml') -Raw)
    $views = foreach ($view in $xml.Configuration.ViewDefinitions.View) { @{ TypeName = $view.ViewSelectedBy.TypeName; View = $view } }
}

Describe 'The view of <TypeName>' -ForEach $views {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1
        $type = $TypeName -as [type]
    }

    It 'is of a type there is' {
        $type | Should -Not -BeNullOrEmpty
    }

    It 'names only properties that the type has' {
        $named = @($View.SelectNodes('.//PropertyName') | ForEach-Object InnerText)
        # A block within a block speaks of something else.
        $named += $View.SelectNodes('.//ScriptBlock') | ForEach-Object {
            [regex]::Matches(($_.InnerText -replace '\|[^|]*\{[^{}]*\}'), '\$_\.(\w+)').ForEach({ $_.Groups[1].Value })
        }
        $has = @($type.GetProperties().Name) + @((Get-TypeData $TypeName -ErrorAction Ignore).Members.Keys)
        $named | Select-Object -Unique | Where-Object { $_ -and $_ -notin $has } | Should -BeNullOrEmpty
    }

    It 'shows an object without a fault, in 80 columns' {
        # An object with nothing in it is the hardest to show.
        $empty = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type)
        $Error.Clear()
        $lines = ($empty | Out-String -Width 80) -split '\r?\n'
        $lines.Count | Should -BeGreaterThan 2
        $lines | Where-Object { ($_ -replace '\e\[[\d;]*m').Length -gt 80 } | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        $lines -join '' | Should -Not -Match '#ERR'
    }

    It 'breaks no header inside a word in 80 columns' {
        $empty = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type)
        $text = ($empty | Out-String -Width 80) -replace '\e\[[\d;]*m'
        foreach ($label in $View.SelectNodes('.//TableColumnHeader/Label') | ForEach-Object InnerText) { $text | Should -MatchExactly "(?m)(^| )$label( |\r?$)" }
    }
}

Describe 'A time in a view' {
    BeforeAll { . $PSScriptRoot/Import-EcsTools.ps1 }

    It 'is local' {
        $time = [DateTimeOffset]::new(2026, 5, 17, 8, 30, 0, [TimeSpan]::FromHours(-7))
        [EcsTools.Formatting.TimeText]::Minute($time) | Should -Be $time.LocalDateTime.ToString('yyyy-MM-dd HH:mm')
        [EcsTools.Formatting.TimeText]::Minute($null) | Should -BeExactly ''
    }

    It 'that lasts has days only if it has any' {
        [EcsTools.Formatting.TimeText]::Duration([TimeSpan]::FromSeconds(90)) | Should -Be '00:01:30'
        [EcsTools.Formatting.TimeText]::Duration([TimeSpan]::FromHours(52)) | Should -Be '2.04:00:00'
        [EcsTools.Formatting.TimeText]::Duration($null) | Should -BeExactly ''
    }

    It 'that is an age has one unit: <Age>' -ForEach @(
        @{ Seconds = 5; Age = '5s' }, @{ Seconds = 90; Age = '1m' }, @{ Seconds = 7300; Age = '2h' }, @{ Seconds = 180000; Age = '2d' }
    ) {
        [EcsTools.Formatting.TimeText]::Age([TimeSpan]::FromSeconds($Seconds)) | Should -Be $Age
    }
}

Describe 'The view of tasks' {
    BeforeAll { . $PSScriptRoot/Import-EcsTools.ps1 }

    It 'shows the cluster, the age, the exit code and the whole port in 80 columns' {
        $type = [EcsTools.Models.FargateTask]
        $running, $stopped = 1, 2 | ForEach-Object { [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type) }
        function Set-Value($Object, $Values) { foreach ($name in $Values.Keys) { $type.GetProperty($name).SetValue($Object, $Values[$name]) } }
        $all = @{ TaskId = '0123456789abcdef0123456789abcdef'; Cluster = 'production'; Family = 'checkout'; CreatedAt = [DateTimeOffset]::UtcNow.AddHours(-5) }
        Set-Value $running ($all + @{ LastStatus = 'RUNNING'; Endpoints = [string[]]'http://127.0.0.1:49153' })
        Set-Value $stopped ($all + @{ LastStatus = 'STOPPED'; ExitCode = 137; StoppedReason = 'Essential container in task exited' })
        $text = ($running, $stopped | Out-String -Width 80) -replace '\e\[[\d;]*m'
        $text | Should -Match '(?m)^   Cluster: production'
        $text | Should -Match '(?m)^0123456789abcdef0123456789abcdef checkout  RUNNING +5h 127\.0\.0\.1:49153'
        $text | Should -Match 'STOPPED \(137\) +5h Essential'
    }
}

Describe 'A state' {
    BeforeAll { . $PSScriptRoot/Import-EcsTools.ps1 }

    It 'has the colour of the session''s style' {
        [EcsTools.Formatting.StatusText]::Paint('RUNNING', $PSStyle) | Should -Be "$($PSStyle.Foreground.Green)RUNNING$($PSStyle.Reset)"
        [EcsTools.Formatting.StatusText]::Paint([EcsTools.Models.ChangeStatus]::Updated, $PSStyle) | Should -Be "$($PSStyle.Foreground.Yellow)Updated$($PSStyle.Reset)"
        [EcsTools.Formatting.StatusText]::PaintExitCode(1, $PSStyle) | Should -Be "$($PSStyle.Foreground.Red)1$($PSStyle.Reset)"
    }

    It 'is plain where there is no style, or no colour for it' {
        [EcsTools.Formatting.StatusText]::Paint('RUNNING', $null) | Should -BeExactly 'RUNNING'
        [EcsTools.Formatting.StatusText]::Paint('SOMETHING', $PSStyle) | Should -BeExactly 'SOMETHING'
        [EcsTools.Formatting.StatusText]::Paint($null, $PSStyle) | Should -BeExactly ''
        [EcsTools.Formatting.StatusText]::PaintExitCode($null, $PSStyle) | Should -BeExactly ''
    }
}
