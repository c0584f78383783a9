"""Native libraries unpacked once, where every library otherwise unpacks its own for each user or at each start.

DJL would write 450 MB to each home, JavaCPP 40 MB; DuckDB and OR-Tools unpack 60 MB at each start. The properties below
have all of them load what lies in the folder. Tried on Linux with x86-64; names for other systems are those of the jars.
"""

import platform
import re
import shutil
import zipfile

# By system: how OR-Tools, DuckDB and JNA call it, and what a library's file is called.
SYSTEMS = {
    "Linux": ("linux", "linux", "lib", ".so"),
    "Darwin": ("darwin", "osx", "lib", ".dylib"),
    "Windows": ("win32", "windows", "", ".dll"),
}
# Of OpenBLAS only what Smile's linear algebra calls; the rest is 90 MB.
NOT_CALLED = ("jniopenblas.", "jniopenblas_full.")
BYTEDECO = re.compile(r"(openblas|javacpp)-[-0-9.]+-((?:linux|macosx|windows)-\w+)\.jar")
DUCKDB = "libduckdb_java.so_"


class NoNatives(Exception):
    """The platform, or a jar of it, is not there."""


def one(jars, start, end=".jar"):
    found = [jar for jar in jars if jar.name.startswith(start) and jar.name.endswith(end)]
    if len(found) != 1:
        raise NoNatives(f"the class path has {len(found)} jars [{start}*{end}], to be 1")
    return found[0]


def unpack(jar, folder, inside, rename=None, leave=()):
    """Writes the files that lie right under a path inside a jar."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar) as archive:
        names = [name for name in archive.namelist() if name.startswith(inside) and not name.endswith("/")]
        names = [name for name in names if "/" not in name[len(inside) :] and not any(part in name for part in leave)]
        for name in names:
            with archive.open(name) as source, open(folder / (rename or name[name.rfind("/") + 1 :]), "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
    if not names:
        raise NoNatives(f"[{jar.name}] holds nothing under [{inside}]")


def without_natives(jar, thin):
    """DuckDB's jar as it must be for DuckDB to look on the library path; times are those of the original."""
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(thin, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if not entry.filename.startswith(DUCKDB):
                target.writestr(entry, source.read(entry))


def torch(jars, folder):
    """PyTorch with DJL's bridge to it; gives the properties that say which."""
    native = one(jars, "pytorch-native-")
    with zipfile.ZipFile(native) as archive:
        lines = archive.read("native/lib/pytorch.properties").decode().splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    flavor, classifier = said.get("flavor", "cpu"), said["classifier"]
    unpack(native, folder, f"pytorch/{flavor}/{classifier}/")
    unpack(one(jars, "pytorch-jni-"), folder, f"jnilib/{classifier}/{flavor}/")
    return {"PYTORCH_VERSION": said["version"].split("-")[0], "PYTORCH_FLAVOR": flavor}


def unpack_all(jars, folder):
    """Fills a folder; gives the Java flags for it, in which @ROOT@ stands for the folder that holds it."""
    try:
        system, duckdb, prefix, suffix = SYSTEMS[platform.system()]
    except KeyError:
        raise NoNatives(f"no natives are known for the system [{platform.system()}]") from None
    arm = platform.machine().lower() in ("aarch64", "arm64")
    arch = "universal" if duckdb == "osx" else "arm64" if arm else "amd64"
    properties = {"PYTORCH_LIBRARY_PATH": f"@ROOT@/{folder.name}/pytorch", **torch(jars, folder / "pytorch")}
    solver = one(jars, f"ortools-{system}-")
    unpack(solver, folder / "ortools", re.match(r"ortools(-[a-z]\w*|-64)+", solver.name)[0] + "/")
    name = f"{prefix}duckdb_java{suffix}"
    unpack(one(jars, "duckdb_jdbc-"), folder / "duckdb", f"{DUCKDB}{duckdb}_{arch}", rename=name)
    unpack(one(jars, "jna-5"), folder / "jna", f"com/sun/jna/{system}-{'aarch64' if arm else 'x86-64'}/")
    blas = [(jar, BYTEDECO.fullmatch(jar.name)) for jar in jars]
    for jar, match in ((jar, match) for jar, match in blas if match):
        unpack(jar, folder / "openblas", f"org/bytedeco/{match[1]}/{match[2]}/", leave=NOT_CALLED)
    for library in (folder / "openblas").glob("libopenblas.*"):
        # The name by which the bridge without LAPACK asks for it; JavaCPP would make a copy for that.
        library.rename(library.with_name(library.name.replace("openblas", "openblas_nolapack")))
    if any(match for _, match in blas):
        properties |= {"org.bytedeco.javacpp.pathsFirst": "true", "org.bytedeco.javacpp.cacheLibraries": "false"}
    separator = ";" if system == "win32" else ":"
    libraries = [f"@ROOT@/{folder.name}/{each}" for each in ("duckdb", "ortools", "openblas")]
    properties |= {"java.library.path": separator.join(libraries), "jna.boot.library.path": f"@ROOT@/{folder.name}/jna"}
    return [f"-D{key}={value}" for key, value in properties.items()]


def name():
    """The platform whose natives these are, in words."""
    return f"{platform.system()} on {platform.machine()}"
