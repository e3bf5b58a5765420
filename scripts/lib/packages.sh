# shellcheck shell=bash
# Installs what the scripts need. To be sourced; needs bash.

# shellcheck disable=SC2034  # whoever sources this picks from the lists
packages_build=(libssl-dev libhiredis-dev libsqlite3-dev libidn2-dev libpsl-dev pkg-config)
# shellcheck disable=SC2034
packages_run=(redis-server openssl curl)
# shellcheck disable=SC2034
packages_test=(chromium chromium-driver fonts-dejavu-core nghttp2-client python3 python3-venv)
# shellcheck disable=SC2034
packages_bench=(gcc haproxy libc6-dev libnginx-mod-http-lua lua-nginx-redis nghttp2-client nginx wrk)

# install_packages NAME…: installs those that are missing, and starts none of the services they bring.
install_packages() {
    local missing=() name
    for name in "$@"; do
        [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
    done
    ((${#missing[@]} > 0)) || return 0

    echo "packages: installing ${missing[*]}"
    as_root apt-get update --quiet=2
    # RUNLEVEL=1 keeps invoke-rc.d from starting a service: we start our own, on ports and files of our own.
    as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" >/dev/null
}

# as_root COMMAND…: runs it as root.
as_root() {
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# use_python_environment ROOT [NAME REQUIREMENTS]: puts a virtual environment, .build/venv with Tests/requirements.txt unless
# others are named, first in PATH; it is made anew only when the requirements have changed.
use_python_environment() {
    local environment=$1/.build/${2:-venv} requirements=$1/${3:-Tests/requirements.txt}
    if ! cmp --silent "$requirements" "$environment/requirements.txt"; then
        echo "packages: making a Python environment"
        python3 -m venv --clear "$environment"
        "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
        cp "$requirements" "$environment/requirements.txt"
    fi
    export PATH="$environment/bin:$PATH"
}

# build_release PRODUCT…: builds programs to be used, in .build/release. Packages are optimised together, and without the
# checks of exclusive access, which the tests run with: together they are a third of what a request costs.
build_release() {
    local product
    for product in "$@"; do
        swift build -c release --product "$product" -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked
    done
}
