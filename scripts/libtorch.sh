#!/bin/sh
# Puts a CPU libtorch together, out of the PyPI wheel of PyTorch, for the `transformer` feature.
#
#   scripts/libtorch.sh [DEST]      DEST: default `.libtorch` beside Cargo.toml, where .cargo/config.toml looks for it
#
# A libtorch that `LIBTORCH` names already is checked and left alone. If DEST is complete, nothing happens.
# Needs python3 with pip (any version; about 800 MB are downloaded) and, on x86-64 Linux, a C compiler with `nm`.
# pip takes the wheel from whatever index it is configured for and checks its sha256.
set -eu

VERSION=2.4.0
SERIES=2.4

fail() { # fail MESSAGE HINT
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit 1
}

# The version that the headers of a libtorch state, such as 2.4.
series_of() { # series_of FOLDER
    header=$1/include/torch/csrc/api/include/torch/version.h
    [ -f "$header" ] || return 0
    sed -n 's/^#define TORCH_VERSION_M[AI][JN]OR \([0-9]*\).*/\1/p' "$header" | paste -s -d . -
}

has_library() { # has_library FOLDER
    [ -e "$1/lib/libtorch_cpu.so" ] || [ -e "$1/lib/libtorch_cpu.dylib" ]
}

here=$(cd "$(dirname "$0")/.." && pwd)
dest=${1:-$here/.libtorch}
case $dest in /*) ;; *) dest=$PWD/$dest ;; esac

# 1. The user's own libtorch.
case ${LIBTORCH:-/} in /*) ;; *) LIBTORCH=$PWD/$LIBTORCH ;; esac
if [ -n "${LIBTORCH:-}" ] && [ "$LIBTORCH" != "$dest" ]; then
    has_library "$LIBTORCH" ||
        fail "\`LIBTORCH\` is \`$LIBTORCH\`, and there is no lib/libtorch_cpu in it" \
            "name a folder with lib/ and include/, or unset LIBTORCH and let this script make one"
    series=$(series_of "$LIBTORCH")
    [ "$series" = "$SERIES" ] ||
        fail "the libtorch in \`$LIBTORCH\` is version ${series:-unknown}, needed is $SERIES" \
            "install libtorch $VERSION, or unset LIBTORCH and let this script make one"
    if grep -qs 'USE_CXX11_ABI=1' "$LIBTORCH/share/cmake/Torch/TorchConfig.cmake" && [ "${LIBTORCH_CXX11_ABI:-}" != 1 ]; then
        fail "the libtorch in \`$LIBTORCH\` has the C++11 ABI, the build is set to the older one" "export LIBTORCH_CXX11_ABI=1"
    fi
    echo "libtorch $series in $LIBTORCH (named by LIBTORCH)"
    exit 0
fi

# 2. One made before.
if [ -f "$dest/.complete" ] && has_library "$dest"; then
    echo "libtorch $(cat "$dest/build-version") in $dest (complete)"
    exit 0
fi
if [ -e "$dest" ] && [ ! -f "$dest/.complete" ] && [ ! -f "$dest/build-version" ] && [ -n "$(ls -A "$dest")" ]; then
    fail "\`$dest\` exists and is not a libtorch of this script" "name another folder, or remove it"
fi

# 3. A new one.
case $(uname -s)-$(uname -m) in
Linux-x86_64)
    platform=manylinux1_x86_64
    sha256=e743adadd8c8152bb8373543964551a7cb7cc20ba898dc8f9c0cdbe47c283de0
    ;;
Linux-aarch64)
    platform=manylinux2014_aarch64
    sha256=7334325c0292cbd5c2eac085f449bf57d3690932eac37027e193ba775703c9e6
    ;;
Darwin-arm64)
    platform=macosx_11_0_arm64
    sha256=f169b4ea6dc93b3a33319611fcc47dc1406e4dd539844dcbd2dec4c1b96e166d
    ;;
*)
    fail "there is no wheel of PyTorch $VERSION for $(uname -s) on $(uname -m)" \
        "set LIBTORCH to a libtorch $VERSION, or build without it: cargo build --no-default-features"
    ;;
esac

python3 -m pip --version >/dev/null 2>&1 ||
    fail "python3 with pip is needed to download libtorch" "install python3 and python3-pip, or set LIBTORCH"
if [ "$platform" = manylinux1_x86_64 ]; then
    for tool in cc nm; do
        command -v $tool >/dev/null 2>&1 ||
            fail "\`$tool\` is needed to put libtorch together" "install gcc and binutils, or set LIBTORCH"
    done
fi

mkdir -p "$(dirname "$dest")"
parent=$(cd "$(dirname "$dest")" && pwd)
work=$(mktemp -d "$parent/.libtorch-work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

echo "torch==$VERSION --hash=sha256:$sha256" >"$work/requirements.txt"
python3 -m pip download --quiet --no-cache-dir --no-deps --require-hashes --only-binary=:all: \
    --implementation cp --python-version 311 --platform $platform \
    --dest "$work/wheel" --requirement "$work/requirements.txt" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "pip could not get torch $VERSION with the expected sha256" \
        "check the network and pip's index (pip config list), or set LIBTORCH to a libtorch $VERSION"
}

# Headers and CPU libraries only; what the Python side and CUDA need stays in the wheel. libtorch.so of the x86-64
# wheel asks for CUDA's part, so it is left out as well and made below.
python3 - "$work" $platform <<'PYTHON'
import pathlib, sys, zipfile

work, platform = pathlib.Path(sys.argv[1]), sys.argv[2]
unwanted = ("cuda", "cusparse", "nvrtc", "nvfuser", "torch_python", "global_deps", "libshm")
(wheel,) = (work / "wheel").glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        library = name.startswith("torch/lib/") and not any(word in name for word in unwanted)
        if name == "torch/lib/libtorch.so" and "x86_64" in platform:
            continue
        if library or name.startswith(("torch/include/", "torch.libs/")):
            archive.extract(name, work)
PYTHON
rm -rf "$work/wheel"
lib=$work/torch/lib

# What the aarch64 wheel brings along beside its own folder; libtorch looks in its own first.
if [ -d "$work/torch.libs" ]; then
    mv "$work/torch.libs"/* "$lib/"
fi

# The x86-64 wheel is the CUDA build. Its CPU library asks for two small CUDA libraries, for the profiler alone; a
# stand-in for each defines just the functions that it names, and each answers 100, "no device".
stand_in() { # stand_in LIBRARY
    nm -D --undefined-only "$lib/libtorch_cpu.so" |
        sed -n "s/.* U \([A-Za-z0-9_]*\)@$1\$/\1/p" |
        while read -r function; do
            case $function in
            cudaGetErrorString) echo "const char *$function(int code) { return \"no CUDA device\"; }" ;;
            *) echo "int $function(void) { return 100; }" ;;
            esac
        done >"$work/$1.c"
    echo "$1 { global: *; };" >"$work/$1.map"
    cc -shared -fPIC -O1 -o "$lib/$1" "$work/$1.c" -Wl,-soname,"$1" -Wl,--version-script="$work/$1.map"
}
if [ "$platform" = manylinux1_x86_64 ]; then
    stand_in libcudart.so.12
    stand_in libcupti.so.12
    echo 'int newsvane_libtorch;' >"$work/libtorch.c"
    cc -shared -fPIC -o "$lib/libtorch.so" "$work/libtorch.c" -Wl,-soname,libtorch.so
fi

echo $VERSION >"$work/torch/build-version"
: >"$work/torch/.complete"
rm -rf "$dest"
mv "$work/torch" "$dest"
echo "libtorch $VERSION in $dest (new)"
