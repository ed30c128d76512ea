#!/usr/bin/env bash
# Installs the servers and libraries that the benchmarks compare with, from Debian; those from npm come with `npm ci`.
# As root it installs; otherwise it prints the one line to run, and fails.
set -euo pipefail

packages=(redis-server redis-tools python3-redis python3-hiredis nats-server memcached)
packages+=(python3 python3-numpy python3-pandas python3-lmdb)

present() {
  PATH="$PATH:/usr/sbin"
  for program in redis-server redis-benchmark nats-server memcached; do
    command -v "$program" >/dev/null || return 1
  done
  /usr/bin/python3 -c 'import redis, hiredis, numpy, pandas, lmdb' 2>/dev/null
}

present && exit 0
install="apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages[*]}"
if [ "$(id -u)" -ne 0 ]; then
  echo "The benchmarks compare with these. Run this once, then try again:" >&2
  echo "  sudo sh -c '$install'" >&2
  exit 1
fi
echo "Installing ${packages[*]}"
sh -c "$install" >/dev/null
present || { echo "Something of ${packages[*]} is still not there." >&2; exit 1; }
