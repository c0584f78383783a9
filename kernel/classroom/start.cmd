@echo off
rem Starts Jupyter on a copy of the notebooks that is the user's own; --verify checks this folder instead.
rem Double-click it, or type .\start: start alone is a command of Windows.
if "%~1"=="--help" goto help
if "%~1"=="--verify" goto verify
call "%~dp0lab.cmd" notebook %*
exit /b %errorlevel%

:verify
python -B "%~dp0kernel\manifest.py" "%~dp0."
exit /b %errorlevel%

:help
echo start [OPTION OF JUPYTER]...   copies notebooks and datasets to %%THROUGHLINE_WORK%% and opens Jupyter there.
echo                                Default: %%USERPROFILE%%\throughline
echo start --verify                 checks every file of this folder against MANIFEST.sha256
exit /b 0
