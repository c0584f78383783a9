"""Makes one read-only folder from which a class starts without a network.

    python3 bundle.py [--out DIR] [--jdk] [--without-smile] [--without-maven] [--with-solutions] [--leave-out GLOB]...
                      [--archive FILE]

Solutions of workshops, and what else is the teacher's, are in it only where that is asked for. The folder appears whole or not at all. Two bundles of one build have the same manifest.
"""

import argparse
import fnmatch
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile

import archive
import manifest
import maven
import natives

ROOT = maven.ROOT
TEMPLATES = ROOT / "kernel/classroom"
# All times are this one, even and late enough for zip and FAT, so that a copy is like another; Java compares them too.
TIME = 1767225600
SCRIPTS = ("execute.py", "first_show.py", "manifest.py", "papermill_java.py", "parameters.py", "report.py")
FILES = (
    "lab", "lab.cmd", "pom.xml", "environment.yml", "LICENSE", "CITATION.cff", "CHANGELOG.md", "docs/elsewhere.md",
    "toolkit/src/test/resources/throughline/papers/baseline.csv", "kernel/ArgFile.java", *(f"kernel/{name}" for name in SCRIPTS),
)
FOLDERS = ("notebooks", "datasets", "hardware-profiles", "docs/own-project")
# Not for the class: what gives answers away, the notes on how to teach, and what weaves solutions in and marks.
TEACHERS = ("notebooks/workshops/solutions/*", "notebooks/workshops/README.md")
TEACHERS_SCRIPTS = ("grade.py", "workshops.py")
MADE_BY_USE = ("target", "out", ".ipynb_checkpoints", "__pycache__")
CLASS_ROOM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>throughline</groupId>
    <artifactId>throughline</artifactId>
    <version>{version}</version>
    <relativePath/>
  </parent>
  <artifactId>class-room</artifactId>
  <packaging>pom</packaging>
  <dependencies>
{dependencies}
    <dependency>
      <groupId>io.github.padreati</groupId>
      <artifactId>rapaio-jupyter-kernel</artifactId>
      <version>${{rapaio.version}}</version>
    </dependency>
  </dependencies>
</project>
"""
DEPENDENCY = "    <dependency><groupId>throughline</groupId><artifactId>{}</artifactId></dependency>"
SETTINGS = """\
<settings>
  <profiles><profile><id>local</id>
    <repositories><repository><id>local</id><url>{0}</url></repository></repositories>
    <pluginRepositories><pluginRepository><id>local</id><url>{0}</url></pluginRepository></pluginRepositories>
  </profile></profiles>
  <activeProfiles><activeProfile>local</activeProfile></activeProfiles>
</settings>
"""
CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
# What Maven notes of where and when it got a file.
NOTES = ("_remote.repositories", "resolver-status.properties", "*.lastUpdated", "maven-metadata-*", "*.sha1", "*.md5")


def refuse(message):
    print(f"lab: {message}", file=sys.stderr)
    sys.exit(2)


def say(message):
    print(f"lab: {message}", file=sys.stderr, flush=True)


class Bundle:
    def __init__(self, folder, arguments):
        self.folder = folder
        self.arguments = arguments
        self.modules = ("toolkit",) if arguments.without_smile else ("toolkit", "smile")

    def make(self):
        say("collecting what Maven needs")
        jars = self.jars()
        say("unpacking native libraries")
        flags = natives.unpack_all(jars, self.folder / "natives")
        self.class_path(jars)
        (self.folder / "kernel/flags").write_text("".join(f"{flag}\n" for flag in flags), encoding="utf-8", newline="\n")
        if self.arguments.jdk:
            say("copying the JDK")
            shutil.copytree(os.environ["JAVA_HOME"], self.folder / "jdk")
        self.files()
        say("writing the manifest")
        manifest.write(self.folder)
        settle(self.folder)

    def jars(self):
        """Fills a Maven repository with what the class path holds, and a project of one's own needs."""
        repository = self.folder / "m2"
        maven.install(repository, self.modules)
        with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
            folder = pathlib.Path(temporary)
            dependencies = "\n".join(DEPENDENCY.format(module) for module in self.modules)
            pom = CLASS_ROOM.format(version=maven.version(), dependencies=dependencies)
            (folder / "pom.xml").write_text(pom, encoding="utf-8")
            (folder / "settings.xml").write_text(SETTINGS.format(maven.local_repository().as_uri()), encoding="utf-8")
            local = ("-s", folder / "settings.xml", f"-Dmaven.repo.local={repository}")
            maven.run(folder, *local, CLASS_PATH, f"-Dmdep.outputFile={folder / 'classpath'}")
            jars = (folder / "classpath").read_text(encoding="utf-8").split(os.pathsep)
            if not self.arguments.without_maven:
                project = folder / "project"
                shutil.copytree(ROOT / "docs/own-project", project, ignore=shutil.ignore_patterns(*MADE_BY_USE))
                maven.run(project, *local, "compile", "exec:java")
                shutil.copytree(maven.home(), self.folder / "maven")
        for note in [path for pattern in NOTES for path in repository.rglob(pattern)]:
            note.unlink()
        return [pathlib.Path(jar) for jar in jars]

    def class_path(self, jars):
        (self.folder / "lib").mkdir()
        (self.folder / "kernel").mkdir()
        duckdb = natives.one(jars, "duckdb_jdbc-")
        thin = self.folder / "lib" / duckdb.name
        natives.without_natives(duckdb, thin)
        lines = [(thin if jar == duckdb else jar).relative_to(self.folder).as_posix() for jar in jars]
        (self.folder / "kernel/classpath").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    def files(self):
        teacher = self.arguments.with_solutions
        for name in (*FILES, *(f"kernel/{script}" for script in TEACHERS_SCRIPTS if teacher)):
            put(ROOT / name, self.folder / name)
        for file in lying_in(FOLDERS):
            inside = file.relative_to(ROOT)
            if not self.left_out(inside) and (teacher or not is_teachers(file)):
                put(file, self.folder / inside)
        for template in sorted(TEMPLATES.iterdir()):
            if self.arguments.without_maven and template.name.startswith("mvn"):
                continue
            put(template, self.folder / ("kernel" if template.suffix == ".sh" else "") / template.name)
        if not self.arguments.without_smile:
            put(ROOT / "smile/LICENSE", self.folder / "smile/LICENSE")
        self.fill_in()

    def left_out(self, inside):
        return any(fnmatch.fnmatchcase(inside.as_posix(), pattern) for pattern in self.arguments.leave_out)

    def fill_in(self):
        """Keeps of the README what is true of this bundle: lines begin with `[jdk]` or `[!jdk]`, and so on, that are not always."""
        readme = self.folder / "README.md"
        true = {
            "jdk": self.arguments.jdk, "smile": not self.arguments.without_smile, "maven": not self.arguments.without_maven,
            "solutions": self.arguments.with_solutions,
        }
        kept = []
        for line in readme.read_text(encoding="utf-8").splitlines():
            match = re.match(r"\[(!?)(jdk|smile|maven|solutions)\] ?", line)
            if not match or true[match[2]] != bool(match[1]):
                kept.append(line[match.end() :] if match else line)
        text = "\n".join(kept).replace("@VERSION@", maven.version()).replace("@PLATFORM@", natives.name())
        readme.write_text(text + "\n", encoding="utf-8", newline="\n")


