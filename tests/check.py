"""Every check, a step each: lint, format, types, tests, quality. `./dateline test` runs this."""

from __future__ import annotations

import os
import subprocess
import sys
import time

STEPS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy"],
    "tests": ["pytest", "--numprocesses", "2"],
    "quality": ["tests.quality.gate"],
}


def main(arguments: list[str]) -> int:
    """Run all steps, or those named; a failed one does not keep the others from running."""
    unknown = [name for name in arguments if name not in STEPS]
    if unknown:
        print(f"error: no step {unknown[0]}; the steps are {' '.join(STEPS)}", file=sys.stderr)
        return 2
    failed = []
    for name in arguments or STEPS:
        module, *options = STEPS[name]
        started = time.perf_counter()
        # Two processes of tests with threads of their own each would wait for each other.
        environment = {"OMP_NUM_THREADS": "1", **os.environ} if name == "tests" else dict(os.environ)
        print(f"--- {name}", flush=True)
        if subprocess.run([sys.executable, "-m", module, *options], check=False, env=environment).returncode:
            failed.append(name)
        print(
            f"--- {name}: {'failed' if name in failed else 'passed'} in {time.perf_counter() - started:.0f} s",
            flush=True,
        )
    print("all checks passed" if not failed else f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
