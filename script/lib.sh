# Shared by the scripts; sourced, never run. Leaves the caller in the top folder of the project.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# At the end where root finds runuser: an empty environment often lacks it.
PATH="$PWD/.venv/bin:$PATH:/usr/sbin:/sbin"
export PATH

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# need_packages COMMAND-OR-FILE:PACKAGE ...  Installs what is missing as root, else names it.
need_packages() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || compgen -G "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing: ${missing[*]}"
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
    else
        stop "These Debian packages are missing: ${missing[*]}. Run:  sudo apt-get install ${missing[*]}"
    fi
}

# timed NAME COMMAND ...  Runs the command and says how many seconds it took.
timed() {
    local name=$1 began=$SECONDS status=0
    shift
    "$@" || status=$?
    say "$(printf '%4d s  %s%s' $((SECONDS - began)) "$name" "$([ $status -eq 0 ] || echo '  FAILED')")"
    return $status
}
