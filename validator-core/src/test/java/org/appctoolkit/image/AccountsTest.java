package org.appctoolkit.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with accounts, well-formed or not. */
class AccountsTest {
  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("root:x:0:0:root:/root:/bin/sh\n", "root"),
        Arguments.of("root:x:0:0::/:/bin/sh\napp:x:1:1::/:/bin/sh", "app root"),
        Arguments.of("root:x:0:\r\napp:x:1:\r\n", "app root"),
        Arguments.of("wheel:x:10:a,b\n", "wheel"),
        Arguments.of("short:x\n", ""),
        Arguments.of("bare\n", ""),
        Arguments.of("none:x::0::/:\n", ""),
        Arguments.of("word:x:abc:0::/:\n", ""),
        Arguments.of("minus:x:-1:0::/:\n", ""),
        Arguments.of("long:x:12345678901:0::/:\n", ""),
        Arguments.of("most:x:4294967295:0::/:\n", "most"),
        Arguments.of("just:x:7", "just"),
        Arguments.of("\n\n:::\n\n", ""),
        Arguments.of("#a comment\nroot:x:0:0::/:\n", "root"),
        Arguments.of("root:x:0:0::/:\nroot:x:1:1::/:\n", "root"),
        Arguments.of("ünal:x:5:5::/:\n", "ünal"),
        Arguments.of("\u0000:::::::\n", ""));
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesWithAnIdCount(String file, String names) {
    Accounts accounts = Accounts.read(file.getBytes(UTF_8));

    assertThat(String.join(" ", accounts.names().stream().sorted().toList())).isEqualTo(names);
  }
}
