package org.appctoolkit.runtime.cli;

import picocli.CommandLine.Option;

/** The option for output that programs read. */
final class JsonOption {
  @Option(names = "--json", description = "Print JSON, as docs/runtime.md describes it.")
  private boolean json;

  boolean isSet() {
    return json;
  }
}