def lying_in(folders):
    """The files in folders of the repository, in order, but for what their use left there."""
    found = (path for name in folders for path in sorted((ROOT / name).rglob("*")) if path.is_file())
    return [path for path in found if not set(path.relative_to(ROOT).parts) & set(MADE_BY_USE)]


def is_teachers(file):
    """Whether a file is none that a student should find. A notebook with its solutions woven in may lie anywhere."""
    inside = file.relative_to(ROOT).as_posix()
    return any(fnmatch.fnmatchcase(inside, pattern) for pattern in TEACHERS) or (file.suffix == ".ipynb" and is_solved(file))


def is_solved(notebook):
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return any("solution" in cell["metadata"].get("tags", ()) for cell in cells)
    except (ValueError, KeyError, TypeError):
        # Not a notebook: somebody else's concern.
        return False


def put(file, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, target)


def settle(folder):
    """Gives everything one time, and takes from everyone the right to change it."""
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        if path.is_symlink():
            continue
        executable = path.is_dir() or os.access(path, os.X_OK)
        os.utime(path, (TIME, TIME))
        path.chmod(0o555 if executable else 0o444)


def remove(folder):
    for path in [folder, *folder.rglob("*")] if folder.exists() else ():
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        refuse(f"{message} (lab bundle --help says what is allowed)")


def parse(words=None):
    parser = Parser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/bundle"))
    parser.add_argument("--jdk", action="store_true")
    parser.add_argument("--without-smile", action="store_true")
    parser.add_argument("--without-maven", action="store_true")
    parser.add_argument("--with-solutions", action="store_true")
    parser.add_argument("--leave-out", action="append", default=[], metavar="GLOB")
    parser.add_argument("--archive", type=pathlib.Path, metavar="FILE")
    # The word after `lab` on Windows, whose scripts cannot take it off without spoiling the rest.
    parser.add_argument("--command", help=argparse.SUPPRESS)
    arguments = parser.parse_args(words)
    arguments.out = arguments.out.absolute()
    if arguments.out.exists():
        refuse(f"--out [{arguments.out}] is there already; name a folder that is not (a bundle is removed by chmod -R u+w and rm -r)")
    if any(ROOT / name in arguments.out.parents for name in FOLDERS):
        refuse(f"--out [{arguments.out}] lies in a folder that the bundle holds; name another")
    for pattern in arguments.leave_out:
        if not any(fnmatch.fnmatchcase(file.relative_to(ROOT).as_posix(), pattern) for file in lying_in(FOLDERS)):
            refuse(f"--leave-out [{pattern}] fits no file; files are named from here, as in notebooks/00-tour.ipynb")
    if arguments.archive:
        try:
            archive.check(arguments.archive)
        except archive.BadArchive as error:
            refuse(error)
    return arguments


def main():
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    part = arguments.out.with_name(f".{os.getpid()}-{arguments.out.name}")
    try:
        try:
            part.mkdir(parents=True)
        except OSError as error:
            refuse(f"--out [{arguments.out}] cannot be written ({error.strerror}); name a folder that can")
        Bundle(part, arguments).make()
        os.rename(part, arguments.out)
    except (natives.NoNatives, RuntimeError) as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("lab: stopped; nothing is kept", file=sys.stderr)
        return 130
    finally:
        remove(part)
    size = sum(path.stat().st_size for path in arguments.out.rglob("*") if path.is_file())
    print(f"bundle   {arguments.out} ({size / 1e6:.0f} MB)")
    if arguments.archive:
        archive.write(arguments.out, arguments.archive)
        print(f"archive  {arguments.archive} ({arguments.archive.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
