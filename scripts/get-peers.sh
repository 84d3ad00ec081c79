#!/usr/bin/env bash
# Fetches the programs that our tests compare with from Debian's trixie and sid. Nothing is installed in the system:
# gitsign 0.13 and 0.16, cosign 2.5 and 3.1, a current git; for images skopeo, crane, oras, notation, kustomize,
# docker-registry and two examples of sigstore-go. The mirror is the one apt already uses.
# Debian has no servers of Fulcio, Rekor, the CT log and the timestamp authority, and nothing of policy-controller, Kyverno,
# Flux, opa and cue: they are not here (CONTRIBUTING.md, "Real clients").
# usage: scripts/get-peers.sh [DIR]      default .cache/peers; writes DIR/bin/NAME and DIR/versions
# Does nothing if all exist, and fetches only those that are missing. To get newer ones, delete DIR.
set -euo pipefail

fail() { echo "get-peers: $*" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=${1:-$root/.cache/peers}
for tool in apt-get apt-cache dpkg-deb flock; do
  command -v "$tool" >/dev/null || fail "$tool not found: the peers come as Debian packages; run this on Debian, or point WAXSEAL_PEERS at a directory with bin/"
done
mkdir -p "$dir/bin"
dir=$(cd "$dir" && pwd)
exec 9>"$dir/lock"
flock 9
# Complete is what this version of the script has completed.
this=$(cksum <"${BASH_SOURCE[0]}")
if [ -f "$dir/complete" ] && [ "$(cat "$dir/complete")" = "$this" ]; then cat "$dir/versions"; exit 0; fi

apt=(-o "Dir::Etc::sourcelist=$dir/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
  -o "Dir::State::lists=$dir/apt/lists" -o "Dir::State::status=$dir/apt/status" -o "Dir::Cache=$dir/apt/cache"
  -o "APT::Sandbox::User=$(id -un)" -o APT::Update::Error-Mode=any -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::Check-Valid-Until=false)
listed=
lists() { # reads the package lists, once
  local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg suite
  [ -z "$listed" ] || return 0
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -E '/debian/?$' | head -n 1 || true)
  [ -n "$mirror" ] || fail "no Debian mirror is configured for apt (apt-get indextargets names none)"
  [ -r "$keyring" ] || fail "$keyring is missing: install debian-archive-keyring"
  mkdir -p "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial" "$dir/debs"
  for suite in trixie sid; do echo "deb [signed-by=$keyring] $mirror $suite main"; done >"$dir/apt/sources.list"
  : >"$dir/apt/status"
  apt-get "${apt[@]}" -qq update >"$dir/apt/log" 2>&1 || fail "cannot read the package lists of trixie and sid (offline?): $(tail -n 1 "$dir/apt/log")"
  listed=yes
}

there() { # there NAME...: whether an earlier run left all of them; repeats what it said of them
  local name lines=''
  for name in "$@"; do
    [ -x "$dir/bin/$name" ] && lines+=$(grep "^$name " "$dir/versions" 2>/dev/null)$'\n' || return 1
  done
  printf %s "$lines" >>"$dir/versions.new"
}
version_in() { # version_in PACKAGE SUITE
  apt-cache "${apt[@]}" madison "$1" | awk -F'|' -v suite=" $2/main" '!done && index($3, suite) { gsub(/ /, "", $2); print $2; done = 1 }'
}
unpack() { # unpack PACKAGE SUITE TARGET: prints the version
  local version
  version=$(version_in "$1" "$2")
  [ -n "$version" ] || fail "$2 has no package $1"
  (cd "$dir/debs" && apt-get "${apt[@]}" -qq download "$1=$version" >"$dir/apt/log" 2>&1) ||
    fail "cannot download $1 $version: $(tail -n 1 "$dir/apt/log")"
  dpkg-deb -x "$dir/debs/$1_${version//:/%3a}"_*.deb "$3"
  echo "$version"
}
client() { # client PACKAGE SUITE NAME=PROGRAM...    a program that runs with the system's C library
  local package=$1 suite=$2 version pair
  shift 2
  if there "${@%%=*}"; then return; fi
  lists
  version=$(unpack "$package" "$suite" "$dir/$package-$suite")
  for pair in "$@"; do
    ln -sfn "../$package-$suite/usr/bin/${pair#*=}" "$dir/bin/${pair%%=*}"
    echo "${pair%%=*} $version" >>"$dir/versions.new"
  done
}

