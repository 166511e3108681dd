# Dot-sourced by every test file, in BeforeAll: imports the module as it is shipped.
$ModulePath = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))
Import-Module $ModulePath -ErrorAction Stop

# The PowerShell that runs the tests. Where it came as a .NET tool, the process is dotnet's.
$PowerShellPath = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
if ([System.IO.Path]::GetFileNameWithoutExtension($PowerShellPath) -eq 'dotnet') {
    $PowerShellPath = (Get-Command pwsh -CommandType Application)[0].Source
}

# A certificate in the Certificate Manager of the session's sandbox. The module itself requests none.
function Add-SandboxCertificate([string[]] $DomainName) {
    $hidden = [System.Reflection.BindingFlags]'Public, NonPublic, Static, Instance'
    $server = (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', $hidden).GetValue($null)
    $body = [System.Text.Json.Nodes.JsonObject]::new()
    $body['DomainName'] = [System.Text.Json.Nodes.JsonNode]$DomainName[0]
    $body['ValidationMethod'] = [System.Text.Json.Nodes.JsonNode]'DNS'
    $others = [System.Text.Json.Nodes.JsonArray]::new()
    foreach ($name in $DomainName | Select-Object -Skip 1) { $others.Add([System.Text.Json.Nodes.JsonNode]$name) }
    if ($others.Count) { $body['SubjectAlternativeNames'] = $others }
    $call = $server.GetType().GetMethod('CallAsync', $hidden)
    $null = $call.Invoke($server, @('AWSSDK.CertificateManager', 'RequestCertificate', $body)).GetAwaiter().GetResult()
    # It is issued five seconds later, on the sandbox's clock.
    Start-Sleep -Milliseconds (5000 / (Get-EcsSandbox).TimeScale + 100)
}

# Runs a script in a PowerShell process of its own, and gives what it printed, line by line.
function Invoke-InNewProcess([scriptblock] $Script, [object[]] $ArgumentList = @()) {
    $arguments = ($ArgumentList | ForEach-Object { "'" + ([string]$_).Replace("'", "''") + "'" }) -join ' '
    & $PowerShellPath -NoProfile -NonInteractive -Command "& { $Script } $arguments" 2>&1 | ForEach-Object { [string]$_ }
}

# Compiles TestCommands.cs into the module's own load context, and imports its commands.
function Import-TestCommand {
    if (Get-Command Test-EcsStream -ErrorAction Ignore) { return }
    $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([EcsTools.Models.EcsSandbox].Assembly)
    $assembly = $context.Assemblies | Where-Object { $_.GetName().Name -eq 'EcsTools.TestCommands' }
    if (-not $assembly) {
        $bin = Join-Path $ModulePath 'bin' 'net8.0'
        $path = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-testcommands-$PID.dll"
        $references = 'EcsTools', 'EcsTools.Core', 'EcsTools.Images', 'AWSSDK.Core', 'AWSSDK.IdentityManagement' | ForEach-Object { Join-Path $bin "$_.dll" }
        $references += Get-ChildItem (Join-Path $PSHOME 'ref') -Filter *.dll | ForEach-Object FullName
        $references += [System.Management.Automation.PSObject].Assembly.Location
        Add-Type -Path $PSScriptRoot/TestCommands.cs -ReferencedAssemblies $references -OutputAssembly $path -OutputType Library -IgnoreWarnings -CompilerOptions '-nowarn:CS1701,CS1702'
        # By its bytes, so that the file can go at once.
        $assembly = $context.LoadFromStream([System.IO.MemoryStream]::new([System.IO.File]::ReadAllBytes($path)))
        Remove-Item $path
    }
    Import-Module -Assembly $assembly -Global
}

# Compiles the relay that stalls, refuses or rewrites requests.
function Import-TestRelay {
    if (-not ('EcsTools.TestRelay.StallingRelay' -as [type])) { Add-Type -Path $PSScriptRoot/TestRelay.cs -IgnoreWarnings }
}

# A sandbox in a process of its own: no session's commands go there by themselves. Stop-SandboxElsewhere ends it.
function Start-SandboxElsewhere {
    $start = [System.Diagnostics.ProcessStartInfo]::new($PowerShellPath)
    # With its own number, for the pwsh of the .NET tool starts another process, and with a session that has expired: AWS's shortest one takes a quarter of an hour to.
    $script = @"
Import-Module '$ModulePath'
`$sandbox = Start-EcsSandbox -Runtime Simulated
`$hidden = [System.Reflection.BindingFlags]'NonPublic, Static, Instance'
`$server = (Get-Command Start-EcsSandbox).ImplementingType.Assembly.GetType('EcsTools.Commands.Sandbox.SandboxSession').GetField('_server', `$hidden).GetValue(`$null)
`$iam = `$server.GetType().GetProperty('Cloud', `$hidden).GetValue(`$server).Services | Where-Object { `$_.GetType().Name -eq 'IamService' }
`$expired = `$iam.GetType().GetMethod('AddSession', `$hidden).Invoke(`$iam, @('arn:aws:iam::000000000000:root', '000000000000', [double]-1, `$null))
`$sandbox = `$sandbox | Select-Object *, @{ Name = 'ProcessId'; Expression = { `$PID } }, @{ Name = 'Expired'; Expression = { @{ Id = `$expired.Id; Secret = `$expired.Secret; Token = `$expired.Token } } }
[Console]::Out.WriteLine((ConvertTo-Json `$sandbox -Compress))
[void][Console]::In.ReadLine()
Stop-EcsSandbox
"@
    '-NoProfile', '-NonInteractive', '-Command', $script | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardOutput.ReadLine() | ConvertFrom-Json | Add-Member Process $process -PassThru
}

function Stop-SandboxElsewhere($Sandbox) {
    $Sandbox.Process.StandardInput.Close()
    $Sandbox.Process.WaitForExit()
    $Sandbox.Process.Dispose()
}

# Starts Debian's docker-registry with a configuration, in which <address> becomes its address, on a port that the system chooses.
function Start-DockerRegistry([string] $ConfigurationPath, [string] $Configuration) {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $address = "127.0.0.1:$($listener.LocalEndpoint.Port)"
    $listener.Stop()
    Set-Content $ConfigurationPath $Configuration.Replace('<address>', $address)
    $process = Start-Process docker-registry 'serve', $ConfigurationPath -PassThru -RedirectStandardError "$ConfigurationPath.error.txt" -RedirectStandardOutput "$ConfigurationPath.output.txt"
    for ($attempt = 0; $attempt -lt 600; $attempt++) {
        try { $null = Invoke-WebRequest "http://$address/v2/" -SkipHttpErrorCheck; break } catch { Start-Sleep -Milliseconds 100 }
    }
    @{ Address = $address; Process = $process }
}

# Writes an OCI layout of a small image, or of an index with one for each platform, and gives its path. It needs no engine.
function New-TestLayout([string] $Path, [string[]] $Architecture = 'amd64', [string] $Content = 'a layer', [int] $Noise = 0) {
    $blobs = (New-Item (Join-Path $Path 'blobs/sha256') -ItemType Directory -Force).FullName
    $add = {
        param([string] $mediaType, [byte[]] $bytes, $more = @{})
        $hex = [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($bytes)).ToLowerInvariant()
        [System.IO.File]::WriteAllBytes((Join-Path $blobs $hex), $bytes)
        [ordered]@{ mediaType = $mediaType; digest = "sha256:$hex"; size = $bytes.Length } + $more
    }
    $json = { param($value) [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $value -Depth 9 -Compress)) }
    $oci = 'application/vnd.oci.image'
    $images = @(foreach ($one in $Architecture) {
        $layer = [System.IO.MemoryStream]::new()
        $gzip = [System.IO.Compression.GZipStream]::new($layer, [System.IO.Compression.CompressionLevel]::Fastest)
        $tar = [byte[]]::new(10240) # An empty archive, and a word of its own after its end.
        [System.Text.Encoding]::UTF8.GetBytes("$Content $one").CopyTo($tar, 1024)
        if ($Noise) { $tar = [byte[]]::new($Noise); [System.Random]::new(1).NextBytes($tar) }
        $gzip.Write($tar, 0, $tar.Length)
        $gzip.Dispose()
        $diff = 'sha256:' + [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($tar)).ToLowerInvariant()
        $config = & $add "$oci.config.v1+json" (& $json @{ architecture = $one; os = 'linux'; rootfs = @{ type = 'layers'; diff_ids = @($diff) } })
        $manifest = [ordered]@{ schemaVersion = 2; mediaType = "$oci.manifest.v1+json"; config = $config; layers = @(& $add "$oci.layer.v1.tar+gzip" $layer.ToArray()) }
        & $add "$oci.manifest.v1+json" (& $json $manifest) @{ platform = @{ os = 'linux'; architecture = $one } }
    })
    $root = if ($images.Count -eq 1) { $images[0] } else {
        & $add "$oci.index.v1+json" (& $json ([ordered]@{ schemaVersion = 2; mediaType = "$oci.index.v1+json"; manifests = $images }))
    }
    Set-Content (Join-Path $Path 'oci-layout') '{"imageLayoutVersion":"1.0.0"}'
    [System.IO.File]::WriteAllBytes((Join-Path $Path 'index.json'), (& $json @{ schemaVersion = 2; manifests = @($root) }))
    $Path
}
