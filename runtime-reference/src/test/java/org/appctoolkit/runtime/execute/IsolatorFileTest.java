package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.runtime.plan.IsolatorRemark;
import org.appctoolkit.runtime.plan.IsolatorRemark.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of isolators is kept in a file. */
class IsolatorFileTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void whatWasKeptIsRead() throws IOException {
    List<IsolatorRemark> isolators =
        List.of(
            new IsolatorRemark(Optional.of("a"), "os/linux/x", Outcome.MODIFIED, "one, two"),
            new IsolatorRemark(Optional.empty(), "\n%41 ", Outcome.IGNORED, "a\nb"),
            new IsolatorRemark(Optional.of("b"), "", Outcome.ENFORCED, ""));

    IsolatorFile.write(directory.resolve("f"), isolators);

    assertThat(IsolatorFile.read(directory.resolve("f"))).isEqualTo(isolators);
  }

  @Test
  void whatIsNoneIsPassedOver() throws IOException {
    Files.writeString(directory.resolve("f"), "\nenforced\nfine % a %\nignored % a % b\n");

    assertThat(IsolatorFile.read(directory.resolve("f"))).isEmpty();
    assertThat(IsolatorFile.read(directory.resolve("none"))).isEmpty();
  }
}
