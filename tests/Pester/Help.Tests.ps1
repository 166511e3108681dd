BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $commands = Get-Command -Module EcsTools | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'has a synopsis, a description and an example' {
        # Without help, PowerShell makes the syntax the synopsis.
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name))
        $help.Synopsis.Trim() | Should -Match '\.$'
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
        foreach ($example in $help.Examples.Example) {
            $example.Code | Should -Match $Name
            ($example.Remarks | Out-String).Trim() | Should -Not -BeNullOrEmpty
        }
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $undescribed = foreach ($parameter in $Command.Parameters.Keys | Where-Object { $_ -notin $common }) {
            $found = $help.Parameters.Parameter | Where-Object Name -eq $parameter
            if (-not ($found.Description | Out-String).Trim()) { $parameter }
        }
        $undescribed | Should -BeNullOrEmpty
    }

    It 'states the default that each parameter has' {
        $fresh = [Activator]::CreateInstance($Command.ImplementingType)
        try {
            foreach ($parameter in $help.Parameters.Parameter) {
                $property = $Command.ImplementingType.GetProperty($parameter.Name)
                $value = if ($property) { $property.GetValue($fresh) }
                if (-not $value -or $value -is [switch] -or $value -is [array] -or $value.Equals([timespan]::Zero) -or $value.Equals([datetime]::MinValue)) { continue }
                if ($value -is [timespan]) { $value = if ($value.TotalHours -ge 1) { "$($value.TotalHours)h" } else { "$($value.TotalMinutes)m" } }
                @($parameter.DefaultValue -split ';')[0] | Should -Be "$value" -Because "that is what -$($parameter.Name) holds"
            }
        }
        finally { $fresh.Dispose() }
    }

    It 'has a page on the web, and names what comes before or after it' {
        $project = (Get-Module EcsTools).ProjectUri
        $project | Should -Match '^https://'
        $page = "docs/commands/$Name.md"
        # PowerShell finds it in the same way for -Online.
        (Get-Command $Name).HelpUri | Should -Be "$project/blob/main/$page"
        "$PSScriptRoot/../../out/$page" | Should -Exist
        $links = $help.RelatedLinks.NavigationLink | Where-Object { -not $_.Uri } | ForEach-Object LinkText
        $links | Where-Object { $_ -ne $Name -and (Get-Command $_ -Module EcsTools -ErrorAction Ignore) } | Should -Not -BeNullOrEmpty
        $links | Where-Object { -not (Get-Command $_ -Module EcsTools -ErrorAction Ignore) } | ForEach-Object { Get-Help $_ } | Should -Not -BeNullOrEmpty
        $links -match '^about_' | Should -Not -BeNullOrEmpty
    }

    It 'says what binds from the pipeline' {
        $binds = $Command.Parameters.Values.Where({ $_.Attributes.Where({ $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }) })
        $inputs = $help.InputTypes | Out-String -Width 4000
        foreach ($parameter in $binds) { $inputs | Should -Match "-$($parameter.Name)\b" }
    }

    It 'gives examples that parse' {
        foreach ($example in $help.Examples.Example) {
            $problems = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($example.Code, [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty
        }
    }
}
