BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    # The Newtonsoft.Json of each load context, as "context folder".
    $list = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq "Newtonsoft.Json" } | ForEach-Object { "$([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name) $(Split-Path $_.Location)" } | Sort-Object'
    $use = '$env:DOCKER_HOST = "tcp://127.0.0.1:1"; try { Start-EcsSandbox -Runtime Docker -ErrorAction Stop } catch { }'
}

Describe 'Newtonsoft.Json of the session and of the module' {
    It 'keeps the one of the session, loaded <_> the module uses its own' -ForEach 'before', 'after' {
        $steps = '$null = [Newtonsoft.Json.JsonConvert]::SerializeObject(1)', $use
        if ($_ -eq 'after') { [array]::Reverse($steps) }
        $loaded = Invoke-InNewProcess ([scriptblock]::Create("Import-Module '$ModulePath'; $($steps -join '; '); $list; '[' + `$PSHOME + ']'"))
        $session = $loaded[-1].Trim('[', ']')
        $loaded[0..($loaded.Count - 2)] | Should -Be @("Default $session", "EcsTools $(Join-Path $ModulePath 'bin' 'net8.0')")
    }

    It 'loads neither Docker.DotNet nor Newtonsoft.Json at import' {
        Invoke-InNewProcess ([scriptblock]::Create(@"
Import-Module '$ModulePath'
[System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -eq 'EcsTools' | ForEach-Object { `$_.Assemblies } | ForEach-Object { `$_.GetName().Name } | Sort-Object
"@)) | Should -Not -Match '^(Docker\.DotNet|Newtonsoft\.Json)$'
    }
}
