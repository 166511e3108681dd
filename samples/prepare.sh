#!/usr/bin/env bash
# Makes the samples buildable where no public registry answers: the base image out of this system's packages, and the server's npm packages
# beside it, for an image made that way has no npm. Where a registry answers, the Dockerfiles need none of this. Run again, it does nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
./node-base-image.sh

made_here=$(docker image inspect --format '{{index .Config.Labels "ecstools.local-base"}}' node:lts-slim)
if [ -n "$made_here" ] && [ ! -d express-server/node_modules ]; then
  if ! command -v npm >/dev/null; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "npm is missing: install it and run this again." >&2; exit 1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null
  fi
  echo "Fetching the server's npm packages"
  npm ci --prefix express-server --omit=dev --no-audit --no-fund --loglevel=error >/dev/null
fi
