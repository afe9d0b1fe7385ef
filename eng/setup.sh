# shellcheck shell=bash
# What ./lichen and ./test share: which packages and which SDK are needed, how they come, and the build.
# Sourced, never run. The caller sets `set -euo pipefail` and LICHEN_ROOT.

readonly EXIT_UNAVAILABLE=69 # EX_UNAVAILABLE of sysexits.h: something that is needed cannot be had

# package | needed to start (yes) or only by some campaigns (no) | why
readonly LICHEN_PACKAGES='
cmake|yes|builds the native door to RDKit
g++|yes|builds the native door to RDKit
librdkit-dev|yes|RDKit: reads, checks and draws molecules
libboost-dev|yes|headers that those of RDKit need
rdkit-data|yes|RDKit data: example molecules, PAINS rules
xtb|yes|GFN2-xTB, GFN1-xTB and GFN-FF: geometries and cheap levels
psi4|no|Hartree-Fock, density functionals, MP2, CCSD(T): dear levels
nwchem|no|the same with dispersion D3, polarizabilities and excitations
mopac|no|PM7 and PM6-D3H4X: heats of formation, cheap levels'

say() { printf '%s\n' "$*" >&2; }

# The last words: what went wrong, what to do, and an exit code that scripts can read.
give_up() {
    say ""
    say "lichen: $1"
    shift
    local line
    for line in "$@"; do say "  $line"; done
    exit "$EXIT_UNAVAILABLE"
}

elapsed() {
    local seconds=$((SECONDS - $1))
    if ((seconds < 60)); then printf '%d s' "$seconds"; else printf '%d min %02d s' $((seconds / 60)) $((seconds % 60)); fi
}

# Runs a command with its output in a log. A terminal sees the time and the newest line; a file sees start and end.
# usage: run_logged LOG LABEL COMMAND...
run_logged() {
    local log=$1 label=$2 started=$SECONDS child status=0 newest width
    shift 2
    say_progress "$label ..."
    { printf '\n$ %s\n' "$*"; date -u +%FT%TZ; } >>"$log"
    "$@" >>"$log" 2>&1 </dev/null &
    child=$!
    # Without job control a background command ignores Ctrl-C: hand it on, and wait until it has stopped.
    trap 'kill -TERM "$child" 2>/dev/null || true; wait "$child" 2>/dev/null || true; say ""; say "lichen: interrupted during: $label"; exit 130' INT TERM HUP
    if [[ -t 2 ]]; then
        width=$(tput cols 2>/dev/null || echo 80)
        while kill -0 "$child" 2>/dev/null; do
            newest=$(tail -n 1 "$log" | tr -d '\r\t' | sed 's/^ *//')
            newest="$label ($(elapsed "$started")) $newest"
            printf '\r\033[K%s' "${newest:0:width-1}" >&2
            sleep 0.5
        done
        printf '\r\033[K' >&2
    fi
    wait "$child" || status=$?
    trap - INT TERM HUP
    if ((status == 0)); then say "$label: done in $(elapsed "$started")"; else say "$label: failed (exit code $status)"; fi
    return "$status"
}

say_progress() { [[ -t 2 ]] || say "$*"; }

# True when a package is installed, or, where there is no dpkg, when what it brings is found.
has_package() {
    if command -v dpkg-query >/dev/null; then
        [[ $(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]
        return
    fi
    local prefix
    case $1 in
    librdkit-dev)
        for prefix in "${RDKIT_ROOT:-}" "${CONDA_PREFIX:-}" /usr /usr/local /opt/homebrew; do
            [[ -n $prefix && -e $prefix/include/rdkit/GraphMol/GraphMol.h ]] && return 0
        done
        return 1
        ;;
    libboost-dev)
        for prefix in "${CONDA_PREFIX:-}" /usr /usr/local /opt/homebrew; do
            [[ -n $prefix && -e $prefix/include/boost/version.hpp ]] && return 0
        done
        return 1
        ;;
    rdkit-data)
        for prefix in "${RDBASE:-}" "${CONDA_PREFIX:-}/share/RDKit" /usr/share/RDKit /usr/local/share/RDKit; do
            [[ -n $prefix && -d $prefix/Data ]] && return 0
        done
        return 1
        ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# Prints the packages that are not there: all of them, or only those needed to start.
missing_packages() {
    local package needed _
    while IFS='|' read -r package needed _; do
        [[ -n $package ]] || continue
        [[ ${1:-all} == all || $needed == yes ]] || continue
        has_package "$package" || printf '%s\n' "$package"
    done <<<"$LICHEN_PACKAGES"
}

