@echo off
rem The twin of the script lab for Windows: JDK 25 from JAVA_HOME, Jupyter from the Python on PATH.
setlocal enabledelayedexpansion
set "ROOT=%~dp0"
if not exist "%JAVA_HOME%\release" (
  echo lab: set JAVA_HOME to a JDK 25: conda env create -f environment.yml, then conda activate throughline>&2
  exit /b 2
)
for /f "tokens=2 delims==." %%v in ('findstr /b JAVA_VERSION= "%JAVA_HOME%\release"') do set "VERSION=%%~v"
set "VERSION=%VERSION:"=%"
if %VERSION% LSS 25 (
  echo lab: JAVA_HOME [%JAVA_HOME%] is a JDK %VERSION%; JDK 25 or newer is needed>&2
  exit /b 2
)
if /i "%~1"=="test" (
  pushd "%ROOT%" & call mvnw.cmd -B verify || exit /b 1
  popd
) else (
  pushd "%ROOT%" & call mvnw.cmd -q -DskipTests package || exit /b 1
  popd
)
for /f "delims=" %%l in ('findstr /c:"<throughline.jvm>" "%ROOT%pom.xml"') do set "FLAGS=%%l"
set "FLAGS=!FLAGS:*<throughline.jvm>=!"
set "FLAGS=!FLAGS:</throughline.jvm>=!"
rem The class path is longer than a command line may be, so it goes into an argument file.
set "ARGS=%ROOT%kernel\target\lab.args"
(for /f "usebackq delims=" %%c in ("%ROOT%kernel\target\classpath") do (set "CP=%%c" & echo -cp "!CP:\=\\!")) > "%ARGS%"
set JAVA="%JAVA_HOME%\bin\java" %FLAGS% "-Dthroughline.home=%ROOT%." "@%ARGS%" throughline.cli.Lab
if /i "%~1"=="run" goto run
if /i "%~1"=="test" goto test
if /i "%~1"=="notebook" goto notebook
rem What makes the pages of the site is Python.
if /i "%~1"=="site" set "LAB_PYTHON=python"
if "%~1"=="" (%JAVA% --help) else (%JAVA% %*)
exit /b %errorlevel%

:run
%JAVA% kernel install --quiet || exit /b 2
set "REST=%*"
set "REST=!REST:~4!"
python "%ROOT%kernel\execute.py" --out out %REST%
exit /b %errorlevel%

:test
%JAVA% kernel install --quiet || exit /b 2
python "%ROOT%kernel\execute.py" --out "%ROOT%kernel\target\notebooks" --all
exit /b %errorlevel%

:notebook
%JAVA% kernel install --quiet || exit /b 2
cd /d "%ROOT%notebooks" && python -m jupyterlab
exit /b %errorlevel%
