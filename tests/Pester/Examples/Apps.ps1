param([hashtable] $Example)

if ($Example.Command -eq 'ConvertFrom-CopilotManifest') {
    $null = New-Item copilot/web, copilot/nightly -ItemType Directory
    Set-Content copilot/.workspace 'application: shop'
    Set-Content copilot/web/manifest.yml @'
name: web
type: Load Balanced Web Service
image:
  build: ./web/Dockerfile
  port: 8080
http:
  path: '/'
  healthcheck: /health
cpu: 256
memory: 512
count:
  range: 1-4
  cpu_percentage: 60
variables:
  LOG_LEVEL: info
secrets:
  DB_PASSWORD: /shop/db/password
publish:
  topics:
    - name: orders
environments:
  prod:
    count: 3
'@
    Set-Content copilot/nightly/manifest.yml @'
name: nightly
type: Scheduled Job
image:
  build: ./nightly/Dockerfile
on:
  schedule: '0 3 * * *'
'@
    return @{}
}

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
foreach ($name in 'web', 'shop') {
    $null = New-Item $name -ItemType Directory
    Set-Content "$name/page.txt" $name
    Set-Content "$name/Dockerfile" "FROM scratch`nCOPY page.txt /page.txt`nEXPOSE 80`nCMD [`"/server`"]`n"
}
if ($Example.Command -ne 'Publish-FargateApp') { $null = Publish-FargateApp ./web }
if ($Example.Code -match 'test-\*') { $null = Publish-FargateApp ./web -Name test-web -RoutePath /test* }
if ($Example.Command -eq 'Resume-FargateApp') { $null = Suspend-FargateApp web }
if ($Example.Code -match 'compose') {
    Set-Content compose.yaml @'
name: forum
services:
  web:
    build: ./web
    expose: ["80"]
    x-fargate: { route: /* }
  api:
    image: example:1
    expose: ["80"]
    x-fargate: { route: /api* }
'@
    if ($Example.Command -eq 'Test-FargateApp') {
        (Get-Content compose.yaml -Raw).Replace('example:1', "example`n    environment: { AWS_SECRET_ACCESS_KEY: key }") | Set-Content compose.yaml
    }
    Set-Content compose.prod.yaml 'services: { api: { deploy: { replicas: 2 } } }'
}
@{}
