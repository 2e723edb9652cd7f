#!/bin/bash
# The tests in QGIS 3.40 LTR (bookworm-backports), laid over the 3.22 of Debian 12: an overlay of / on a file system of
# its own, so that nothing of this machine changes. Needs root. Arguments: a folder, the repository, arguments of pytest.
set -eu
base=${1:?a folder}; repo=${2:?the repository}; shift 2
mkdir -p "$base"; mountpoint -q "$base" || mount -t tmpfs -o size=3G tmpfs "$base"
mkdir -p "$base"/upper "$base"/work "$base"/root
if ! mountpoint -q "$base/root"; then
    mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
    mount -t proc proc "$base/root/proc"
    mount --bind /dev "$base/root/dev"
    mount --bind "$repo" "$base/root$repo"
fi
if ! chroot "$base/root" /usr/bin/python3 -c 'from qgis.core import Qgis; raise SystemExit(Qgis.QGIS_VERSION_INT < 34000)'; then
    echo 'deb http://deb.debian.org/debian bookworm-backports main' > "$base/root/etc/apt/sources.list.d/backports.list"
    chroot "$base/root" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -qq update && apt-get -qq install -y \
        --no-install-recommends -t bookworm-backports qgis python3-qgis >/dev/null'
fi
home=/tmp/scarp_qgis340
chroot "$base/root" env -i HOME=$home PATH="$repo/.venv/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 \
    QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$home PYTHONPATH="$repo/.build/plugins" QGIS_CUSTOM_CONFIG_PATH=$home/profile \
    sh -c "mkdir -p $home && chmod 700 $home && cd '$repo' && exec .venv/bin/python -m pytest -p no:cacheprovider \"\$@\"" \
    pytest "$@"
