package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.InputSearch;

/** What the names on a command line stand for: each input once, in their order. */
final class NamedInputs {
  /**
   * What could not be looked at.
   *
   * @param name what messages call it
   * @param reason why not: lower case, no full stop
   */
  record Unread(String name, String reason) {}

  private final Input.OfStream standardInput;
  private final InputSearch search;
  private final Optional<Path> output;
  private final Set<String> seen = new HashSet<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();

  /**
   * No names yet.
   *
   * @param standardInput what {@code -} stands for
   * @param search what a directory stands for
   * @param output the file that the report goes to, which is no input
   */
  NamedInputs(Input.OfStream standardInput, InputSearch search, Optional<Path> output) {
    this.standardInput = standardInput;
    this.search = search;
    this.output = output;
  }

  /** Adds what a name stands for; or tells why the command makes no sense with it. */
  Optional<String> add(String name) {
    if (name.isEmpty()) {
      return Optional.of("the name of a file is empty");
    }
    if (name.equals("-")) {
      add(standardInput);
      return Optional.empty();
    }
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      unread.add(new Unread(name, "the locale of the environment cannot express this name"));
      return Optional.empty();
    }
    if (Input.OfLayout.isOne(path)) {
      add(new Input.OfLayout(name, path));
    } else if (Files.isDirectory(path)) {
      search.in(path, (file, reason) -> unread.add(new Unread(file, reason))).forEach(this::add);
    } else if (output.filter(it -> isSame(path, it)).isPresent()) {
      return Optional.of("the report would replace " + name);
    } else {
      add(new Input.OfFile(name, path));
    }
    return Optional.empty();
  }

  /** What can be judged. */
  List<Input> inputs() {
    return List.copyOf(inputs);
  }

  /** What cannot. */
  List<Unread> unread() {
    return List.copyOf(unread);
  }

  private void add(Input input) {
    if (seen.add(identity(input))) {
      inputs.add(input);
    }
  }

  /** The same for the same file, so that it is judged once however often it is named. */
  private static String identity(Input input) {
    return input instanceof Input.OfStream
        ? "-"
        : Path.of(input.name()).toAbsolutePath().normalize().toString();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }
}
