@echo off
rem The twin of the script lab for Windows: finds JDK 25 and Jupyter, builds, and runs notebooks, tests and commands.
rem Exit codes: 0 done, 1 the work failed, 2 what was asked for, or this machine, cannot be used.
rem Its logic was tried with stand-ins for java, python and Maven under Wine's cmd (kernel\test_cmd.py), never yet on
rem Windows itself. Unlike lab it asks Maven at each start whether something is to be built, records no start of
rem the kernel, installs no Jupyter, and runs no sweeps on Spark.
setlocal enableextensions disabledelayedexpansion
rem No variable is expanded within brackets below, and none with delay: folders have blanks, ! and ) in their names.
set "ROOT=%~dp0"
set "BUNDLE="
if exist "%ROOT%kernel\flags" set "BUNDLE=yes"

call :find_jdk
if "%~1"=="doctor" goto doctor
if not defined JDK goto no_jdk
set "JAVA_HOME=%JDK%"
if defined BUNDLE goto bundled
set "ARGS=%ROOT%kernel\target\lab.args"
if "%~1"=="test" goto test
call :build
if not "%CODE%"=="0" exit /b 1
goto start

:bundled
if "%~1"=="test" goto no_sources
if "%~1"=="bench" goto no_sources
if "%~1"=="bundle" goto no_sources
if "%~1"=="site" goto no_sources
if "%~1"=="grade" if not exist "%ROOT%kernel\grade.py" goto no_grades
set "PYTHONDONTWRITEBYTECODE=1"
set "ARGS=%TEMP%\throughline-%RANDOM%%RANDOM%.args"

:start
call :write_args
if not "%CODE%"=="0" exit /b 2
if "%~2"=="--help" goto java
if "%~2"=="-h" goto java
if "%~1"=="run" goto run
if "%~1"=="notebook" goto notebook
if "%~1"=="bundle" goto bundle
if "%~1"=="grade" goto grade
if "%~1"=="site" goto site

:java
if "%~1"=="" call :lab --help
if not "%~1"=="" call :lab %*
goto end

:lab
"%JDK%\bin\java" "@%ARGS%" %LAB_JAVA_OPTIONS% throughline.cli.Lab %*
set "CODE=%errorlevel%"
exit /b %CODE%

:write_args
"%JDK%\bin\java" "%ROOT%kernel\ArgFile.java" "%ROOT%." "%ARGS%"
set "CODE=%errorlevel%"
exit /b %CODE%

:ready
call :find_jupyter
if not defined PYTHON set "CODE=2"
if not defined PYTHON exit /b 2
call :lab kernel install --quiet
if not "%CODE%"=="0" set "CODE=2"
exit /b %CODE%

:run
call :ready
if not "%CODE%"=="0" goto end
%PYTHON% "%ROOT%kernel\execute.py" --out out --command %*
set "CODE=%errorlevel%"
goto end

:bundle
call :find_python json
if not defined PYTHON echo lab: no Python found; lab bundle needs 3.9 or newer>&2
if not defined PYTHON exit /b 2
%PYTHON% "%ROOT%kernel\bundle.py" --command %*
set "CODE=%errorlevel%"
goto end

:grade
call :ready
if not "%CODE%"=="0" goto end
set "EXERCISES=%TEMP%\throughline-courses-%RANDOM%.json"
call :lab courses --json "%EXERCISES%"
if not "%CODE%"=="0" goto end
%PYTHON% "%ROOT%kernel\grade.py" --courses "%EXERCISES%" --command %*
set "CODE=%errorlevel%"
goto end

rem What makes the pages of the site is Python.
:site
call :find_jupyter
if not defined PYTHON exit /b 2
for %%p in (%PYTHON%) do set "LAB_PYTHON=%%~p"
goto java

:notebook
call :ready
if not "%CODE%"=="0" goto end
set "FOLDER=%ROOT%notebooks"
if not defined BUNDLE goto jupyter
if not defined THROUGHLINE_WORK set "THROUGHLINE_WORK=%USERPROFILE%\throughline"
call :copy_missing notebooks
call :copy_missing datasets
call :copy_missing hardware-profiles
echo lab: your notebooks lie in %THROUGHLINE_WORK%\notebooks>&2
set "FOLDER=%THROUGHLINE_WORK%\notebooks"
:jupyter
cd /d "%FOLDER%"
set "MODULE=notebook"
%PYTHON% -c "import jupyterlab" >nul 2>nul
if not errorlevel 1 set "MODULE=jupyterlab"
for /f "tokens=1,* delims= " %%a in ("%*") do %PYTHON% -m %MODULE% %%b
set "CODE=%errorlevel%"
goto end

rem What the user has changed stays: each file is copied only where there is none.
:copy_missing
for /r "%ROOT%%~1" %%f in (*) do call :copy_one "%%f"
exit /b 0

:copy_one
set "FROM=%~1"
call set "INSIDE=%%FROM:%ROOT%=%%"
if exist "%THROUGHLINE_WORK%\%INSIDE%" exit /b 0
for %%t in ("%THROUGHLINE_WORK%\%INSIDE%") do if not exist "%%~dpt" mkdir "%%~dpt"
copy /y "%FROM%" "%THROUGHLINE_WORK%\%INSIDE%" >nul
attrib -r "%THROUGHLINE_WORK%\%INSIDE%"
exit /b 0

