param([hashtable] $Example)

# The commands that build take a folder with a Dockerfile; the others an OCI layout in its place, which needs no engine.
$sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
$null = Initialize-EcrRepository notice 6> $null
$builds = $Example.Command -eq 'New-EcrImage' -or $Example.Code -match '-Image web:dev'
foreach ($name in 'web', 'crawler') {
    if ($builds) {
        $null = New-Item $name -ItemType Directory
        Set-Content "$name/page.txt" $name
        Set-Content "$name/Dockerfile" "FROM scratch`nCOPY page.txt /page.txt`n"
    }
    else {
        $null = New-TestLayout (Join-Path $Example.Folder $name) -Content $name
    }
}
if ($Example.Code -match 'web\.tar') { [System.Formats.Tar.TarFile]::CreateFromDirectory((Convert-Path web), (Join-Path $Example.Folder 'web.tar'), $false) }
if ($Example.Code -match '-Image web:dev') { $null = New-EcrImage ./web -Tag web:dev }
if ($Example.Command -in 'Find-EcrImage', 'Clear-EcrRepository', 'Copy-EcrImage') {
    $null = New-FargateCluster demo
    foreach ($tag in '1.1.0', '1.2.0', '1.3.0', '1.4.0') {
        $layout = New-TestLayout (Join-Path $Example.Folder $tag) -Content "web $tag"
        $image = Push-EcrImage $layout -RepositoryName web -Tag $tag
        $null = Push-EcrImage $layout -RepositoryName team/api -Tag $tag
    }
    $null = $image | Register-FargateTask web -Port 80 | New-FargateService web -Cluster demo -Wait -Timeout 30s
}
@{ uri = "$($sandbox.RegistryUri)/web:1.4.0" }
