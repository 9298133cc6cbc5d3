package org.appctoolkit.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.NameAndParameters;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.edit.AppEdit;
import org.appctoolkit.edit.ImageEdit;
import org.appctoolkit.edit.ManifestEdit;
import org.appctoolkit.edit.NewValue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options that tell what to change in an image manifest, for commands that change one.
 *
 * <p>The order of options means nothing: what is removed is removed first, then everything else is
 * set. So {@code --clear ports --port …} replaces all ports by new ones.
 */
final class ManifestEditOptions {
  private static final long LARGEST_ID = 4294967295L;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Take the manifest from this file; the other options then change that one.")
  private Optional<Path> manifest = Optional.empty();

  @Option(names = "--name", paramLabel = "NAME", description = "Name the image.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Short for --label version=VERSION.")
  private Optional<String> version = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "Set a label; can be repeated, as all options that begin with a name.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--remove-label", paramLabel = "NAME", description = "Remove a label.")
  private List<String> removedLabels = new ArrayList<>();

  @Option(names = "--annotation", paramLabel = "NAME=VALUE", description = "Set an annotation.")
  private List<String> annotations = new ArrayList<>();

  @Option(names = "--remove-annotation", paramLabel = "NAME", description = "Remove an annotation.")
  private List<String> removedAnnotations = new ArrayList<>();

  @Option(
      names = "--path-whitelist",
      paramLabel = "PATH",
      description = "List a path that exists after rendering; all those given are the new list.")
  private List<String> pathWhitelist = new ArrayList<>();

  @Option(names = "--no-app", description = "Remove the app.")
  private boolean noApp;

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description =
          "Set what is executed; divided as by a shell, with quotation marks and backslashes, but"
              + " nothing is expanded.")
  private Optional<String> exec = Optional.empty();

  @Option(
      names = "--exec-json",
      paramLabel = "ARRAY",
      description = "The same as a JSON array of strings.")
  private Optional<String> execJson = Optional.empty();

  @Option(names = "--user", paramLabel = "USER", description = "Set the user.")
  private Optional<String> user = Optional.empty();

  @Option(names = "--group", paramLabel = "GROUP", description = "Set the group.")
  private Optional<String> group = Optional.empty();

  @Option(
      names = {"--supplementary-gids", "--supplementary-groups"},
      paramLabel = "GID[,GID...]",
      description = "Set the supplementary group IDs.")
  private Optional<String> supplementaryGids = Optional.empty();

  @Option(
      names = "--working-directory",
      paramLabel = "PATH",
      description = "Set the working directory.")
  private Optional<String> workingDirectory = Optional.empty();

  @Option(
      names = "--environment",
      paramLabel = "NAME=VALUE",
      description = "Set an environment variable.")
  private List<String> environment = new ArrayList<>();

  @Option(
      names = "--remove-environment",
      paramLabel = "NAME",
      description = "Remove an environment variable.")
  private List<String> removedEnvironment = new ArrayList<>();

  @Option(
      names = "--event-handler",
      paramLabel = "EVENT=COMMAND",
      description = "Set what is executed on pre-start or post-stop; divided as by --exec.")
  private List<String> eventHandlers = new ArrayList<>();

  @Option(
      names = "--remove-event-handler",
      paramLabel = "EVENT",
      description = "Remove an event handler.")
  private List<String> removedEventHandlers = new ArrayList<>();

  @Option(
      names = "--mount-point",
      paramLabel = "NAME,path=PATH[,readOnly=BOOLEAN]",
      description = "Set a mount point.")
  private List<String> mountPoints = new ArrayList<>();

  @Option(
      names = "--remove-mount-point",
      paramLabel = "NAME",
      description = "Remove a mount point.")
  private List<String> removedMountPoints = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "NAME,protocol=PROTOCOL,port=N[,count=N][,socketActivated=BOOLEAN]",
      description = "Set a port.")
  private List<String> ports = new ArrayList<>();

  @Option(names = "--remove-port", paramLabel = "NAME", description = "Remove a port.")
  private List<String> removedPorts = new ArrayList<>();

  @Option(
      names = "--isolator",
      paramLabel = "NAME=JSON|NAME,KEY=VALUE[,KEY=VALUE...]",
      description =
          "Set an isolator: resource/memory,limit=1Gi is short for"
              + " resource/memory={\"limit\":\"1Gi\"}.")
  private List<String> isolators = new ArrayList<>();

  @Option(names = "--remove-isolator", paramLabel = "NAME", description = "Remove an isolator.")
  private List<String> removedIsolators = new ArrayList<>();

  @Option(
      names = "--capability",
      paramLabel = "NAME[,NAME...]",
      description =
          "Set the capabilities the app has and no others; a set of revoked ones has to be removed.")
  private Optional<String> capabilities = Optional.empty();

  @Option(
      names = "--revoke-capability",
      paramLabel = "NAME[,NAME...]",
      description =
          "Set the capabilities the app has not; a set of retained ones has to be removed.")
  private Optional<String> revokedCapabilities = Optional.empty();

  @Option(
      names = "--seccomp-mode",
      paramLabel = "retain|remove[,errno=NAME]",
      description =
          "Whether the app may make the calls of --seccomp-set and no others, or may not make"
              + " them; a set of the other mode has to be removed.")
  private Optional<String> seccompMode = Optional.empty();

  @Option(
      names = "--seccomp-set",
      paramLabel = "CALL[,CALL...]",
      description = "The system calls of --seccomp-mode.")
  private Optional<String> seccompSet = Optional.empty();

  @Option(
      names = "--user-annotation",
      paramLabel = "NAME=VALUE",
      description = "Set a user annotation of the app.")
  private List<String> userAnnotations = new ArrayList<>();

  @Option(
      names = "--remove-user-annotation",
      paramLabel = "NAME",
      description = "Remove a user annotation of the app.")
  private List<String> removedUserAnnotations = new ArrayList<>();

  @Option(
      names = "--user-label",
      paramLabel = "NAME=VALUE",
      description = "Set a user label of the app.")
  private List<String> userLabels = new ArrayList<>();

  @Option(
      names = "--remove-user-label",
      paramLabel = "NAME",
      description = "Remove a user label of the app.")
  private List<String> removedUserLabels = new ArrayList<>();

  @Option(
      names = "--clear",
      paramLabel = "WHAT",
      description =
          "Remove all labels, annotations, dependencies, path-whitelist, supplementary-gids, event-handlers,"
              + " environment, isolators, mount-points, ports, user-annotations or user-labels.")
  private List<String> cleared = new ArrayList<>();

  /** The file that replaces the manifest before it is edited. */
  Optional<Path> manifest() {
    return manifest;
  }

  /**
   * The edits that are asked for, in the order in which to make them; empty if none is.
   *
   * @throws ParameterException if an argument has the wrong form, or two contradict one another
   */
  List<ManifestEdit> edits() {
    if (noApp) {
      List<ManifestEdit> others = new ArrayList<>();
      addAppEdits(others);
      if (!others.isEmpty()) {
        throw misuse("--no-app", "the app cannot be removed and changed at once");
      }
    }
    List<ManifestEdit> edits = new ArrayList<>();
    if (noApp) {
      edits.add(new ImageEdit.RemoveApp());
    }
    cleared.forEach(what -> edits.add(clear(what)));
    addRemovals(edits);
    name.ifPresent(it -> edits.add(new ImageEdit.SetName(it)));
    List<String> allLabels = new ArrayList<>(labels);
    version.ifPresent(it -> allLabels.add("version=" + it));
    addTexts(edits, "--label", allLabels, ImageEdit.SetLabel::new);
    addAppEdits(edits);
    if (!pathWhitelist.isEmpty()) {
      edits.add(new ImageEdit.SetPathWhitelist(pathWhitelist));
    }
    addTexts(edits, "--annotation", annotations, ImageEdit.SetAnnotation::new);
    return List.copyOf(edits);
  }

  private void addRemovals(List<ManifestEdit> edits) {
    removedLabels.forEach(it -> edits.add(new ImageEdit.RemoveLabel(it)));
    removedAnnotations.forEach(it -> edits.add(new ImageEdit.RemoveAnnotation(it)));
    removedEnvironment.forEach(it -> edits.add(new AppEdit.RemoveEnvironment(it)));
    removedEventHandlers.forEach(it -> edits.add(new AppEdit.RemoveEventHandler(it)));
    removedMountPoints.forEach(it -> edits.add(new AppEdit.RemoveMountPoint(it)));
    removedPorts.forEach(it -> edits.add(new AppEdit.RemovePort(it)));
    removedIsolators.forEach(it -> edits.add(new AppEdit.RemoveIsolator(it)));
    removedUserAnnotations.forEach(it -> edits.add(new AppEdit.RemoveUserAnnotation(it)));
    removedUserLabels.forEach(it -> edits.add(new AppEdit.RemoveUserLabel(it)));
  }

  private void addAppEdits(List<ManifestEdit> edits) {
    if (exec.isPresent() && execJson.isPresent()) {
      throw misuse("--exec-json", "--exec says it already");
    }
    exec.ifPresent(it -> edits.add(new AppEdit.SetExec(words("--exec", it))));
    execJson.ifPresent(it -> edits.add(new AppEdit.SetExec(strings("--exec-json", it))));
    user.ifPresent(it -> edits.add(new AppEdit.SetUser(it)));
    group.ifPresent(it -> edits.add(new AppEdit.SetGroup(it)));
    supplementaryGids.ifPresent(it -> edits.add(new AppEdit.SetSupplementaryGids(gids(it))));
    addEach(edits, "--event-handler", eventHandlers, this::eventHandler);
    workingDirectory.ifPresent(it -> edits.add(new AppEdit.SetWorkingDirectory(it)));
    addTexts(edits, "--environment", environment, AppEdit.SetEnvironment::new);
    addIsolators(edits);
    addEach(edits, "--mount-point", mountPoints, ManifestEditOptions::mountPoint);
    addEach(edits, "--port", ports, ManifestEditOptions::port);
    addTexts(edits, "--user-annotation", userAnnotations, AppEdit.SetUserAnnotation::new);
    addTexts(edits, "--user-label", userLabels, AppEdit.SetUserLabel::new);
  }

  private void addIsolators(List<ManifestEdit> edits) {
    addEach(edits, "--isolator", isolators, ManifestEditOptions::isolator);
    if (capabilities.isPresent() && revokedCapabilities.isPresent()) {
      throw misuse("--revoke-capability", "a set beside that of --capability excludes it");
    }
    capabilities.ifPresent(
        it ->
            edits.add(
                new AppEdit.SetCapabilities(AppEdit.Filter.RETAIN, names("--capability", it))));
    revokedCapabilities.ifPresent(
        it ->
            edits.add(
                new AppEdit.SetCapabilities(
                    AppEdit.Filter.REMOVE, names("--revoke-capability", it))));
    if (seccompMode.isPresent() != seccompSet.isPresent()) {
      throw seccompMode.isPresent()
          ? misuse("--seccomp-mode", "name the system calls with --seccomp-set")
          : misuse("--seccomp-set", "say with --seccomp-mode what becomes of these system calls");
    }
    if (seccompMode.isPresent() && seccompSet.isPresent()) {
      edits.add(seccomp(seccompMode.get(), names("--seccomp-set", seccompSet.get())));
    }
  }

  private AppEdit seccomp(String mode, List<String> calls) {
    NameAndParameters parsed = reading("--seccomp-mode", mode, ManifestEditOptions::mode);
    return new AppEdit.SetSeccomp(
        parsed.name().equals("retain") ? AppEdit.Filter.RETAIN : AppEdit.Filter.REMOVE,
        Optional.ofNullable(parsed.parameters().get("errno")),
        calls);
  }

  private static NameAndParameters mode(String argument) {
    NameAndParameters mode = NameAndParameters.parse(argument, List.of("errno"));
    if (!mode.name().equals("retain") && !mode.name().equals("remove")) {
      throw new IllegalArgumentException(Quote.of(mode.name()) + " is none of retain, remove");
    }
    return mode;
  }

  private static ManifestEdit mountPoint(String argument) {
    NameAndParameters parsed = NameAndParameters.parse(argument, List.of("path", "readOnly"));
    return new AppEdit.SetMountPoint(
        parsed.name(), parsed.required("path"), parsed.flag("readOnly"));
  }

  private static ManifestEdit port(String argument) {
    NameAndParameters parsed =
        NameAndParameters.parse(argument, List.of("protocol", "port", "count", "socketActivated"));
    return new AppEdit.SetPort(
        parsed.name(),
        parsed.required("protocol"),
        portNumber("port", parsed.required("port")),
        parsed.parameters().containsKey("count")
            ? OptionalInt.of(portNumber("count", parsed.required("count")))
            : OptionalInt.empty(),
        parsed.flag("socketActivated"));
  }

  private static int portNumber(String key, String text) {
    if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(key + " is a number from 1 to 65535, not " + Quote.of(text));
  }

  private static ManifestEdit isolator(String argument) {
    int equals = argument.indexOf('=');
    int comma = argument.indexOf(',');
    if (equals > 0 && (comma < 0 || equals < comma)) {
      return new AppEdit.SetIsolator(
          argument.substring(0, equals), NewValue.of(json(argument.substring(equals + 1))));
    }
    if (comma < 0) {
      throw new IllegalArgumentException(
          Quote.of(argument) + " has no value; write NAME=JSON or NAME,KEY=VALUE");
    }
    NameAndParameters parsed = NameAndParameters.parse(argument);
    Map<String, NewValue> value = new LinkedHashMap<>();
    parsed
        .parameters()
        .forEach(
            (key, text) ->
                value.put(
                    key,
                    text.equals("true") || text.equals("false")
                        ? NewValue.of(text.equals("true"))
                        : new NewValue.Text(text)));
    return new AppEdit.SetIsolator(parsed.name(), new NewValue.Members(value));
  }

  private ManifestEdit eventHandler(String argument) {
    int equals = equalsSign(argument);
    return new AppEdit.SetEventHandler(
        argument.substring(0, equals), command(argument.substring(equals + 1)));
  }

  private void addTexts(
      List<ManifestEdit> edits,
      String option,
      List<String> arguments,
      BiFunction<String, String, ManifestEdit> edit) {
    addEach(
        edits,
        option,
        arguments,
        argument -> {
          int equals = equalsSign(argument);
          return edit.apply(argument.substring(0, equals), argument.substring(equals + 1));
        });
  }

  private void addEach(
      List<ManifestEdit> edits,
      String option,
      List<String> arguments,
      Function<String, ManifestEdit> read) {
    Set<String> names = new HashSet<>();
    for (String argument : arguments) {
      edits.add(reading(option, argument, read));
      String given = argument.split("[=,]", 2)[0];
      if (!names.add(given)) {
        throw misuse(option, Quote.of(given) + " is given twice");
      }
    }
  }

  private static int equalsSign(String argument) {
    int equals = argument.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(Quote.of(argument) + " is not of the form NAME=VALUE");
    }
    return equals;
  }

  private List<String> words(String option, String argument) {
    return reading(option, argument, ManifestEditOptions::command);
  }

  private static List<String> command(String text) {
    List<String> words = ShellWords.of(text);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the command is empty");
    }
    return words;
  }

  private List<String> strings(String option, String argument) {
    return reading(
        option,
        argument,
        text -> {
          List<String> strings = new ArrayList<>();
          boolean onlyStrings = json(text) instanceof Json.Arr;
          if (json(text) instanceof Json.Arr array) {
            for (Json element : array.elements()) {
              if (element instanceof Json.Str string) {
                strings.add(string.value());
              } else {
                onlyStrings = false;
              }
            }
          }
          if (!onlyStrings) {
            throw new IllegalArgumentException("this is not an array of strings");
          }
          return strings;
        });
  }

  private static Json json(String text) {
    Document document = Document.read(Source.of("argument", text), Limits.DEFAULT);
    if (!document.malformations().isEmpty()) {
      throw new IllegalArgumentException(
          "the value is no JSON, in which a string has quotation marks: "
              + document.malformations().get(0).message());
    }
    return document
        .root()
        .orElseThrow(() -> new IllegalArgumentException("the value is no JSON: it is empty"));
  }

  private List<String> names(String option, String argument) {
    List<String> names = Arrays.asList(argument.split(",", -1));
    if (names.contains("")) {
      throw misuse(option, "a name in " + Quote.of(argument) + " is empty");
    }
    return names;
  }

  private List<Long> gids(String argument) {
    List<Long> gids = new ArrayList<>();
    for (String text : argument.split(",", -1)) {
      if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > LARGEST_ID) {
        throw misuse(
            "--supplementary-gids",
            Quote.of(text) + " is not a whole number from 0 to " + LARGEST_ID);
      }
      gids.add(Long.parseLong(text));
    }
    return gids;
  }

  private ManifestEdit clear(String what) {
    for (ImageEdit.Clear.Part part : ImageEdit.Clear.Part.values()) {
      if (word(part).equals(what)) {
        return new ImageEdit.Clear(part);
      }
    }
    for (AppEdit.Clear.Part part : AppEdit.Clear.Part.values()) {
      if (word(part).equals(what)) {
        return new AppEdit.Clear(part);
      }
    }
    List<String> words = new ArrayList<>();
    Arrays.stream(ImageEdit.Clear.Part.values()).forEach(part -> words.add(word(part)));
    Arrays.stream(AppEdit.Clear.Part.values()).forEach(part -> words.add(word(part)));
    throw misuse("--clear", Quote.of(what) + " is none of " + String.join(", ", words));
  }

  private static String word(Enum<?> part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> T reading(String option, String argument, Function<String, T> read) {
    try {
      return read.apply(argument);
    } catch (IllegalArgumentException e) {
      throw misuse(option, Optional.ofNullable(e.getMessage()).orElse("wrong use"));
    }
  }

  private ParameterException misuse(String option, String message) {
    return new ParameterException(command.commandLine(), option + ": " + message);
  }
}
