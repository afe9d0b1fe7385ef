#!/bin/sh
# Builds the C door to RDKit and its tests with AddressSanitizer and runs them.
# Exit code 0: all hold. 77: a compiler or library is missing, the reason on the last line. Else: a failure.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build="$root/artifacts/native-asan"
for tool in cmake c++; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "$tool is missing: apt-get install cmake g++"
        exit 77
    fi
done
mkdir -p "$build"
if ! cmake -S "$root/native" -B "$build" -DCMAKE_BUILD_TYPE=Debug -DLICHEN_SANITIZE=ON >"$build/configure.log" 2>&1; then
    if grep -qE "Could not find (RDKIT|BOOST)_" "$build/configure.log"; then
        echo "headers are missing: apt-get install librdkit-dev libboost-dev"
        exit 77
    fi
    cat "$build/configure.log"
    exit 1
fi
cmake --build "$build" --target door_tests >"$build/build.log" 2>&1 || { cat "$build/build.log"; exit 1; }
# RDKit's parameter tables live until the process ends, outside our control; leaks of the door itself are reported.
cat >"$build/leaks.txt" <<'END'
leak:libRDKit
leak:lichen::(anonymous namespace)::initialise
END
export ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1"
export LSAN_OPTIONS="suppressions=$build/leaks.txt:print_suppressions=0"
export UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1"
exec "$build/door_tests"
