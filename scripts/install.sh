#!/usr/bin/env bash
# Make a virtual environment and install recovery-kb into it, with the CPU build of torch.
# usage: scripts/install.sh VENV      (PYTHON names the interpreter, default python3)
set -euo pipefail

venv=${1:?usage: scripts/install.sh VENV}
python=${PYTHON:-python3}
cpu_index=https://download.pytorch.org/whl/cpu
cd "$(dirname "$0")/.."

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "recovery-kb needs Python 3.11 or newer; $python is $("$python" --version 2>&1)" >&2
    exit 1
}
"$python" -c 'import venv, ensurepip' 2>/dev/null || {
    echo "Python's venv module is missing; on Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"

# Many indexes serve a torch with gigabytes of CUDA; PyTorch's own index has the CPU build. Ask it for three seconds.
torch=$(grep '^torch==' constraints.txt)
source=()
if timeout 3 "$venv/bin/python" -c "import urllib.request as r; r.urlopen('$cpu_index/torch/', timeout=3)" 2>/dev/null; then
    source=(--index-url "$cpu_index")
    torch="$torch+cpu"
fi
echo "Installing $torch"
"$venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check "${source[@]}" "$torch"
echo "Installing recovery-kb"
"$venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt --editable .
