# Dot-sourced by every test file, in BeforeAll: imports the module as it is shipped.
$ModulePath = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))
Import-Module $ModulePath -ErrorAction Stop

# Runs a script in a PowerShell process of its own, and gives what it printed, line by line.
function Invoke-InNewProcess([scriptblock] $Script, [object[]] $ArgumentList = @()) {
    $pwsh = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
    $arguments = ($ArgumentList | ForEach-Object { "'" + ([string]$_).Replace("'", "''") + "'" }) -join ' '
    & $pwsh -NoProfile -NonInteractive -Command "& { $Script } $arguments" 2>&1 | ForEach-Object { [string]$_ }
}
