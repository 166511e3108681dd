# What commands emit goes on: to JSON, CSV, XML, a job, another module.
BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $types = (Get-Command -Module EcsTools).OutputType.Type | Sort-Object FullName -Unique |
        Where-Object Namespace -eq 'EcsTools.Models' | ForEach-Object { @{ Type = $_ } }
    # The names by which AWS.Tools binds, with what they must give.
    $names = @(
        @{ Type = 'FargateService'; Name = 'Service'; Property = 'ServiceArn' }
        @{ Type = 'FargateDeployment'; Name = 'Service'; Property = 'ServiceArn' }
        @{ Type = 'FargateScaling'; Name = 'Service'; Property = 'ServiceArn' }
        @{ Type = 'FargateTask'; Name = 'Task'; Property = 'TaskArn' }
        @{ Type = 'FargateFailure'; Name = 'Task'; Property = 'TaskArn' }
        @{ Type = 'ScheduledTaskRun'; Name = 'Task'; Property = 'TaskArn' }
        @{ Type = 'TaskLogEvent'; Name = 'LogGroupName'; Property = 'LogGroup' }
        @{ Type = 'TaskLogEvent'; Name = 'LogStreamName'; Property = 'LogStream' }
        @{ Type = 'ScheduledTask'; Name = 'Name'; Property = 'ScheduleName' }
        @{ Type = 'ScheduledTask'; Name = 'GroupName'; Property = 'Group' }
        @{ Type = 'EcrRepository'; Name = 'RegistryId'; Property = 'AccountId' }
        @{ Type = 'FargateRoute'; Name = 'RuleArn'; Property = 'ListenerRuleArn' }
    )
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1

    # An object of a type with a value in each property, also in those of the objects within it.
    function New-Sample([type] $Type) {
        $bare = [Nullable]::GetUnderlyingType($Type) ?? $Type
        switch ($bare) {
            ([string]) { return 'text' }
            ([bool]) { return $true }
            ([DateTimeOffset]) { return [DateTimeOffset]::new(2026, 5, 17, 8, 30, 0, [TimeSpan]::Zero) }
            ([TimeSpan]) { return [TimeSpan]::FromMinutes(90) }
            ([securestring]) { return ConvertTo-SecureString x -AsPlainText }
        }
        if ($bare.IsPrimitive -or $bare -eq [decimal]) { return [Convert]::ChangeType(2, $bare) }
        if ($bare.Name -like 'IReadOnlyList*') {
            $list = [Array]::CreateInstance($bare.GenericTypeArguments[0], 2)
            0, 1 | ForEach-Object { $list[$_] = New-Sample $bare.GenericTypeArguments[0] }
            return , $list
        }
        if ($bare.Name -like 'IReadOnlyDictionary*') {
            $map = [Activator]::CreateInstance([System.Collections.Generic.Dictionary`2].MakeGenericType($bare.GenericTypeArguments))
            $map.Add('key', (New-Sample $bare.GenericTypeArguments[1]))
            return , $map
        }
        if ($bare.Namespace -ne 'EcsTools.Models') { return $null }
        $sample = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($bare)
        foreach ($property in $bare.GetProperties() | Where-Object CanWrite) {
            $value = New-Sample $property.PropertyType
            if ($null -ne $value) { $property.SetValue($sample, $value) }
        }
        $sample
    }

    function Get-Plain($Text) { ($Text -join "`n") -replace '\e\[[\d;]*m' }
}

Describe 'An object of type <Type.Name>' -ForEach $types {
    BeforeAll { $sample = New-Sample $Type }

    It 'has no enumeration, which JSON would show as a number' {
        $Type.GetProperties() | Where-Object {
            $bare = [Nullable]::GetUnderlyingType($_.PropertyType) ?? $_.PropertyType
            $bare.IsEnum -or @($bare.GenericTypeArguments | Where-Object IsEnum).Count
        } | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'shows no name of a type in a line of CSV' {
        $sample | ConvertTo-Csv | Select-Object -Skip 1 | Should -Not -Match 'System\.(?!Security\.SecureString)|EcsTools\.Models'
    }

    It 'shows no name of a type in a list of all its properties' {
        $sample | Select-Object * | Format-List | Out-String -Width 500 | Should -Not -Match 'System\.(Collections|String|Object)|EcsTools\.Models\.'
    }

    It 'is shown after Import-Clixml as it was before' {
        $path = Join-Path $TestDrive "$($Type.Name).xml"
        $sample | Export-Clixml $path
        $before = Get-Plain ($sample | Out-String -Width 120)
        Get-Plain (Import-Clixml $path | Out-String -Width 120) | Should -Be $before
    }
}

Describe 'The property <Name> of <Type>' -ForEach $names {
    It 'binds a parameter of AWS.Tools, and is not shown' {
        $sample = New-Sample "EcsTools.Models.$Type"
        $parameter = $Name
        & ([scriptblock]::Create("param([Parameter(ValueFromPipeline)] `$o) process { `$o | & { param([Parameter(ValueFromPipelineByPropertyName)] `$$parameter) process { `$$parameter } } }")) $sample |
            Should -Be $sample.$Property
        $sample | Format-List * | Out-String | Should -Not -Match "(?m)^$Name +:"
    }
}

Describe 'The property ImageId of a stored image' {
    It 'has the digest and the tag, as ImageIdentifier of AWS.Tools' {
        $image = New-Sample ([EcsTools.Models.EcrStoredImage])
        $image.ImageId.ImageDigest | Should -Be $image.ImageDigest
        $image.ImageId.ImageTag | Should -Be $image.ImageTag
    }
}