:test
if not "%~2"=="" echo lab: lab test takes no arguments, found [%~2]>&2
if not "%~2"=="" exit /b 2
set "FAILED="
pushd "%ROOT%"
call mvnw.cmd -B verify
if errorlevel 1 set "FAILED= mvn verify"
popd
call :write_args
if not "%CODE%"=="0" exit /b 1
rem A kernel of its own, as in the script lab.
set "JUPYTER_DATA_DIR=%ROOT%kernel\target\jupyter"
call :ready
if not "%CODE%"=="0" exit /b 2
for %%t in (batch elsewhere bundle) do call :python_test "test_%%t.py"
call :python_test execute.py --out "%ROOT%kernel\target\notebooks" --all
if not defined FAILED echo All tests passed.
if not defined FAILED exit /b 0
echo FAILED:%FAILED%
exit /b 1

:python_test
%PYTHON% "%ROOT%kernel\%~1" %2 %3 %4
if errorlevel 1 set "FAILED=%FAILED% %~1"
exit /b 0

:doctor
if not defined JDK echo JDK             MISSING  25 or newer; any other command of lab says how to get it
if not defined JDK exit /b 1
set "JAVA_HOME=%JDK%"
set "ARGS=%TEMP%\throughline-%RANDOM%%RANDOM%.args"
if defined BUNDLE goto doctor_java
if exist "%ROOT%kernel\target\classpath" goto doctor_java
echo JDK             ok       %JDK%
echo build           MISSING  lab run builds; then lab doctor says more
exit /b 1
:doctor_java
call :write_args
if "%CODE%"=="0" call :lab %*
goto end

:end
if not "%ARGS%"=="%ROOT%kernel\target\lab.args" del "%ARGS%" >nul 2>nul
exit /b %CODE%

:build
pushd "%ROOT%"
call mvnw.cmd -q -DskipTests package
set "CODE=%errorlevel%"
popd
if not "%CODE%"=="0" echo lab: the build failed; Maven says why above>&2
exit /b %CODE%

rem --- what is on this machine ------------------------------------------------------------------------------------

rem Sets JDK to the first folder with a JDK 25 or newer.
:find_jdk
set "JDK="
if exist "%ROOT%jdk\release" call :try "%ROOT%jdk"
if defined JAVA_HOME call :try "%JAVA_HOME%"
for %%j in (javac.exe) do if not "%%~dp$PATH:j"=="" call :try "%%~dp$PATH:j.."
if defined CONDA_PREFIX call :try "%CONDA_PREFIX%\Library\lib\jvm"
if defined CONDA_PREFIX call :try "%CONDA_PREFIX%\Library"
call :try_all "%ProgramFiles%\Eclipse Adoptium" *
call :try_all "%ProgramFiles%\Microsoft" jdk*
call :try_all "%ProgramFiles%\Java" *
call :try_all "%ProgramFiles%\Amazon Corretto" *
call :try_all "%ProgramFiles%\Zulu" *
call :try_all "%ProgramFiles%\BellSoft" *
call :try_all "%LOCALAPPDATA%\Programs\Eclipse Adoptium" *
call :try_all "%USERPROFILE%\.jdks" *
call :try_all "%USERPROFILE%\scoop\apps" *jdk* \current
exit /b 0

rem Each folder within one, by a pattern; a third word is what follows the folder.
:try_all
if defined JDK exit /b 0
if not exist "%~1\" exit /b 0
for /f "delims=" %%d in ('dir /b /ad "%~1\%~2" 2^>nul') do call :try "%~1\%%d%~3"
exit /b 0

rem A JDK tells its version in the file `release`, as in JAVA_VERSION="25.0.3".
:try
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "VERSION="
for /f "usebackq tokens=1,2 delims==." %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" set VERSION=%%b
if not defined VERSION exit /b 0
set VERSION=%VERSION:"=%
if %VERSION% GEQ 25 set "JDK=%~1"
exit /b 0

:no_jdk
echo lab: no JDK 25 or newer found. Install one, then try again:>&2
echo   winget  winget install EclipseAdoptium.Temurin.25.JDK>&2
echo   scoop   scoop bucket add java, then scoop install temurin25-jdk>&2
echo   conda   conda env create -f environment.yml, then conda activate throughline>&2
echo or set JAVA_HOME to where it is.>&2
exit /b 2

:no_sources
echo lab: [%~1] needs the sources; this is a bundle>&2
exit /b 2

rem The script's words, but for an apostrophe.
:no_grades
echo lab: [grade] is for teachers; lab bundle --with-solutions makes a bundle that has it>&2
exit /b 2

rem Sets PYTHON to one that has these modules: conda's, the first on PATH, or the launcher's.
:find_python
set "PYTHON="
if defined CONDA_PREFIX call :try_python "%CONDA_PREFIX%\python.exe" %*
call :try_python python %*
call :try_python py %*
exit /b 0

:try_python
if defined PYTHON exit /b 0
%1 -c "import %~2" >nul 2>nul
if errorlevel 1 exit /b 0
if "%~3"=="" goto found_python
%1 -c "import %~3" >nul 2>nul
if errorlevel 1 exit /b 0
:found_python
set PYTHON=%1
exit /b 0

:find_jupyter
call :find_python nbclient nbconvert
if defined PYTHON exit /b 0
echo lab: Jupyter is missing; get it with: conda env create -f environment.yml, then conda activate throughline>&2
exit /b 2
