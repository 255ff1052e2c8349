"""`python -m pacing`."""

from pacing.cli.main import run

if __name__ == "__main__":
    run()
