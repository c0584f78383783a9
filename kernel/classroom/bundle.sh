# Read by `lab` where it is part of a bundle: nothing is built, and nothing is written here.
CLASSPATH_FILE=$ROOT/kernel/classpath
export PYTHONDONTWRITEBYTECODE=1
[ ! -x "$ROOT/jdk/bin/javac" ] || JAVA_HOME=$ROOT/jdk

build() { need_jdk; }
is_built() { true; }
run_tests() { refuse "[test] needs the sources; this is a bundle"; }
run_benchmarks() { refuse "[bench] needs the sources; this is a bundle"; }
make_bundle() { refuse "[bundle] needs the sources; this is one already"; }
make_site() { refuse "[site] needs the sources; this is a bundle"; }
build_distributed() { refuse "[generate --spark] needs the sources; this is a bundle"; }
install_kernel() { java_lab kernel install --quiet "$@"; }

# Without a cache of what Java learnt in an earlier start: Java remembers in it where jars lay when it was recorded, and
# where that is gone tells the kernel that its own jar lies nowhere, which ends it.
java_lab() {
  local flags natives=() flag jar jars=''
  flags=$(sed -n 's:.*<throughline.jvm>\(.*\)</throughline.jvm>.*:\1:p' "$ROOT/pom.xml")
  while IFS= read -r flag; do natives+=("${flag//@ROOT@/$ROOT}"); done < "$ROOT/kernel/flags"
  while IFS= read -r jar; do jars+=${jars:+:}$ROOT/$jar; done < "$CLASSPATH_FILE"
  # shellcheck disable=SC2086
  "$JAVA_HOME/bin/java" $flags "${natives[@]}" -Dthroughline.home="$ROOT" ${LAB_JAVA_OPTIONS:-} -cp "$jars" throughline.cli.Lab "$@"
}

run_grades() {
  [ -f "$ROOT/kernel/grade.py" ] || refuse "[grade] is the teacher's; lab bundle --with-solutions makes a bundle that has it"
  build
  need_jupyter
  install_kernel
  local exercises code=0
  exercises=$(mktemp)
  java_lab courses --json "$exercises" && "$PYTHON" "$ROOT/kernel/grade.py" --courses "$exercises" "$@" || code=$?
  rm -f "$exercises"
  return "$code"
}

need_jupyter() {
  PYTHON=$(find_python nbclient nbconvert jupyter_client) \
    || refuse "Jupyter is missing; README.md says what this machine needs (conda: environment.yml; Debian: apt-get install jupyter-notebook jupyter-nbconvert python3-nbclient)"
}

# What `./start` does. Notebooks read ../datasets: both are copied side by side, into a folder of the user's own.
open_jupyter() {
  local work=${THROUGHLINE_WORK:-$HOME/throughline} folder module
  case ${1:-} in --work=*) work=${1#*=}; shift ;; --work) [ $# -gt 1 ] || refuse "--work needs a folder"; work=$2; shift 2 ;; esac
  build
  need_jupyter
  install_kernel
  work=$(writable "$work" --work)
  for folder in notebooks datasets hardware-profiles; do
    copy_missing "$ROOT/$folder" "$work/$folder"
  done
  say "your notebooks lie in $work/notebooks"
  for module in jupyterlab notebook; do
    if find_python $module >/dev/null; then
      [ "$(id -u)" != 0 ] || set -- --allow-root "$@"
      cd "$work/notebooks" && exec "$(find_python $module)" -m $module "$@"
    fi
  done
  refuse "neither JupyterLab nor Notebook is installed; README.md says what this machine needs"
}

# Copies what is not there yet, for the user to change; what the user has changed stays.
copy_missing() {
  local file target
  (cd "$1" && find . -type f) | while IFS= read -r file; do
    target=$2/${file#./}
    [ -e "$target" ] || { mkdir -p "$(dirname "$target")" && cp "$1/$file" "$target.part" && chmod u+w "$target.part" && mv "$target.part" "$target"; }
  done
}
