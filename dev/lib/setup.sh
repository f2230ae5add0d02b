# shellcheck shell=bash
# What the scripts in dev/ share: where things are, how they speak, how they install what is missing.
# Sourced, never run. Every script says on stderr what it does before it does it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/branch-gate
mkdir -p "$cache"

say() { printf '%s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Debian or a descendant of it, such as Ubuntu.
is_debian() { [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }

# True when as_root would not have to ask for a password.
can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# install_packages WHY PACKAGE...: by apt-get; fails with a message where that cannot work.
install_packages() {
    local why=$1
    shift
    is_debian || fail "$why needs $*: this is not Debian or Ubuntu, so install that by hand and call again"
    can_be_root || fail "$why needs $*: run 'sudo apt-get install $*' and call again"
    say "installing $* ($why)"
    local log=$cache/apt.log
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 update >"$log" 2>&1 </dev/null ||
        say "apt-get update failed (see $log); trying with the lists at hand"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends \
        "$@" >>"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        fail "apt-get could not install $*; its output is in $log"
    }
}

# Java 17 or newer with its compiler, Maven, Git.
need_java() {
    local missing=()
    local version
    version=$( (javac -version 2>&1 || true) | sed -n 's/^javac \([0-9]*\).*/\1/p')
    if [ "${version:-0}" -lt 17 ]; then
        if is_debian && apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1; then
            missing+=(openjdk-17-jdk-headless)
        else
            missing+=(default-jdk-headless)
        fi
    fi
    command -v mvn >/dev/null || missing+=(maven)
    command -v git >/dev/null || missing+=(git)
    [ ${#missing[@]} = 0 ] || install_packages "building the plugin" "${missing[@]}"
}

# need_command COMMAND PACKAGE WHY
need_command() { command -v "$1" >/dev/null || install_packages "$3" "$2"; }

# Maven on the POM that needs Maven Central alone; quiet, never interactive.
maven() { mvn -q -B -Dstyle.color=never -f "$root/pom-central.xml" "$@" </dev/null; }

# up_to_date STAMP: nothing the build reads is newer than the stamp.
up_to_date() {
    [ -e "$1" ] && [ -z "$(find "$root/src" "$root/pom-central.xml" -newer "$1" -print -quit)" ]
}

# Compiles everything. A first build fetches its libraries, and a network that hiccups gets a second chance.
compile() {
    local stamp=$root/target/dev/compiled log=$root/target/dev/compile.log
    if up_to_date "$stamp"; then return; fi
    mkdir -p "$root/target/dev"
    say "compiling (the first time Maven fetches its libraries; $log)"
    touch "$stamp.begun"
    maven test-compile >"$log" 2>&1 ||
        { grep -q 'Could not transfer\|Could not resolve\|Connection' "$log" && maven test-compile >"$log" 2>&1; } ||
        {
            tail -n 40 "$log" >&2
            fail "the sources do not compile; Maven's output is in $log"
        }
    mv "$stamp.begun" "$stamp"
}

# run_class CLASS ARGUMENT...: a main class of the test sources, with all libraries; takes the place of this process.
run_class() {
    compile
    local libraries=$root/target/dev/classpath
    if ! [ -e "$libraries" ] || [ "$root/pom-central.xml" -nt "$libraries" ]; then
        maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
            -Dmdep.includeScope=test -Dmdep.outputFile="$libraries" >"$libraries.log" 2>&1 || {
            tail -n 20 "$libraries.log" >&2
            fail "Maven could not list the libraries; its output is in $libraries.log"
        }
    fi
    exec java -cp "$root/target/test-classes:$root/target/classes:$(cat "$libraries")" "$@"
}
