#!/usr/bin/env bash
# The whole check before a change is handed in: format, build, tests. `eng/check.sh --fix` formats first.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
dotnet tool restore >/dev/null
if [[ ${1:-} == --fix ]]; then dotnet csharpier format .; fi
dotnet csharpier check .
if command -v shellcheck >/dev/null; then shellcheck -x lichen test .ci/run eng/*.sh; fi
exec ./test
