"""What others start from: a project of their own, and the files that say which version this is.

    python3 test_elsewhere.py
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import maven

ROOT = maven.ROOT
PROJECT = ROOT / "docs/own-project"
# The versions that the build itself uses, so that nothing is fetched.
COMPILE = "org.apache.maven.plugins:maven-compiler-plugin:3.14.0:compile"
CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
NATIVES = """\
public final class Natives {
    public static void main(String[] arguments) {
        System.out.println(ai.djl.engine.Engine.getInstance().getEngineName());
        com.google.ortools.Loader.loadNativeLibraries();
        System.out.println(new com.google.ortools.sat.CpModel().newIntVar(0, 3, "x"));
    }
}
"""


class OwnProjectTest(unittest.TestCase):
    def test_one_dependency_brings_all_of_it(self):
        with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
            folder = pathlib.Path(temporary)
            project = folder / "a project"
            shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target"))
            (project / "src/main/java/Natives.java").write_text(NATIVES, encoding="utf-8")
            maven.install(folder / "m2")
            maven.run(
                project, "-o", f"-Dmaven.repo.local={folder / 'm2'}", f"-Dmaven.repo.local.tail={maven.local_repository()}",
                COMPILE, CLASS_PATH, f"-Dmdep.outputFile={folder / 'classpath'}",
            )
            jars = (folder / "classpath").read_text(encoding="utf-8").split(os.pathsep)
            ours = {jar.name for jar in maven.class_path()}
            self.assertEqual([jar for jar in jars if pathlib.Path(jar).name not in ours], [], "versions that we do not test")
            self.assertFalse([jar for jar in jars if "smile" in jar], "GPL-3 comes only where it is asked for")
            table = self.printed(project, jars, "Main")
            self.assertEqual([line.split() for line in table if "none" in line][0][:3], ["60", "|", "none"])
            self.assertEqual(len(table), 7)
            self.assertEqual(self.printed(project, jars, "Natives"), ["PyTorch", "x(0..3)"])

    def printed(self, project, jars, main):
        java = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java")
        command = [java, *maven.JVM.split(), "-cp", os.pathsep.join([str(project / "target/classes"), *jars]), main]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()


class VersionTest(unittest.TestCase):
    def test_every_file_says_the_same_version(self):
        version = re.escape(maven.version())
        for file, said in (
            ("toolkit/pom.xml", f"<version>{version}</version>"),
            ("smile/pom.xml", f"<version>{version}</version>"),
            ("docs/own-project/pom.xml", f"<artifactId>toolkit</artifactId>\\s*<version>{version}</version>"),
            ("docs/elsewhere.md", f"throughline:toolkit:{version}`"),
            ("CITATION.cff", f"(?m)^version: {version}$"),
        ):
            self.assertRegex((ROOT / file).read_text(encoding="utf-8"), said, file)

    def test_binder_has_the_environment_of_conda(self):
        ours, theirs = ((ROOT / folder / "environment.yml").read_text(encoding="utf-8") for folder in (".", "binder"))
        self.assertEqual(theirs, ours)


if __name__ == "__main__":
    unittest.main(verbosity=1)
