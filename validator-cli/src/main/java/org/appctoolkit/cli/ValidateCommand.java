package org.appctoolkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MalformedReferenceException;
import org.appctoolkit.document.Limits;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.Glob;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.InputSearch;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.RuleSeverities;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.OutputFile;
import org.appctoolkit.report.JsonReport;
import org.appctoolkit.report.Report;
import org.appctoolkit.report.TextReport;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoreSettings;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc validate}. */
@Command(
    name = "validate",
    description =
        "Judge image archives, layouts, manifests of images, pods and containers, and discovery"
            + " pages.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status (of several files 3 counts before 4, 4 before 1):%n",
    exitCodeList = {
      "0:nothing was found at or above the threshold of --fail-on",
      "1:something was found",
      "2:wrong use, or there was no manifest",
      "3:something could not be looked at, or not be written",
      "4:a limit was hit, so that a file is not judged wholly"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "Archives and manifests to judge; directories, which are layouts of images or else are"
              + " searched for archives and manifests; - for standard input.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      converter = KindConverter.class,
      description =
          "Expect this kind, whatever the manifest says: image-manifest, pod-manifest or"
              + " container-runtime-manifest.")
  private Optional<ManifestKind> kind = Optional.empty();

  @Option(
      names = "--spec-version",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description = "Apply this version of the specification, whatever the manifest says.")
  private Optional<SpecVersion> version = Optional.empty();

  @Option(
      names = "--pod-template",
      description = "A pod manifest may leave open what is decided when it is run.")
  private boolean podTemplate;

  @Option(
      names = "--discovered-as",
      paramLabel = "NAME",
      converter = ReferenceConverter.class,
      description =
          "Images were discovered by this NAME[:VERSION][,LABEL=VALUE...]: their names and labels"
              + " have to be these.")
  private Optional<ImageReference> discoveredAs = Optional.empty();

  @Option(
      names = "--discovery-page",
      paramLabel = "PAGE",
      description =
          "Judge this discovery page, a file or a URL; FILE is then the one name of an image that"
              + " it is to lead to.")
  private Optional<String> discoveryPage = Optional.empty();

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      converter = GlobConverter.class,
      description =
          "In directories, judge the files that match, whatever their content; can be repeated.")
  private List<Glob> includes = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      converter = GlobConverter.class,
      description = "In directories, pass over what matches; can be repeated.")
  private List<Glob> excludes = new ArrayList<>();

  @Option(
      names = "--stdin-name",
      paramLabel = "NAME",
      description = "What to call standard input (default: ${DEFAULT-VALUE}).")
  private String stdinName = "<stdin>";

  @Option(
      names = "--rule",
      paramLabel = "ID=SEVERITY",
      description = "Set a rule to off, info, warning or error; can be repeated.")
  private List<String> rules = new ArrayList<>();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      converter = ThresholdConverter.class,
      description = "Exit with 1 from here on: error, warning, info or never (default: error).")
  private Threshold threshold = Threshold.ERROR;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report to this file, which is replaced only when it is complete.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      description = "Report only what lets the command fail, and otherwise nothing.")
  private boolean quiet;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      converter = ColorConverter.class,
      description = "auto, always or never (default: auto, which honours NO_COLOR).")
  private Surroundings.ColorChoice color = Surroundings.ColorChoice.AUTO;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      converter = LimitConverter.Depth.class,
      description = "Deepest nesting that is judged (default: ${DEFAULT-VALUE}).")
  private int maxDepth = Limits.DEFAULT.depth();

  @Option(
      names = "--max-number-characters",
      paramLabel = "N",
      converter = LimitConverter.NumberCharacters.class,
      description = "Longest number that is judged (default: ${DEFAULT-VALUE}).")
  private int maxNumberCharacters = Limits.DEFAULT.numberCharacters();

  @Option(
      names = "--max-findings",
      paramLabel = "N",
      converter = LimitConverter.FindingCount.class,
      description = "Most findings in one file that are reported (default: ${DEFAULT-VALUE}).")
  private int maxFindings = Limits.DEFAULT.findings();

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Judge pods and images with dependencies together with the images of this store, in"
              + " their rendered rootfs.")
  private Optional<Path> store = Optional.empty();

  @Mixin private ArchiveLimitOptions archiveLimits = new ArchiveLimitOptions();

  @Mixin private DependencyLimitOptions dependencyLimits = new DependencyLimitOptions();

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      converter = LimitConverter.Seconds.class,
      description = "Longest time that is spent on one image (default: ${DEFAULT-VALUE}).")
  private int maxSeconds = Judging.SECONDS;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is the passphrase of encrypted archives.")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(
      names = "--passphrase-fd",
      paramLabel = "N",
      description = "File descriptor that the passphrase is read from.")
  private Optional<Integer> passphraseDescriptor = Optional.empty();

  @Mixin private WebOptions network = new WebOptions();

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private enum Format {
    TEXT,
    JSON
  }

  private static final class ThresholdConverter extends Choice<Threshold> {
    ThresholdConverter() {
      super(Threshold.class);
    }
  }

  private static final class FormatConverter extends Choice<Format> {
    FormatConverter() {
      super(Format.class);
    }
  }

  private static final class ColorConverter extends Choice<Surroundings.ColorChoice> {
    ColorConverter() {
      super(Surroundings.ColorChoice.class);
    }
  }

  @Override
  public Integer call() {
    if (output.filter(it -> it.toString().equals("-")).isPresent()) {
      throw misuse("leave out --output to write to standard output");
    }
    if (names.isEmpty()) {
      throw misuse(
          discoveryPage.isPresent()
              ? "name the image that the page is to lead to, such as example.com/worker"
              : "nothing to judge: name a file, a directory, or - for standard input");
    }
    if (output.filter(Files::isRegularFile).filter(InputSearch::isFound).isPresent()) {
      throw misuse("the report would replace " + output.get());
    }
    Judging how;
    try {
      how = judging();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
      return ExitStatus.NOT_READ.code();
    }
    if (discoveryPage.isPresent()) {
      return written(how, List.of(page(discoveryPage.get())), List.of());
    }
    InputSearch search = new InputSearch(includes, excludes, output.filter(Files::exists));
    NamedInputs named =
        new NamedInputs(new Input.OfStream(stdinName, surroundings.in()), search, output);
    names.forEach(name -> named.add(name).ifPresent(this::refuse));
    List<Input> inputs = named.inputs();
    List<NamedInputs.Unread> unread = named.unread();
    unread.forEach(this::tell);
    if (inputs.isEmpty() && unread.isEmpty()) {
      surroundings.tell("there is no manifest in " + String.join(", ", names));
      return ExitStatus.MISUSE.code();
    }
    return written(how, inputs, unread);
  }

  private Input page(String page) {
    if (names.size() > 1) {
      throw misuse("a page is judged for one name, not for " + names.size());
    }
    try {
      return new DiscoveryPage(
          page.equals("-") ? stdinName : page,
          new PageInput(page, network, surroundings),
          ImageReference.parse(names.get(0)));
    } catch (MalformedReferenceException e) {
      throw misuse(e.reason());
    }
  }

  private int written(Judging how, List<Input> inputs, List<NamedInputs.Unread> unread) {
    if (output.isEmpty()) {
      return report(how, inputs, unread, surroundings.out(), true).code();
    }
    try (OutputFile file = new OutputFile(output.get())) {
      ExitStatus status = report(how, inputs, unread, file.writer(), false);
      file.commit();
      return status.code();
    } catch (IOException e) {
      surroundings.tell("cannot write " + output.get() + ": " + UnreadableException.reason(e));
      return ExitStatus.NOT_READ.code();
    }
  }

  private ExitStatus report(
      Judging how,
      List<Input> inputs,
      List<NamedInputs.Unread> unread,
      PrintWriter out,
      boolean standard) {
    Surroundings.ColorChoice choice =
        standard || color != Surroundings.ColorChoice.AUTO ? color : Surroundings.ColorChoice.NEVER;
    Report report =
        switch (format) {
          case TEXT -> new TextReport(out, surroundings.palette(choice), !quiet);
          case JSON -> new JsonReport(out, Toolkit.version());
        };
    ExitStatus status = unread.isEmpty() ? ExitStatus.OK : ExitStatus.NOT_READ;
    unread.forEach(it -> report.addUnread(it.name(), it.reason()));
    boolean silent = quiet && format == Format.TEXT;
    for (Input input : inputs) {
      Optional<Judgement> judgement = judge(how, input, report);
      if (judgement.isEmpty()) {
        status = status.or(ExitStatus.NOT_READ);
        continue;
      }
      Judgement shown = quiet ? reduced(judgement.get()) : judgement.get();
      silent &= shown.findings().all().isEmpty();
      report.add(shown);
      if (judgement.get().hitALimit()) {
        status = status.or(ExitStatus.LIMIT);
      } else if (judgement.get().findings().all().stream().anyMatch(threshold::isReachedBy)) {
        status = status.or(ExitStatus.FINDINGS);
      }
    }
    if (!silent) {
      report.end();
    }
    return status;
  }

  private Optional<Judgement> judge(Judging how, Input input, Report report) {
    try {
      return Optional.of(input.judge(how));
    } catch (UnreadableException e) {
      tell(new NamedInputs.Unread(input.name(), e.reason()));
      report.addUnread(input.name(), e.reason());
    } catch (RuntimeException | StackOverflowError e) {
      surroundings.tellOfABug(input.name(), e);
      report.addUnread(input.name(), "internal error");
    }
    return Optional.empty();
  }

  private void tell(NamedInputs.Unread file) {
    surroundings.tell(file.name() + ": " + file.reason());
  }

  /** What lets the command fail: findings from the threshold on, and limits. */
  private Judgement reduced(Judgement judgement) {
    return judgement.withFindings(
        new Findings(
            judgement.findings().all().stream()
                .filter(
                    it -> threshold.isReachedBy(it) || it.clause().source() == Clause.Source.LIMIT)
                .toList()));
  }

  private Judging judging() throws UnreadableException {
    Optional<Catalogue> images = catalogue();
    PassphraseInput passphrase = new PassphraseInput(passphraseFile, passphraseDescriptor);
    try {
      return new Judging(
          new Validator(settings()),
          archiveLimits.documentBytes(),
          new Judging.Passphrase(
              passphrase.isMissing() ? Optional.empty() : Optional.of(passphrase.read()),
              "--passphrase-file FILE tells the passphrase"),
          Stopwatch.of(maxSeconds),
          images);
    } catch (UnreadableException e) {
      throw misuse(e.reason());
    }
  }

  /** The store that was named: it has to be there. */
  private Optional<Catalogue> catalogue() throws UnreadableException {
    if (store.isEmpty()) {
      return Optional.empty();
    }
    try {
      StoreSettings how =
          StoreSettings.of(InstantSource.system()).withArchiveLimits(archiveLimits.limits());
      return Optional.of(ImageStore.open(store.get(), how));
    } catch (StoreException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  private Settings settings() {
    return new Settings(
        new Limits(archiveLimits.documentBytes(), maxDepth, maxNumberCharacters, maxFindings),
        archiveLimits.limits(),
        dependencyLimits.limits(),
        version,
        kind,
        podTemplate,
        discoveredAs,
        RuleSeverities.of(rules, it -> misuse("--rule: " + it)));
  }

  private void refuse(String reason) {
    throw misuse(reason);
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
