package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({"amd64,amd64", "amd64,i386", "x86_64,amd64", "aarch64,aarch64", "riscv64,riscv64"})
  void takesImagesWhoseProgramsRunHere(String machine, String arch) {
    Platform platform = Platform.of(machine);

    assertThat(platform.obstacle(Map.of("os", "linux", "arch", arch))).isEmpty();
  }

  @Test
  void refusesAnotherArchitecture() {
    Platform platform = Platform.of("amd64");

    assertThat(platform.obstacle(Map.of("os", "linux", "arch", "aarch64")))
        .contains("the image is for the architecture \"aarch64\"");
  }

  @Test
  void refusesAnotherOperatingSystem() {
    Platform platform = Platform.of("amd64");

    assertThat(platform.obstacle(Map.of("os", "freebsd", "arch", "amd64")))
        .contains("the image is for the operating system \"freebsd\"");
  }

  @Test
  void takesImagesThatDoNotSayWhatTheyAreFor() {
    Platform platform = Platform.of("amd64");

    assertThat(platform.obstacle(Map.of())).isEmpty();
    assertThat(platform.obstacle(Map.of("os", "linux"))).isEmpty();
    assertThat(platform.obstacle(Map.of("arch", "s390x"))).isEmpty();
  }
}
