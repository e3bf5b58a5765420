# shellcheck shell=bash
# Phases of a script: each with a name, a limit and its time. To be sourced; needs bash.

phase_times=()

# phase NAME LIMIT COMMAND…: runs the command, at most for LIMIT (as timeout takes it); ends the script when it fails.
phase() {
    local name=$1 limit=$2 start=$SECONDS status=0
    shift 2
    echo "== $name"
    timeout --kill-after=10s "$limit" "$@" || status=$?
    phase_times+=("$(printf '%5d s  %s' "$((SECONDS - start))" "$name")")
    ((status != 0)) || return 0

    ((status != 124 && status != 137)) || echo "== $name: took more than $limit" >&2
    echo "== $name: failed" >&2
    print_phases
    exit 1
}

# print_phases: how long each phase took.
print_phases() {
    printf '%s\n' "${phase_times[@]}" "$(printf '%5d s  in all' "$SECONDS")"
}
