"""What the build made and took, in the layout of a Maven repository."""

import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
GROUP = "throughline"
JVM = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
# In every class path of ours, and so what tells where the local repository is.
ALWAYS_THERE = "info/picocli/picocli/"


def version():
    return re.search(r"<version>(.*?)</version>", (ROOT / "pom.xml").read_text(encoding="utf-8"))[1]


def class_path():
    """The jars of the last build, as `lab` and the kernel have them."""
    return [pathlib.Path(jar) for jar in (ROOT / "kernel/target/classpath").read_text(encoding="utf-8").split(os.pathsep)]


def local_repository():
    """Where Maven keeps what it has fetched."""
    jar = next(jar.as_posix() for jar in class_path() if ALWAYS_THERE in jar.as_posix())
    return pathlib.Path(jar[: jar.index(ALWAYS_THERE)])


def install(repository, modules=("toolkit", "smile"), put=shutil.copyfile):
    """Does to another repository what `mvn install` does to the local one, of what is built already."""
    for module in ("", *modules):
        name = module or GROUP
        folder = repository / GROUP / name / version()
        folder.mkdir(parents=True)
        put(ROOT / module / "pom.xml", folder / f"{name}-{version()}.pom")
        for jar in sorted((ROOT / module / "target").glob(f"{name}-{version()}*.jar")) if module else ():
            put(jar, folder / jar.name)


def run(project, *arguments):
    """Runs the wrapper's Maven in a project; gives what it printed."""
    script = [ROOT / "mvnw.cmd"] if os.name == "nt" else ["sh", ROOT / "mvnw"]
    environment = {**os.environ, "MAVEN_OPTS": f"{os.environ.get('MAVEN_OPTS', '')} {JVM}"}
    command = [*script, "-B", "-q", "-f", project, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Maven failed in [{project}]:\n{done.stdout}{done.stderr}")
    return done.stdout


def home():
    """Where the wrapper has unpacked Maven itself."""
    script = [ROOT / "mvnw.cmd"] if os.name == "nt" else ["sh", ROOT / "mvnw"]
    said = subprocess.run([*script, "-v"], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return pathlib.Path(re.search(r"Maven home: (.*)", said.stdout)[1].strip())
