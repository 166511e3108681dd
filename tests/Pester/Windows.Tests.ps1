# What is different on Windows. The other tests run there too.
BeforeDiscovery {
    $onWindows = [System.Environment]::OSVersion.Platform -eq 'Win32NT'

    # A pipe leads to an engine that answers at tcp, and a container needs a static busybox.
    $engine = if ($env:DOCKER_HOST -like 'tcp://*') { [uri]$env:DOCKER_HOST }
    $noEngine = -not $onWindows -or -not $engine -or -not (Test-Path /bin/busybox)

    # Wine sets the modes of Unix by an access list, and reads it back from them: groups that no entry names are in it.
    $onWine = $onWindows -and (Test-Path HKCU:\Software\Wine)
}

Describe 'Private files on Windows' -Skip:(-not $onWindows) {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1
    }

    It 'have an access list' {
        $folder = (New-Item (Join-Path $TestDrive 'restricted') -ItemType Directory).FullName
        $assembly = [EcsTools.Models.BuiltImage].Assembly
        $restrict = $assembly.GetType('EcsTools.WindowsAccess.AccessList').GetMethod('Restrict')
        $restrict.Invoke($null, @([string]$folder)) | Should -BeTrue
        $restrict.Invoke($null, @([string](Join-Path $folder 'none'))) | Should -BeFalse
    }

    It 'admit only the user and administrators to the data of the sandbox, whatever the folder above admits' -Skip:$onWine {
        # S-1-1-0 is everyone, S-1-5-18 the system, S-1-5-32-544 the administrators.
        $above = Join-Path $TestDrive 'shared'
        $null = New-Item $above -ItemType Directory
        $list = Get-Acl $above
        $list.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new(
            [System.Security.Principal.SecurityIdentifier]'S-1-1-0', 'FullControl', 'ContainerInherit, ObjectInherit', 'None', 'Allow'))
        Set-Acl $above $list
        $null = Start-EcsSandbox -Runtime Simulated -DataPath (Join-Path $above 'data') 6> $null
        try { $null = New-FargateCluster private } finally { Stop-EcsSandbox }

        $me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
        $files = Get-ChildItem (Join-Path $above 'data') -Recurse -Force
        $files | Should -Not -BeNullOrEmpty
        foreach ($file in @(Get-Item (Join-Path $above 'data')) + $files) {
            $admitted = (Get-Acl $file.FullName).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier]).IdentityReference.Value
            $admitted | Where-Object { $_ -notin $me, 'S-1-5-18', 'S-1-5-32-544' } | Should -BeNullOrEmpty -Because $file.FullName
        }
    }
}

Describe 'A Dockerfile on Windows' -Skip:$noEngine {
    BeforeAll {
        $engine = [uri]$env:DOCKER_HOST
        . $PSScriptRoot/Import-EcsTools.ps1
    }

    It 'is found by its name in another case' {
        $folder = Join-Path $TestDrive 'case'
        $null = New-Item $folder -ItemType Directory
        Set-Content (Join-Path $folder 'DOCKERFILE') "FROM scratch`nCOPY DOCKERFILE /"
        $image = New-EcrImage $folder -Tag ecstools-case:1
        try { $image.ImageId | Should -Match '^sha256:' }
        finally { $null = Invoke-RestMethod "http://$($engine.Host):$($engine.Port)/images/ecstools-case:1?force=true" -Method Delete }
    }
}

Describe 'An engine behind a named pipe' -Skip:$noEngine {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1

        # Leads from a pipe of messages, as Docker's, to the engine. An empty message is the end of the input.
        Add-Type -TypeDefinition @'
using System;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Threading.Tasks;

public static class PipeToEngine
{
    public static void Serve(string name, string host, int port)
    {
        var pipe = new NamedPipeServerStream(
            name, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Message, PipeOptions.Asynchronous);
        pipe.WaitForConnectionAsync().ContinueWith(_ => { Serve(name, host, port); return ForwardAsync(pipe, host, port); });
    }

    private static async Task ForwardAsync(NamedPipeServerStream pipe, string host, int port)
    {
        using (pipe)
        using (var engine = new TcpClient(host, port))
        {
            var request = SendAsync(pipe, engine);
            try
            {
                await engine.GetStream().CopyToAsync(pipe);
                pipe.WaitForPipeDrain();
            }
            catch (Exception)
            {
                // The client has closed the connection.
            }
        }
    }

    private static async Task SendAsync(NamedPipeServerStream pipe, TcpClient engine)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await pipe.ReadAsync(buffer, 0, buffer.Length)) > 0;)
            {
                await engine.GetStream().WriteAsync(buffer, 0, read);
            }

            engine.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception)
        {
            // The answer has ended.
        }
    }
}
'@
        $pipe = "ecstools-$PID"
        $before = $env:DOCKER_HOST
        [PipeToEngine]::Serve($pipe, ([uri]$before).Host, ([uri]$before).Port)
        $env:DOCKER_HOST = "npipe:////./pipe/$pipe"
        $folder = Join-Path $TestDrive 'image'
        $null = New-Item $folder -ItemType Directory
        Copy-Item /bin/busybox $folder
        Set-Content (Join-Path $folder 'Dockerfile') "FROM scratch`nCOPY busybox /bin/busybox`nCMD [`"/bin/busybox`", `"sleep`", `"600`"]"
        $null = Start-EcsSandbox -Runtime Docker 6> $null
        $null = New-FargateCluster pipe 6> $null
        $null = Initialize-EcsRole Task -Name pipe-task -EnableExecuteCommand
        $task = Push-EcrImage $folder -RepositoryName pipe -Tag 1 | Register-FargateTask -TaskRole pipe-task -StopTimeout 2 |
            Start-FargateTask -Cluster pipe -EnableExecuteCommand | Wait-FargateTask -For Running
    }

    AfterAll {
        Stop-EcsSandbox
        $env:DOCKER_HOST = $before
    }

    It 'gets the end of the input of a command' {
        # Each session closes its side of the pipe. cat ends only then.
        foreach ($attempt in 1..3) {
            $task | Enter-FargateTask -Command "/bin/busybox sh -c '/bin/busybox cat; echo end $attempt'" | Should -Be "end $attempt"
        }
    }
}
