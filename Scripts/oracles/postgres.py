"""A real PostgreSQL with pgvector, from the package pgserver, in a directory of its own.

usage: python postgres.py SCRIPT     runs a shell script with $PGURL set to the server's address and prints what it prints
"""
import contextlib, os, pathlib, shutil, subprocess, sys, tempfile, time, warnings

warnings.simplefilter("ignore")


@contextlib.contextmanager
def server():
    """The address, and a function that runs a statement."""
    import pgserver
    # The path of a socket may have a hundred letters and no more.
    folder = tempfile.mkdtemp(prefix="bertft-pg-", dir="/tmp")
    os.chmod(folder, 0o755)
    instance = pgserver.get_server(pathlib.Path(folder) / "data", cleanup_mode="stop")
    binaries = pathlib.Path(pgserver.__file__).parent / "pginstall" / "bin"

    def run(statement, tuples=False):
        done = subprocess.run(
            [binaries / "psql", instance.get_uri(), "-v", "ON_ERROR_STOP=1", "-X", "-q"]
            + (["-A", "-t"] if tuples else []) + ["-c", statement], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{statement}: {done.stderr}")
        return done.stdout

    try:
        yield instance.get_uri(), run
    finally:
        instance.cleanup()
        # The server may still be taking its own files away.
        for _ in range(20):
            shutil.rmtree(folder, ignore_errors=True)
            if not os.path.exists(folder):
                break
            time.sleep(0.1)


if __name__ == "__main__":
    import pgserver
    with server() as (uri, run):
        run("CREATE EXTENSION vector")
        bin = pathlib.Path(pgserver.__file__).parent / "pginstall" / "bin"
        environment = dict(os.environ, PGURL=uri, PSQL=str(bin / "psql"), PGDATA=uri.split("host=")[1], PGBIN=str(bin))
        sys.exit(subprocess.run(["/bin/sh", "-c", sys.argv[1]], env=environment).returncode)
