#!/usr/bin/env bash
# Installs what the tests need beyond npm: Debian's Python with what its programs talk to the host from,
# openssl, which makes certificates, and the chromium without windows, which shows the page; the other one does, too.
# As root it installs; otherwise it prints the one line to run, and fails.
set -euo pipefail

packages=(openssl python3 python3-numpy python3-pandas python3-cloudpickle python3-ipython python3-pyqt5)
packages+=(python3-pip python3-setuptools python3-wheel chromium-headless-shell fonts-dejavu-core)
browser=/usr/lib/chromium/chromium-headless-shell
modules='setuptools pip wheel numpy pandas cloudpickle IPython PyQt5.QtCore'
# Found, not imported, which takes seconds.
finds='import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))'

present() {
  command -v openssl >/dev/null && { [ -x "$browser" ] || command -v chromium >/dev/null; } &&
    /usr/bin/python3 -c "$finds" $modules 2>/dev/null
}

present && exit 0
install="apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages[*]}"
if [ "$(id -u)" -ne 0 ]; then
  echo "The tests drive a real Python, a real openssl and a real browser. Run this once, then try again:" >&2
  echo "  sudo sh -c '$install'" >&2
  exit 1
fi
echo "Installing ${packages[*]}"
sh -c "$install" >/dev/null
present || { echo "There is still no openssl, no chromium, or /usr/bin/python3 lacks one of: $modules." >&2; exit 1; }
