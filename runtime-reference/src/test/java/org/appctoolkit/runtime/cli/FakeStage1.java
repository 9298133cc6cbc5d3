package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Shell scripts that keep the contract of stage1 as far as files and signals go. */
final class FakeStage1 {
  private static final String BEGINNING =
      """
      #!/bin/sh
      cd "$1" || exit 125
      stamp() { read -r stat <"/proc/$1/stat"; pid=$1; set -- ${stat##*) }; echo "$pid ${20}"; }
      tell() { cat >"$1.tmp" && mv "$1.tmp" "$1"; }
      apps=$(sed -n 's/^app //p' plan)
      say() { printf "$3" >>"apps/$1/$2"; }
      app() { printf 'state %s\\nrestarts 0\\n' "$2" | tell "apps/$1/status"; }
      app_ends() {
        printf 'state exited\\nexit %s\\nstarted 1.0\\nended 2.5\\n' "$2" | tell "apps/$1/status"
      }
      pod() { printf 'state %s\\n%b' "$1" "$2" | tell status; }
      ends() {
        for app in $apps; do
          read -r first <"apps/$app/status"
          [ "$first" != "state waiting" ] || app_ends "$app" 0
        done
        pod exited "exit $1\\n"
        exit "$1"
      }
      for app in $apps; do
        : >"apps/$app/stdout"; : >"apps/$app/stderr"; app "$app" waiting
      done
      """;

  private FakeStage1() {}

  /** One that does this once it has told who it is. */
  static Path doing(Path directory, String commands) throws IOException {
    return script(directory, BEGINNING + "stamp $$ | tell pid\n" + commands);
  }

  /** One that does this before it is known to anybody. */
  static Path unknown(Path directory, String commands) throws IOException {
    return script(directory, BEGINNING + commands);
  }

  private static Path script(Path directory, String text) throws IOException {
    Path script = Files.createTempFile(directory, "stage1-", ".sh");
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }
}
