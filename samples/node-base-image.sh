#!/usr/bin/env bash
# Makes node:lts-slim on the local Docker engine where no registry answers for it: Node.js with the libraries it is linked
# against, and busybox for a shell, out of this system's own packages. Run again, it finds the image and does nothing.
set -euo pipefail
image=${1:-node:lts-slim}

docker image inspect "$image" >/dev/null 2>&1 && exit 0
if timeout 60 docker pull "$image" >/dev/null 2>&1; then
  echo "pulled $image"
  exit 0
fi

missing=()
command -v node >/dev/null || missing+=(nodejs)
[ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1 || missing+=(busybox-static)
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "$image cannot be pulled, and making it here needs: ${missing[*]}. Install them and run this again." >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,etc/ssl/certs,usr/bin,usr/share,tmp,app,root}
chmod 1777 "$root/tmp"

cp /bin/busybox "$root/bin/busybox"
for applet in $(/bin/busybox --list | grep -vx busybox); do
  ln -sf busybox "$root/bin/$applet"
done

node=$(readlink -f "$(command -v node)")
cp "$node" "$root/usr/bin/node"
# The loader and every library, each at the path the binary asks for, plus what the resolver loads at run time.
{ ldd "$node" | grep -oE '/[^ ]+'; ls /lib/*/libnss_dns.so.2 /lib/*/libnss_files.so.2 /lib/*/libresolv.so.2 2>/dev/null; } | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
# Debian's own build of Node.js keeps some built-in modules beside it.
[ -d /usr/share/nodejs ] && cp -a /usr/share/nodejs "$root/usr/share/nodejs"
[ -f /etc/ssl/certs/ca-certificates.crt ] && cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/app:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"

tar -C "$root" -c . | docker import \
  --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin' --change 'CMD ["node"]' \
  --change "LABEL ecstools.local-base=$("$node" --version)" - "$image" >/dev/null
echo "No public registry answers, so $image was made here from this system's packages (Node.js $("$node" --version))."
echo "It is on this engine alone; once a registry answers: docker rmi $image"
