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
}
@{}
