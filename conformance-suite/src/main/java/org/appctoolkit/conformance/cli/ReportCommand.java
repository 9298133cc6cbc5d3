package org.appctoolkit.conformance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.appctoolkit.conformance.report.EventReader;
import org.appctoolkit.conformance.report.Report;
import org.appctoolkit.layout.Reasons;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code appc conformance report}. */
@Command(
    name = "report",
    description = "Make other reports of one that was written as JSON.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, whatever the report says",
      "2:wrong use",
      "3:it could not be read, or a report not be written"
    })
final class ReportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "What --report json=FILE has written.")
  private Path file = Path.of("");

  @Mixin private ReportOptions reports = new ReportOptions();

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (InputStream in = Files.newInputStream(file);
        ReportOptions.Opened opened = reports.open(terminal.out())) {
      List<Report> all = opened.reports();
      EventReader.read(in, event -> all.forEach(it -> it.add(event)));
      List<String> problems = opened.commit();
      problems.forEach(terminal::tell);
      return (problems.isEmpty() ? Status.OK : Status.NOT_JUDGED).code();
    } catch (EventReader.UnreadableException e) {
      terminal.tell("%s is no report of a run: %s".formatted(file, e.reason()));
    } catch (ReportOptions.UnwritableException e) {
      terminal.tell(e.reason());
    } catch (IOException e) {
      terminal.tell("cannot read %s: %s".formatted(file, Reasons.reason(e)));
    }
    return Status.NOT_JUDGED.code();
  }
}