describe_packages() {
    local package needed why
    while IFS='|' read -r package needed why; do
        [[ " $* " == *" $package "* ]] || continue
        [[ $needed == yes ]] || why="$why (only for campaigns that use it)"
        say "$(printf '  %-14s %s' "$package" "$why")"
    done <<<"$LICHEN_PACKAGES"
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
}

apt_update() { as_root env DEBIAN_FRONTEND=noninteractive apt-get update; }

apt_knows() { [[ -n $(apt-cache --quiet madison "$1" 2>/dev/null) ]]; }

# Installs what is missing, or says what is missing and ends. Says nothing when all is there.
ensure_packages() {
    local log=$1 missing needed optional package still
    mapfile -t missing < <(missing_packages all)
    ((${#missing[@]})) || return 0
    mapfile -t needed < <(missing_packages yes)

    if ! command -v apt-get >/dev/null; then
        say "This system has no apt-get. Please install, by your own package manager:"
        describe_packages "${missing[@]}"
        ((${#needed[@]} == 0)) || give_up "cannot start without: ${needed[*]}" "Install them, then run the same command again."
        say "All that is needed to start is there; going on without: ${missing[*]}"
        return 0
    fi

    say "Lichen needs these Debian packages and is about to install them with apt-get:"
    describe_packages "${missing[@]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || apt_by_hand "You are not root and there is no sudo." "${needed[@]}" || return 0
        say "sudo may ask for your password."
        sudo -v || apt_by_hand "sudo was refused." "${needed[@]}" || return 0
    fi

    for package in "${missing[@]}"; do
        if ! apt_knows "$package"; then
            run_logged "$log" "Refreshing the package lists" apt_update || true
            break
        fi
    done
    if ((${#needed[@]})); then
        run_logged "$log" "Installing ${needed[*]}" apt_install "${needed[@]}" || {
            # Lists that are out of date name files that are gone.
            run_logged "$log" "Refreshing the package lists" apt_update || true
            run_logged "$log" "Installing ${needed[*]}, once more" apt_install "${needed[@]}" || true
        }
        mapfile -t still < <(missing_packages yes)
        ((${#still[@]} == 0)) || give_up "these packages could not be installed: ${still[*]}" \
            "The reason is at the end of $log:" "$(tail -n 3 "$log")" \
            "By hand: apt-get install --no-install-recommends ${still[*]}"
    fi
    mapfile -t optional < <(missing_packages all)
    for package in "${optional[@]}"; do
        run_logged "$log" "Installing $package" apt_install "$package" ||
            say "Going on without $package: only campaigns that use it need it ('./lichen doctor' shows what is missing)."
    done
}

# No right to install: fatal only when something is missing that the start needs.
apt_by_hand() {
    local why=$1
    shift
    (($#)) && give_up "$why" "Ask an administrator for: apt-get install --no-install-recommends $*"
    say "$why Going on: all that is needed to start is there."
    return 1
}

# The .NET SDK builds and runs the app. It is not among Debian's own packages, so it is asked for, not installed.
ensure_dotnet() {
    local wanted=10 newest=0 version
    if command -v dotnet >/dev/null; then
        while read -r version _; do
            version=${version%%.*}
            if [[ $version =~ ^[0-9]+$ ]] && ((version > newest)); then newest=$version; fi
        done < <(dotnet --list-sdks 2>/dev/null)
        ((newest >= wanted)) && return 0
    fi
    local found="no 'dotnet' was found"
    if ((newest > 0)); then found="the newest SDK found is version $newest"; fi
    local how="See https://dot.net/download for your system, or https://dot.net/v1/dotnet-install.sh for your home folder."
    if command -v apt-cache >/dev/null && apt_knows "dotnet-sdk-$wanted.0"; then
        how="Your system has it: apt-get install dotnet-sdk-$wanted.0"
    fi
    give_up "the .NET SDK, version $wanted or newer, is needed; $found." "$how" "Then run the same command again."
}

# usage: dotnet_build LOG LABEL PROJECT...; no compiler or build server stays behind.
dotnet_build() {
    local log=$1 label=$2
    shift 2
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
    # Descriptor 9 holds the build lock: it must not live on in anything the build starts.
    run_logged "$log" "$label" dotnet build "$@" -c Release -v minimal -nologo --disable-build-servers 9>&- && return 0
    say ""
    grep -E ': (error|fatal error) ' "$log" | sort -u | tail -n 20 >&2 || tail -n 20 "$log" >&2
    give_up "the build failed." "The whole log is $log"
}