# A program that needs newer libraries is unpacked with them and their loader, and runs only through that loader. The libraries are
# named to the loader and not in the environment, so that programs it starts (gpg, ssh) still use those of the system.
libraries() { # libraries PACKAGE: the packages of libraries it needs, by way of libraries alone
  local found='' next=$1
  while [ -n "$next" ]; do
    next=$(apt-cache "${apt[@]}" depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances $next |
      awk '$1 ~ /Depends:$/ && $2 ~ /^(lib[a-z0-9.+-]+|zlib1g)$/ && $2 !~ /-perl$|^libperl/ { print $2 }' | sort -u | grep -vxF "${found:-none}" || true)
    found=$(printf '%s\n%s' "$found" "$next" | sed '/^$/d')
  done
  echo "$found"
}
with_libraries() { # with_libraries PACKAGE: unpacks it and them from sid to DIR/PACKAGE-sid; sets version, tree and start
  local wanted loader multiarch deb
  tree=$dir/$1-sid
  lists
  version=$(unpack "$1" sid "$tree")
  wanted=$(apt-cache "${apt[@]}" madison $(libraries "$1") | awk -F'|' '{ gsub(/ /, "", $1); gsub(/ /, "", $2) } index($3, " sid/main") && !seen[$1]++ { print $1 "=" $2 }')
  mkdir -p "$dir/debs/$1-libraries"
  (cd "$dir/debs/$1-libraries" && apt-get "${apt[@]}" -qq download $wanted >"$dir/apt/log" 2>&1) ||
    fail "cannot download the libraries of $1: $(tail -n 1 "$dir/apt/log")"
  for deb in "$dir/debs/$1-libraries"/*.deb; do dpkg-deb -x "$deb" "$tree"; done
  loader=$(find "$tree" \( -name 'ld-linux*.so.*' -o -name 'ld64.so.*' -o -name 'ld.so.1' \) | head -n 1)
  [ -n "$loader" ] || fail "the loader of sid's libc6 is not in the packages of $1"
  multiarch=$(basename "$(dirname "$(find "$tree" -name 'libc.so.6' | head -n 1)")")
  start="\"\$here/$1-sid/${loader#"$tree"/}\" --library-path \"\$here/$1-sid/usr/lib/$multiarch:\$here/$1-sid/lib/$multiarch\""
}

rm -f "$dir"/versions.new "$dir"/complete*
client gitsign trixie gitsign-0.13=gitsign gitsign-credential-cache-0.13=gitsign-credential-cache
client gitsign sid gitsign-0.16=gitsign gitsign-credential-cache-0.16=gitsign-credential-cache
client cosign trixie cosign-2=cosign
client cosign sid cosign-3=cosign
client crane sid crane=crane
client oras sid oras=oras
client notation sid notation=notation
client sigstore-go sid sigstore-go-verification=sigstore-go-verification oci-image-verification=oci-image-verification
client kustomize sid kustomize=kustomize
client docker-registry sid docker-registry=docker-registry

if ! there skopeo; then
  with_libraries skopeo
  rm -f "$dir/bin/skopeo"
  cat >"$dir/bin/skopeo" <<WRAPPER
#!/bin/sh
# skopeo $version from Debian's sid, with its own loader and libraries. Policies: --policy FILE; attachments: --registries.d FOLDER.
here=\$(cd "\$(dirname "\$(readlink -f "\$0")")/.." && pwd)
exec $start --argv0 skopeo "\$here/skopeo-sid/usr/bin/skopeo" "\$@"
WRAPPER
  chmod +x "$dir/bin/skopeo"
  "$dir/bin/skopeo" --version >/dev/null || fail "the unpacked skopeo $version does not run here"
  echo "skopeo $version" >>"$dir/versions.new"
fi

if ! there git-current; then
  with_libraries git
  # git starts its own programs by name from GIT_EXEC_PATH, so each one there is a wrapper that uses the loader.
  wrapper() { # wrapper FILE PROGRAM-IN-TREE ARGV0 [ARGUMENT]
    local up=..
    case $1 in "$tree"/exec/*) up=../.. ;; esac
    cat >"$1" <<WRAPPER
#!/bin/sh
# git $version from Debian's sid, with its own loader and libraries.
here=\$(cd "\$(dirname "\$(readlink -f "\$0")")/$up" && pwd)
export GIT_EXEC_PATH="\$here/git-sid/exec" GIT_TEMPLATE_DIR="\$here/git-sid/usr/share/git-core/templates"
exec $start --argv0 $3 "\$here/git-sid/$2" ${4:-} "\$@"
WRAPPER
    chmod +x "$1"
  }
  rm -rf "$tree/exec"
  mkdir "$tree/exec"
  for program in "$tree"/usr/lib/git-core/*; do
    name=$(basename "$program")
    if [ -d "$program" ] || [ "$(head -c 4 "$program" | tail -c 3)" != ELF ]; then
      ln -s "../usr/lib/git-core/$name" "$tree/exec/$name"
    elif [ "$name" != git ] && cmp -s "$program" "$tree/usr/bin/git"; then
      wrapper "$tree/exec/$name" usr/bin/git git "${name#git-}"
    else
      wrapper "$tree/exec/$name" "usr/lib/git-core/$name" "$name"
    fi
  done
  wrapper "$dir/bin/git-current" usr/bin/git git
  said=$("$dir/bin/git-current" --version) || fail "the unpacked git $version does not run here"
  echo "git-current ${said#git version }" >>"$dir/versions.new"
fi

rm -rf "$dir/debs" "$dir/apt"
mv "$dir/versions.new" "$dir/versions"
echo "$this" >"$dir/complete.new"
mv "$dir/complete.new" "$dir/complete"
cat "$dir/versions"
