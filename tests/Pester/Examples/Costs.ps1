param([hashtable] $Example)

# What is measured is what the examples of services start with.
$variables = . (Join-Path $PSScriptRoot Services.ps1) $Example
if ($Example.Code -match 'FargateApp') {
    $null = New-Item shop -ItemType Directory
    Set-Content shop/Dockerfile "FROM scratch`nCOPY Dockerfile /x`nEXPOSE 80`nCMD [`"/x`"]`n"
    $null = Publish-FargateApp ./shop -SkipTest
}
$variables
