param([hashtable] $Example)

# What is measured is what the examples of services start with.
. (Join-Path $PSScriptRoot Services.ps1) $Example
