#!/usr/bin/env python3
"""A driver for the simplest of all container runtimes: it extracts an image and calls chroot.

docs/guides/runtime-implementers.md is about it. It takes root, and `appc` on PATH or in $APPC.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid

HOME = os.environ.get("APPC_CONFORMANCE_DIR", "")
STORE = os.path.join(HOME, "store")


def refuse(reason):
    print(json.dumps({"reason": reason}))
    sys.exit(1)


def appc(*words):
    command = [os.environ.get("APPC", "appc"), *words, "--store", STORE]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    sys.stderr.write(result.stderr)
    if result.returncode in (1, 4):
        refuse(result.stderr.strip() or "appc does not say why")
    if result.returncode != 0:
        sys.exit(3)
    return result.stdout.strip()


def pod_directory(pod):
    directory = os.path.join(HOME, "pods", os.path.basename(pod))
    if not pod or not os.path.isdir(directory):
        refuse(f"there is no pod {pod}")
    return directory


def app_of(pod, name):
    directory = pod_directory(pod)
    if name != read(directory, "app"):
        refuse(f"there is no app {name}")
    return directory


def read(directory, name):
    try:
        with open(os.path.join(directory, name), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def write(directory, name, text):
    with open(os.path.join(directory, name + ".new"), "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(os.path.join(directory, name + ".new"), os.path.join(directory, name))


def become(app, name, root, directory):
    """Is the app from here on."""
    for stream, descriptor in (("stdout", 1), ("stderr", 2)):
        file = os.open(os.path.join(directory, stream), os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
    os.chroot(root)
    os.chdir(app.get("workingDirectory", "/"))
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    environment.update({it["name"]: it["value"] for it in app.get("environment", [])})
    environment.update(AC_APP_NAME=name, container="chroot")
    os.setgroups([])
    os.setgid(int(app["group"]))
    os.setuid(int(app["user"]))
    os.execvpe(app["exec"][0], app["exec"], environment)


def keep(app, name, root, directory):
    """Runs the app in a session of its own, and writes down how it ends."""
    os.setsid()
    child = os.fork()
    if child == 0:
        try:
            become(app, name, root, directory)
        finally:
            os._exit(127)
    write(directory, "pid", str(child))
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        write(directory, "end", json.dumps({"signal": os.WTERMSIG(status)}))
    else:
        write(directory, "end", json.dumps({"exit": os.WEXITSTATUS(status)}))


def run(manifest):
    try:
        with open(manifest, encoding="utf-8") as file:
            pod = json.load(file)
        (one,) = pod["apps"]
        image, name = one["image"]["id"], one["name"]
        app = one.get("app") or json.loads(appc("image", "cat-manifest", image))["app"]
        app["exec"][0], int(app["user"]), int(app["group"])
    except (KeyError, ValueError, IndexError, TypeError) as fault:
        refuse(f"this runtime cannot run such a pod: {fault!r}")
    identity = str(uuid.uuid4())
    directory = os.path.join(HOME, "pods", identity)
    os.makedirs(directory)
    write(directory, "app", name)
    appc("image", "render", image, os.path.join(directory, "image"))
    root = os.path.join(directory, "image", "rootfs")
    sys.stdout.flush()
    if os.fork() == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(nothing, descriptor)
        keep(app, name, root, directory)
        os._exit(0)
    while not read(directory, "pid"):
        time.sleep(0.01)
    return {"pod": identity}


def status(pod):
    directory = pod_directory(pod)
    end = read(directory, "end")
    state = "exited" if end else "running"
    app = {"name": read(directory, "app"), "state": state, **json.loads(end or "{}")}
    return {"pod": pod, "state": state, "apps": [app]}


def wait(pod):
    while status(pod)["state"] != "exited":
        time.sleep(0.02)
    return status(pod)


def logs(pod, app, stream, file):
    if stream not in ("stdout", "stderr"):
        sys.exit(2)
    shutil.copyfile(os.path.join(app_of(pod, app), stream), file)
    return {"complete": True}


def stop(pod):
    directory = pod_directory(pod)
    if not read(directory, "end"):
        os.kill(int(read(directory, "pid")), signal.SIGTERM)
    wait(pod)
    return {}


def remove(pod):
    if status(pod)["state"] != "exited":
        refuse("the pod is not over")
    shutil.rmtree(pod_directory(pod))
    return {}


def remove_image(image):
    if not os.path.isdir(STORE):
        refuse(f"there is no image {image}")
    appc("store", "rm", image)
    return {}


VERBS = {
    "describe": lambda: {
        "protocol": 1,
        "name": "chroot",
        "version": "1",
        "specVersion": "0.8.11",
        "capabilities": ["separate-streams", "dependencies"],
    },
    "import": lambda archive: {"image": appc("store", "add", archive)},
    "run": run,
    "wait": wait,
    "status": status,
    "logs": logs,
    "stop": stop,
    "remove": remove,
    "remove-image": remove_image,
}

if len(sys.argv) < 2 or not os.path.isdir(HOME):
    sys.exit(2)
verb, arguments = VERBS.get(sys.argv[1]), sys.argv[2:]
if verb is None:
    sys.exit(4)
if len(arguments) != verb.__code__.co_argcount:
    sys.exit(2)
print(json.dumps(verb(*arguments)))
