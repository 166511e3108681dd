# What users of Windows PowerShell 5.1 run: the module's scripts, its views and its samples. They are read, not run, so that this needs no Windows.

BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $scripts = @(Get-Item "$root/EcsTools.psm1", "$root/EcsTools.psd1", "$root/build.ps1") + @(Get-ChildItem "$root/samples" -Recurse -Filter *.ps1) |
        ForEach-Object { @{ Name = [System.IO.Path]::GetRelativePath($root, $_.FullName); Path = $_.FullName } }
    $views = 'EcsTools.Format.ps1xml', 'EcsTools.Types.ps1xml' | ForEach-Object { @{ Name = $_; Path = Join-Path $root $_ } }
}

BeforeAll {
    # Syntax that came after 5.1, by the kind of token.
    $tokens = @{
        QuestionMark = '? : (7.0)'; QuestionQuestion = '?? (7.0)'; QuestionQuestionEquals = '??= (7.0)'; QuestionDot = '?. (7.1)'
        QuestionLBracket = '?[ (7.1)'; AndAnd = '&& (7.0)'; OrOr = '|| (7.0)'
    }
    # Commands that came after 5.1, or that are not part of Windows.
    $commands = 'Join-String', 'Test-Json', 'Get-Error', 'Get-Uptime', 'Start-ThreadJob', 'Remove-Alias', 'Get-MarkdownOption', 'ConvertFrom-Markdown',
        'Show-Markdown', 'Switch-Process', 'Remove-Service', 'Get-SecureRandom', 'ConvertTo-CliXml', 'ConvertFrom-CliXml'
    # Parameters that came after 5.1.
    $parameters = @{
        'ConvertFrom-Json' = 'AsHashtable', 'Depth', 'NoEnumerate', 'DateKind'; 'ConvertTo-Json' = 'AsArray', 'EnumsAsStrings', 'EscapeHandling'
        'ForEach-Object' = 'Parallel', 'ThrottleLimit', 'AsJob', 'TimeoutSeconds'; 'Get-Content' = 'AsByteStream'; 'Set-Content' = 'AsByteStream'
        'Split-Path' = 'LeafBase', 'Extension'; 'Select-Object' = 'SkipIndex', 'CaseInsensitive'; 'Select-String' = 'Raw', 'NoEmphasis', 'Culture'
        'Invoke-WebRequest' = 'SkipCertificateCheck', 'SkipHttpErrorCheck', 'NoProxy', 'Form', 'MaximumRetryCount', 'RetryIntervalSec', 'AllowUnencryptedAuthentication'
        'Invoke-RestMethod' = 'SkipCertificateCheck', 'SkipHttpErrorCheck', 'NoProxy', 'Form', 'MaximumRetryCount', 'StatusCodeVariable'
        'Join-Path' = 'Extension'; 'Sort-Object' = 'Top', 'Bottom', 'Stable'; 'Get-Date' = 'AsUTC', 'UnixTimeSeconds'; 'Start-Sleep' = 'Duration'
        'Test-Connection' = 'TargetName', 'TcpPort'; 'Group-Object' = 'NoSort'; 'Out-File' = 'UTF8NoBOM'; 'Get-Random' = 'Shuffle'; 'Start-Process' = 'Environment'
        'Import-Csv' = 'NoTypeInformation'; 'Export-Csv' = 'QuoteFields', 'UseQuotes', 'NoHeader'; 'ConvertTo-Csv' = 'QuoteFields', 'UseQuotes', 'NoHeader'
    }

    # What is in a text that Windows PowerShell does not understand, each with its line.
    function Find-NewerSyntax([string] $Text) {
        $list = $null
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $list, [ref] $errors)
        foreach ($problem in $errors) { "line $($problem.Extent.StartLineNumber): $($problem.Message)" }
        foreach ($token in $list | Where-Object { $tokens.ContainsKey("$($_.Kind)") }) {
            "line $($token.Extent.StartLineNumber): $($tokens["$($token.Kind)"])"
        }
        foreach ($command in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $name = $command.GetCommandName()
            if ($name -in $commands) { "line $($command.Extent.StartLineNumber): $name" }
            $given = @($command.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }).ParameterName
            foreach ($parameter in $given | Where-Object { $_ -and $name -and $parameters.ContainsKey($name) -and $_ -in $parameters[$name] }) { "line $($command.Extent.StartLineNumber): $name -$parameter" }
            # Without it, 5.1 asks Internet Explorer to read the page.
            if ($name -in 'Invoke-WebRequest', 'iwr' -and 'UseBasicParsing' -notin $given) { "line $($command.Extent.StartLineNumber): $name without -UseBasicParsing" }
            # There its -Property accepts names only.
            if ($name -eq 'Measure-Object' -and ($command.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.ScriptBlockExpressionAst] })) {
                "line $($command.Extent.StartLineNumber): Measure-Object with a script block"
            }
        }
    }
}

Describe 'The scripts for Windows PowerShell' {
    It '<Name> holds nothing that came after 5.1' -ForEach $scripts {
        Find-NewerSyntax (Get-Content $Path -Raw) | Should -BeNullOrEmpty
    }

    It 'the script blocks of <Name> hold nothing that came after 5.1' -ForEach $views {
        $blocks = ([xml](Get-Content $Path -Raw)).SelectNodes('//ScriptBlock | //GetScriptBlock | //Script').InnerText
        $blocks | ForEach-Object { Find-NewerSyntax $_ } | Should -BeNullOrEmpty
    }

    It 'are read by a check that finds <_>' -ForEach @(
        '$a ? 1 : 2', '$a ?? 1', 'a && b', 'a || b', 'Join-String', 'ConvertFrom-Json -AsHashtable', '1 | ForEach-Object -Parallel { 1 }',
        'Invoke-WebRequest http://a', '1 | Measure-Object { $_ }', '${a}?.b', 'if ('
    ) {
        Find-NewerSyntax $_ | Should -Not -BeNullOrEmpty
    }

    It 'have no letter outside ASCII, which 5.1 reads in the code page of the machine: <Name>' -ForEach $scripts {
        Get-Content $Path -Raw | Should -Not -Match '[^\x00-\x7f]'
    }
}
