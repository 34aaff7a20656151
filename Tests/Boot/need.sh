#!/bin/bash
# Installs the Debian package of a command that is missing, and says so.
# usage: need.sh COMMAND PACKAGE WHAT-IT-IS-FOR
set -euo pipefail
! command -v "$1" >/dev/null || exit 0
echo "Installing $2 with apt-get: its $1 $3."
command -v apt-get >/dev/null || { echo "There is no apt-get here: install $1."; exit 69; }
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$2" >/dev/null
