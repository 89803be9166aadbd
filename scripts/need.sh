#!/bin/sh
# need.sh up|build|test: look for what this machine lacks and install it.
#
# On Debian and Ubuntu it installs packages, as root or with sudo and only for
# that; Go and Node, where the distribution's are too old, come through their
# own package managers into .tools/ of this folder. Elsewhere it says what to
# install. It asks nothing, and does nothing where nothing is missing.
set -eu

purpose=${1:?usage: need.sh up|build|test}
cd "$(dirname "$0")/.."

go_version=1.26.8       # go.mod's toolchain line
node_version=24.21.0    # put into .tools/ where node is missing or older than 20.19
npm_version=11.21.2

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- what counts as there -------------------------------------------------

# Any Go since 1.21 fetches the version that go.mod names by itself.
go_ok() {
	have go || return 1
	v=$(go env GOVERSION 2>/dev/null | sed 's/^go//')
	major=${v%%.*}; rest=${v#*.}; minor=${rest%%.*}
	[ "${major:-0}" -gt 1 ] || [ "${minor:-0}" -ge 21 ] 2>/dev/null
}

# Vite needs node 20.19, 22.12 or anything newer.
node_ok() {
	have node && have npm || return 1
	node -e 'const [a, b] = process.versions.node.split(".").map(Number)
		process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

postgres_ok() {
	for p in "$(command -v postgres 2>/dev/null || true)" /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres; do
		[ -x "$p" ] || continue
		v=$("$p" --version | sed 's/^.*) \([0-9]*\).*$/\1/')
		[ "${v:-0}" -ge 15 ] && return 0
	done
	return 1
}

redis_ok() { have redis-server || have valkey-server; }
ffmpeg_ok() { have ffmpeg && have ffprobe; }
chromium_ok() { have chromium-headless-shell || have chromium || have chromium-browser || have google-chrome; }
# The race detector links with the C compiler.
cc_ok() { have cc && [ -e /usr/include/stdlib.h ]; }

# --- looking --------------------------------------------------------------

PATH=$PWD/.tools/bin:$PATH:/usr/local/go/bin
export PATH

packages='' words=''
want() { # want CHECK PACKAGES WORDS
	"$1" && return 0
	packages="$packages $2"
	words="$words
  - $3"
}

want_go='' want_node=''
if [ "$purpose" != build ]; then
	want postgres_ok 'postgresql postgresql-contrib' 'PostgreSQL 15 or newer, with its contrib modules'
	want redis_ok redis-server 'Redis 7 or Valkey'
	want ffmpeg_ok ffmpeg 'ffmpeg 5.1 or newer'
fi
if [ "$purpose" = test ]; then
	want chromium_ok 'chromium fonts-noto-core' 'Chromium'
	want cc_ok 'gcc libc6-dev' 'a C compiler'
fi
if ! go_ok; then
	want_go=yes
	have go || packages="$packages golang-go"
	words="$words
  - Go 1.21 or newer"
fi
if ! node_ok; then
	want_node=yes
	have npm || packages="$packages nodejs npm"
	words="$words
  - Node 20.19, 22.12 or newer, with npm"
fi
[ -n "$words" ] || exit 0

have apt-get || die "This machine lacks:$words
Install them with your package manager, then run make again."

# --- installing -----------------------------------------------------------

sudo=''
if [ -n "$packages" ] && [ "$(id -u)" != 0 ]; then
	have sudo || die "This machine lacks:$words
Run this as root, then run make again:
  apt-get update && apt-get install -y --no-install-recommends$packages"
	sudo=sudo
fi

# A server of the system is neither needed nor wanted: Fieldstory starts its
# own. So nothing is started while packages are put in place, no cluster is
# made, and Redis is not left to start at boot.
install_packages() {
	say "Installing with apt-get:$packages"
	[ -z "$sudo" ] || say "sudo may ask for your password; it is used for this only."
	$sudo env DEBIAN_FRONTEND=noninteractive PACKAGES="$packages ca-certificates" sh -euc "$as_root" </dev/null
}
as_root=$(cat <<'ROOT'
	policy=/usr/sbin/policy-rc.d
	cluster=/etc/postgresql-common/createcluster.d/fieldstory.conf
	made=''
	cleanup() { for f in $made; do rm -f "$f"; done; }
	trap cleanup EXIT
	if [ ! -e "$policy" ]; then
		made="$made $policy"
		printf '#!/bin/sh\nexit 101\n' >"$policy"
		chmod 755 "$policy"
	fi
	case $PACKAGES in *postgresql*)
		mkdir -p "${cluster%/*}"
		made="$made $cluster"
		echo 'create_main_cluster = false' >"$cluster"
	esac
	apt-get update -q
	# Where there is a browser without what is around a page, tests need no more.
	if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
		PACKAGES=$(printf %s "$PACKAGES" | sed 's/\bchromium\b/chromium-headless-shell/')
	fi
	# shellcheck disable=SC2086  # a list of names
	apt-get install -y -q --no-install-recommends $PACKAGES
	case $PACKAGES in *redis-server*)
		if command -v systemctl >/dev/null 2>&1; then systemctl disable redis-server || true; fi
	esac
ROOT
)

# Go's toolchains are modules. A Go too old to switch by itself can still
# download one; the zip does not keep the executable bits.
install_go() {
	case $(uname -m) in
	x86_64) arch=amd64 ;;
	aarch64) arch=arm64 ;;
	*) die "There is no Go for $(uname -m) here; install Go 1.21 or newer from your distribution." ;;
	esac
	toolchain=v0.0.1-go$go_version.linux-$arch
	say "Fetching Go $go_version with $(go version | cut -d' ' -f3), for this folder only"
	dir=$(cd / && GO111MODULE=on GOFLAGS=-mod=mod go mod download -json "golang.org/toolchain@$toolchain" | sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')
	[ -n "$dir" ] || die "Go $go_version could not be fetched; install Go 1.21 or newer by hand."
	chmod +x "$dir"/bin/* "$dir"/pkg/tool/*/*
	mkdir -p .tools/bin
	ln -sf "$dir/bin/go" .tools/bin/go
	ln -sf "$dir/bin/gofmt" .tools/bin/gofmt
}

install_node() {
	case $(uname -m) in
	x86_64) arch=x64 ;;
	aarch64) arch=arm64 ;;
	*) die "There is no Node for $(uname -m) here; install Node 20.19 or newer from your distribution." ;;
	esac
	say "Fetching Node $node_version with npm, for this folder only"
	mkdir -p .tools/node .tools/bin
	npm install --prefix .tools/node --no-save --no-audit --no-fund --loglevel=error \
		"node-linux-$arch@$node_version" "npm@$npm_version"
	ln -sf "../node/node_modules/node-linux-$arch/bin/node" .tools/bin/node
	ln -sf ../node/node_modules/npm/bin/npm-cli.js .tools/bin/npm
	ln -sf ../node/node_modules/npm/bin/npx-cli.js .tools/bin/npx
}

[ -z "$packages" ] || install_packages
hash -r
[ -z "$want_go" ] || go_ok || install_go
[ -z "$want_node" ] || node_ok || install_node
hash -r # forget where node was found before

go_ok || die "Go is still missing; see above."
node_ok || die "Node is still missing or too old; see above."
if [ "$purpose" != build ]; then
	postgres_ok || die "This distribution's PostgreSQL is older than 15. Debian 12, Ubuntu 24.04 and newer have it."
	redis_ok && ffmpeg_ok || die "Redis or ffmpeg is still missing; see above."
fi
say "Everything that is needed is here now."
