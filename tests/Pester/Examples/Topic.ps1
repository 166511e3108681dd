# Dot-sourced by Topics.Tests.ps1, after Import-EcsTools.ps1: the about topics of a language, as they are shipped.

function Get-Topic([string] $Language) {
    foreach ($file in Get-ChildItem (Join-Path $ModulePath $Language) -Filter about_*.help.txt) {
        $text = (Get-Content $file.FullName -Raw) -replace '\r'
        @{ Name = $file.Name -replace '\.help\.txt$'; Language = $Language; Path = $file.FullName; Text = $text; Blocks = @(Get-TopicBlock $text) }
    }
}

# Code is a paragraph in which all lines are indented by eight spaces or more.
function Get-TopicBlock([string] $Text) {
    foreach ($paragraph in $Text -split '\n{2,}') {
        $lines = $paragraph.Trim("`n") -split '\n'
        if (-not ($lines -notmatch '^ {8}')) { ($lines -replace '^ {8}') -join "`n" }
    }
}

# How many columns a terminal needs for a line: two for each Korean letter.
function Get-Width([string] $Line) {
    $Line.Length + [regex]::Matches($Line, '[\u1100-\u11ff\u3000-\u318f\uac00-\ud7a3\uff01-\uff60]').Count
}
