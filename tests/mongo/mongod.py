"""A server that speaks MongoDB's protocol, in the place of mongod: SecantusDB, which stores with WiredTiger and keeps an
oplog. No registry has mongod itself. What it lacks and a restore needs, `applyOps`, is added here with its own replay.

Understands the options of mongod that the scripts and the tests use.
"""
import argparse
import signal
import sys
import threading

from secantus import commands, oplog_replay
from secantus.server import SecantusDBServer


def apply_ops(doc, ctx):
    """The command that mongorestore replays the oplog with."""
    with ctx.storage.replay_mode():
        results = [bool(oplog_replay._apply_entry(ctx.storage, entry)) for entry in doc["applyOps"]]
    return {"applied": len(results), "results": [True] * len(results), "ok": 1.0}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dbpath", required=True)
    parser.add_argument("--port", type=int, default=27017)
    parser.add_argument("--bind_ip", default="127.0.0.1")
    parser.add_argument("--logpath")
    parser.add_argument("--replSet")
    parser.add_argument("--auth", action="store_true")
    parser.add_argument("--nounixsocket", action="store_true")
    parser.add_argument("--wiredTigerCacheSizeGB", type=float, default=0.25)
    options = parser.parse_args()
    if options.logpath:
        sys.stderr = open(options.logpath, "a", encoding="utf-8", buffering=1)
    commands._HANDLERS["applyOps"] = apply_ops
    server = SecantusDBServer(host=options.bind_ip, port=options.port, storage_path=options.dbpath,
                              replica_set_name=options.replSet, require_auth=options.auth,
                              cache_size=f"{int(options.wiredTigerCacheSizeGB * 1024)}M")
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    server.start()
    print("waiting for connections", file=sys.stderr)
    stopped.wait()
    server.stop()


main()
