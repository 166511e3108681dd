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
