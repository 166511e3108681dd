BeforeDiscovery {
    $root = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $builder = Join-Path $root 'src/EcsTools.HelpBuilder/bin/Release/net10.0/EcsTools.HelpBuilder.dll'
    $missing = -not ((Test-Path $builder) -and (Get-Command dotnet -CommandType Application -ErrorAction Ignore))
}

BeforeAll {
    $root = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))

    # The targets of the links of a page, without its code.
    function Get-Link([string] $Path) {
        $text = (Get-Content $Path -Raw) -replace '\r' -replace '(?ms)^```.*?^```' -replace '`[^`\n]*`', 'code'
        [regex]::Matches($text, '\]\(([^)\s]+)\)').ForEach({ $_.Groups[1].Value })
    }

    # The names of the headings of a page, as GitHub makes them.
    function Get-Anchor([string] $Path) {
        $text = (Get-Content $Path -Raw) -replace '\r' -replace '(?ms)^```.*?^```'
        [regex]::Matches($text, '(?m)^#+ (.+)$').ForEach({ $_.Groups[1].Value.Trim().ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-' })
    }

    # What is wrong with the relative links of a page. The pages of the commands are those of the build.
    function Get-DeadLink([string] $Path) {
        foreach ($link in Get-Link $Path | Where-Object { $_ -notmatch '^[a-z]+:' }) {
            $file, $anchor = $link -split '#', 2
            $target = if ($file) { [System.IO.Path]::GetFullPath($file, (Split-Path $Path)) } else { $Path }
            $built = $target.Replace((Join-Path $root 'docs/commands'), (Join-Path $root 'out/docs/commands'))
            if (-not (Test-Path $target) -and -not (Test-Path $built)) { "$Path links to $link, which does not exist." }
            elseif ($anchor -and $anchor -notin (Get-Anchor $target)) { "$Path links to $link, and the page has no such heading." }
        }
    }
}

Describe 'The documents of the repository' {
    It 'have no dead links' {
        $documents = @(Get-Item $root/*.md) + (Get-Item $root/docs/*.md) + (Get-Item $root/src/*/README.md, $root/src/EcsTools/Pipeline/README.md, $root/samples/*/README.md)
        $documents.Count | Should -BeGreaterThan 14
        $documents | ForEach-Object { Get-DeadLink $_.FullName } | Should -BeNullOrEmpty
    }
}

Describe 'The site' -Skip:$missing {
    BeforeAll {
        $site = Join-Path $TestDrive 'site'
        $null = dotnet (Join-Path $root 'src/EcsTools.HelpBuilder/bin/Release/net10.0/EcsTools.HelpBuilder.dll') $root $site
        $pages = @(Get-ChildItem $site -Recurse -File)
    }

    It 'has a page of every command, and of every document in docs' {
        $pages.Name | Where-Object { $_ -match '^\w+-\w+\.md$' } | Sort-Object |
            Should -Be (Get-ChildItem $root/out/docs/commands -Filter *-*.md).Name
        (Get-ChildItem $site -File).Name | Should -Be (Get-ChildItem $root/docs -Filter *.md).Name
    }

    It 'has no dead links, and none to files outside of it' {
        $pages | ForEach-Object { Get-DeadLink $_.FullName } | Should -BeNullOrEmpty
        foreach ($page in $pages) {
            foreach ($link in Get-Link $page.FullName | Where-Object { $_ -notmatch '^[a-z]+:|^#' }) {
                [System.IO.Path]::GetFullPath(($link -replace '#.*'), $page.DirectoryName) | Should -BeLike "$site*"
            }
        }
    }

    It 'links to files of the project that exist' {
        $project = (Import-PowerShellDataFile $root/EcsTools.psd1).PrivateData.PSData.ProjectUri
        $links = $pages | ForEach-Object { Get-Link $_.FullName } | Where-Object { $_.StartsWith("$project/blob/main/") }
        $links | Should -Not -BeNullOrEmpty
        $links | Where-Object { -not (Test-Path (Join-Path $root $_.Substring("$project/blob/main/".Length))) } | Should -BeNullOrEmpty
    }

    It 'has no page that index.md does not lead to' {
        $seen = [System.Collections.Generic.HashSet[string]]::new()
        $open = [System.Collections.Generic.Queue[string]]::new()
        $open.Enqueue((Join-Path $site 'index.md'))
        while ($open.Count) {
            $page = $open.Dequeue()
            if (-not $seen.Add($page)) { continue }
            Get-Link $page | Where-Object { $_ -notmatch '^[a-z]+:|^#' } | ForEach-Object {
                $open.Enqueue([System.IO.Path]::GetFullPath(($_ -replace '#.*'), (Split-Path $page)))
            }
        }
        $pages.FullName | Where-Object { -not $seen.Contains($_) } | Should -BeNullOrEmpty
    }
}
