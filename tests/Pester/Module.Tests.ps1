BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $commands = Get-Command -Module EcsTools | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $manifest = Import-PowerShellDataFile (Join-Path $ModulePath 'EcsTools.psd1')
    $assembly = (Get-Command Start-EcsSandbox).ImplementingType.Assembly
    $cmdlets = $assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf([System.Management.Automation.Cmdlet]) -and -not $_.IsAbstract }
}

Describe 'The manifest' {
    It 'exports every command there is, and nothing else' {
        $there = foreach ($type in $cmdlets) {
            $attribute = $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
            "$($attribute.VerbName)-$($attribute.NounName)"
        }
        ($manifest.CmdletsToExport | Sort-Object) -join ' ' | Should -BeExactly (($there | Sort-Object) -join ' ')
        (Get-Command -Module EcsTools).Name | Sort-Object | Should -Be ($there | Sort-Object)
    }

    It 'exports no function, alias or variable' {
        $manifest.FunctionsToExport + $manifest.AliasesToExport + $manifest.VariablesToExport | Should -BeNullOrEmpty
    }

    It 'is valid' {
        (Test-ModuleManifest (Join-Path $ModulePath 'EcsTools.psd1')).Version | Should -Be '0.1.0'
    }

    It 'takes no name that the AWS Tools for PowerShell export' {
        $reserved = Get-Content $PSScriptRoot/reserved-names.txt | Where-Object { $_ -and $_ -notlike '#*' }
        $reserved.Count | Should -BeGreaterThan 50
        $manifest.CmdletsToExport | Where-Object { $_ -in $reserved } | Should -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $commands {
    It 'has a verb that Windows PowerShell 5.1 approves too' {
        # Build and Deploy came with PowerShell 6.
        $Command.Verb | Should -BeIn ((Get-Verb).Verb | Where-Object { $_ -notin 'Build', 'Deploy' })
    }

    It 'has a singular noun that says whose it is' {
        $Command.Noun | Should -MatchExactly '^(Ecs|Ecr|Fargate|Copilot)[A-Z]?[A-Za-z]*$'
        $Command.Noun | Should -Not -MatchExactly '(?<!s|u|Ec)s$'
    }

    It 'says what it emits, in a type with a view' {
        $types = $Command.OutputType.Type | Where-Object { $_ -and $_.Namespace -eq 'EcsTools.Models' }
        foreach ($type in $types) {
            Get-FormatData -TypeName $type.FullName | Should -Not -BeNullOrEmpty -Because "$($type.FullName) is emitted"
        }
        if ($Command.Verb -notin 'Stop', 'Remove', 'Enter', 'Clear') {
            $Command.OutputType | Should -Not -BeNullOrEmpty
        }
    }

    It 'asks before it changes anything' {
        # New-FargateContainer makes an object, and nothing else.
        if ($Name -ne 'New-FargateContainer' -and $Command.Verb -in 'New', 'Set', 'Remove', 'Start', 'Stop', 'Update', 'Initialize', 'Push', 'Register', 'Unregister', 'Enable', 'Disable', 'Clear', 'Copy') {
            $Command.Parameters.Keys | Should -Contain 'WhatIf'
        }
    }

    It 'can be typed' {
        # Every parameter set resolves, and no two parameters share a position in one.
        foreach ($set in $Command.ParameterSets) {
            $positions = $set.Parameters | Where-Object Position -ge 0 | ForEach-Object Position
            ($positions | Select-Object -Unique).Count | Should -Be @($positions).Count
        }
    }
}

Describe 'The shipped folder' {
    It 'holds the assemblies of both PowerShells, and no copy of PowerShell' {
        foreach ($framework in 'net8.0', 'netstandard2.0') {
            $files = (Get-ChildItem (Join-Path $ModulePath 'bin' $framework)).Name
            $files | Should -Contain 'EcsTools.dll'
            $files | Should -Contain 'EcsTools.Core.dll'
            $files | Should -Contain 'EcsTools.Images.dll'
            $files | Should -Not -Contain 'System.Management.Automation.dll'
            $files | Where-Object { $_ -notlike '*.dll' } | Should -BeNullOrEmpty
        }
    }

    It 'holds its licence' {
        Join-Path $ModulePath 'LICENSE' | Should -Exist
    }
}

Describe 'Import' {
    It 'loads nothing of the AWS SDK or of the sandbox' {
        $loaded = Invoke-InNewProcess {
            param($path)
            Import-Module $path
            [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }
        } $ModulePath
        $loaded | Should -Contain 'EcsTools'
        $loaded | Where-Object { $_ -match '^(AWSSDK|Docker|EcsTools\.Sandbox)' } | Should -BeNullOrEmpty
    }

    It 'keeps its assemblies in a context of their own, and its models known to scripts' {
        $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([EcsTools.Models.EcsSandbox].Assembly)
        $context.Name | Should -Be 'EcsTools'
        $context | Should -Not -Be ([System.Runtime.Loader.AssemblyLoadContext]::Default)
    }

    It 'knows by its name every type that a command takes or emits, with what their properties hold' {
        $libraries = [EcsTools.Models.EcsSandbox].Assembly, [EcsTools.EcsToolsException].Assembly
        $libraries.ForEach{ $_.GetName().Name } | Should -Be 'EcsTools.Core', 'EcsTools.Images'
        # The other public types of the namespace EcsTools are there for the assemblies of the module, not for scripts.
        $forScripts = 'EcsToolsException', 'ErrorKind', 'OperationProgress', 'ProgressLevel', 'ByteSize'
        $open = [System.Collections.Generic.Stack[type]]::new()
        Get-Command -Module EcsTools | ForEach-Object { $_.OutputType.Type; $_.Parameters.Values.ParameterType } | Where-Object { $_ } |
            ForEach-Object { $open.Push($_) }
        $libraries.GetExportedTypes() | Where-Object { $_.Namespace -eq 'EcsTools.Models' -or ($_.Namespace -eq 'EcsTools' -and $_.Name -in $forScripts) } |
            ForEach-Object { $open.Push($_) }
        $seen = [System.Collections.Generic.HashSet[type]]::new()
        while ($open.Count) {
            $type = $open.Pop()
            if ($type.HasElementType) { $open.Push($type.GetElementType()) }
            $type.GenericTypeArguments | ForEach-Object { $open.Push($_) }
            if ($type.Assembly -in $libraries -and $seen.Add($type)) { $type.GetProperties().PropertyType | Where-Object { $_ } | ForEach-Object { $open.Push($_) } }
        }
        $seen.Count | Should -BeGreaterThan 30
        # One that is missing is added to src/EcsTools/Pipeline/TypeForwards.cs.
        $seen | Where-Object { ($_.FullName -as [type]) -ne $_ } | ForEach-Object FullName | Should -BeNullOrEmpty
    }

    It 'works again after a removal, and when forced' {
        $counts = Invoke-InNewProcess {
            param($path)
            $all = { (Get-Command -Module EcsTools).Count }
            Import-Module $path; & $all
            Remove-Module EcsTools; Import-Module $path; & $all
            Import-Module $path -Force; & $all
            Import-Module $path -Force; & $all
            1..2 | ForEach-Object -Parallel { Import-Module $using:path; (Get-Command -Module EcsTools).Count }
            Remove-Module EcsTools; & $all
        } $ModulePath
        $counts | Should -Be (@(@(Get-Command -Module EcsTools).Count) * 6 + 0)
    }
}

Describe 'The assemblies for Windows PowerShell' {
    It 'run, as far as PowerShell 7 can tell' {
        Invoke-InNewProcess {
            param($path)
            $bin = Join-Path $path 'bin' 'netstandard2.0'
            [void][System.Reflection.Assembly]::LoadFrom((Join-Path $bin 'EcsTools.Loader.dll'))
            [EcsTools.Loader.ModuleResolver]::Register($bin)
            Import-Module (Join-Path $bin 'EcsTools.dll')
            (Get-Command Start-EcsSandbox).ImplementingType.Assembly.Location
            (Start-EcsSandbox -Runtime Simulated).AccountId
            (Initialize-EcrRepository web -InformationAction Ignore).RepositoryName
            Stop-EcsSandbox
        } $ModulePath | Should -Be (Join-Path $ModulePath 'bin' 'netstandard2.0' 'EcsTools.dll'), '000000000000', 'web'
    }
}
