# A person at a terminal: tmux is the terminal, and its keys go through pwsh into a shell in a container.
BeforeDiscovery {
    $missing = @('docker', 'tmux', 'ldd' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
    $cannotRun = $missing.Count -gt 0 -or -not (Test-Path /bin/busybox) -or -not (Test-Path /bin/bash) -or
        $(docker version *> $null; $LASTEXITCODE -ne 0)
}

Describe 'Enter-FargateTask at a terminal' -Skip:$cannotRun {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1

        # An image with busybox, and with bash and its libraries.
        $folder = Join-Path $TestDrive 'image'
        $null = New-Item $folder -ItemType Directory
        Copy-Item /bin/busybox $folder
        foreach ($file in @('/bin/bash') + @(ldd /bin/bash | Select-String '(/\S+)' | ForEach-Object { $_.Matches[0].Groups[1].Value })) {
            $place = Join-Path $folder "root$file"
            $null = New-Item (Split-Path $place) -ItemType Directory -Force
            Copy-Item $file $place
        }
        Set-Content (Join-Path $folder 'Dockerfile') @'
FROM scratch
COPY busybox /busybox
COPY root /
RUN ["/busybox", "--install", "-s", "/bin"]
ENV PATH=/bin LANG=C.UTF-8
CMD ["sleep", "600"]
'@
        $null = Start-EcsSandbox -Runtime Docker 6> $null
        $null = New-FargateCluster terminal 6> $null
        $null = Initialize-EcsRole Task -Name terminal-task -EnableExecuteCommand
        $task = Push-EcrImage $folder -RepositoryName terminal -Tag 1 | Register-FargateTask -TaskRole terminal-task -StopTimeout 2 |
            Start-FargateTask -Cluster terminal -EnableExecuteCommand | Wait-FargateTask -For Running

        $socket = "ecstools-$PID"
        $sandbox = Get-EcsSandbox
        $start = Join-Path $TestDrive 'start.ps1'
        Set-Content $start @"
Import-Module '$ModulePath'
Set-PSReadLineOption -PredictionSource None -ErrorAction Ignore
function prompt { 'PS> ' }
`$connection = @{ EndpointUrl = '$($sandbox.EndpointUrl)'; Region = 'us-east-1'; AccessKey = '$($sandbox.AccessKey)'; SecretKey = '$($sandbox.SecretKey)' }
function Enter-Shell(`$Shell) { Enter-FargateTask $($task.TaskArn) -Shell `$Shell @connection }
"@
        function Get-Screen { (tmux -L $socket capture-pane -p -J -S -200 -t t) -join "`n" }
        function Send-Text([string] $Text) { tmux -L $socket send-keys -t t -l $Text }
        function Send-Key([string[]] $Key) { tmux -L $socket send-keys -t t @Key }
        function Send-Line([string] $Text) { Send-Text $Text; Send-Key Enter }
        # Waits for a line. The screen also shows what was typed: a pattern must not match that.
        function Wait-Line([string] $Pattern, [int] $Times = 1) {
            $until = (Get-Date).AddSeconds(60)
            do {
                $screen = Get-Screen
                if (@($screen -split "`n" | Where-Object { $_.TrimEnd() -match $Pattern }).Count -ge $Times) { return }
                Start-Sleep -Milliseconds 100
            } while ((Get-Date) -lt $until)
            throw "No line matches '$Pattern':`n$screen"
        }
        function Clear-Screen {
            tmux -L $socket send-keys -t t -R
            tmux -L $socket clear-history -t t
        }
        # Every prompt but the last one has a command after it.
        function Wait-Prompt { Wait-Line '[#$]$' }
        function Open-Shell([string] $Shell) {
            Clear-Screen
            Send-Line "Enter-Shell $Shell"
            Wait-Line 'Connected to container'
            Wait-Prompt
        }
        function Close-Shell {
            Send-Line 'exit'
            Wait-Line '^PS>$'
        }

        $env:LC_ALL = 'C.UTF-8'
        tmux -L $socket -f /dev/null new-session -d -s t -x 100 -y 30 "$PowerShellPath -NoLogo -NoProfile -NoExit -File $start"
        Wait-Line '^PS>$'
    }

    AfterAll {
        tmux -L $socket kill-server 2> $null
        Remove-Item env:LC_ALL -ErrorAction Ignore
        Stop-EcsSandbox
    }

    Context '<_>' -ForEach '/bin/ash', '/bin/bash' {
        BeforeAll { Open-Shell $_ }
        AfterAll { Close-Shell }

        It 'runs what is typed' {
            Send-Line 'echo sum$((20+3))'
            Wait-Line '^sum23$'
        }

        It 'brings the last command back with the arrow up' {
            Send-Line 'echo again$((1+1))'
            Wait-Line '^again2$'
            Send-Key Up, Enter
            Wait-Line '^again2$' -Times 2
        }

        It 'edits with arrows, Ctrl+A, Ctrl+E and Backspace' {
            Send-Text 'cho abXd; echo yZ'
            Send-Key C-a
            Send-Text 'e'
            Send-Key Right, Right, Right, Right, Right, Right, Right
            Send-Key BSpace
            Send-Text 'c'
            Send-Key C-e, Left, Right, BSpace
            Send-Text '$((4+4))'
            Send-Key Enter
            Wait-Line '^abcd$'
            Wait-Line '^y8$'
        }

        It 'interrupts a program with Ctrl+C and goes on' {
            Send-Line 'echo be$((1+1))gun; sleep 600'
            Wait-Line '^be2gun$'
            Send-Key C-c
            # The kernel discards what was typed before Ctrl+C is handled.
            Wait-Prompt
            Send-Line 'echo alive$((2+3))'
            Wait-Line '^alive5$'
        }

        It 'goes on after a key that the shell does not know' {
            Send-Key F5, F12, C-Right, M-x, NPage
            Send-Key C-c
            Start-Sleep -Milliseconds 500
            Wait-Prompt
            Send-Line 'echo known$((3+4))'
            Wait-Line '^known7$'
        }

        It 'takes Korean input byte for byte' {
            Send-Line 'printf ''%s'' 한국어 | wc -c | sed s/^/bytes/'
            Wait-Line '^bytes9$'
        }

        It 'takes a paste of many lines' {
            Set-Content (Join-Path $TestDrive 'paste.txt') ((1..200 | ForEach-Object { "echo pasted`$(($_+0))" }) -join "`n") -NoNewline
            tmux -L $socket load-buffer (Join-Path $TestDrive 'paste.txt')
            tmux -L $socket paste-buffer -t t
            Send-Key Enter
            Wait-Line '^pasted200$'
            Wait-Line '^pasted1(1|2|3|4|5|6|7|8|9)\d$' -Times 80
        }

        It 'tells the shell about a new size of the window' {
            tmux -L $socket resize-window -t t -x 90 -y 25
            Start-Sleep -Seconds 1
            Send-Line 'stty size | sed s/^/size/'
            Wait-Line '^size25 90$'
            tmux -L $socket resize-window -t t -x 100 -y 30
        }

        It 'runs a program that takes the whole screen' {
            Send-Line "vi /note$(Split-Path $_ -Leaf)"
            Wait-Line '^~$' -Times 5
            Send-Text 'ihello'
            Wait-Line '^hello$'
            Send-Key Escape
            # Together with the next key, Escape would be a key of its own: Alt and that key.
            Start-Sleep -Milliseconds 500
            Send-Text ':wq'
            Send-Key Enter
            Wait-Prompt
            Send-Line "sed s/^/saved-/ /note$(Split-Path $_ -Leaf)"
            Wait-Line '^saved-hello$'
        }
    }

    It 'leaves with Ctrl+D' {
        Open-Shell /bin/ash
        Send-Key C-d
        Wait-Line '^PS>$'
    }

    It 'gives the terminal its modes back' {
        Clear-Screen
        Send-Line "stty -a > '$TestDrive/before.txt'; Enter-Shell /bin/ash; stty -a > '$TestDrive/after.txt'; 'do' + 'ne'"
        Wait-Line 'built-in'
        Wait-Prompt
        Send-Line 'exit'
        Wait-Line '^done$'
        Get-Content (Join-Path $TestDrive after.txt) | Should -Be (Get-Content (Join-Path $TestDrive before.txt))
    }
}
