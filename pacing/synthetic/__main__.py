"""`python -m pacing.synthetic FOLDER` makes the sample files."""

import sys
from pathlib import Path

from pacing.synthetic.sample_files import write_samples

USAGE = "usage: python -m pacing.synthetic FOLDER"


def run(arguments: list[str]) -> int:
    """Make the samples in the folder named by the one argument; 0, or 2 for wrong usage."""
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        names = write_samples(folder)
    except OSError as error:
        print(f"{folder} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    print("\n".join(str(folder / name) for name in names))
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
