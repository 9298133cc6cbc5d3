package org.appctoolkit.runtime.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.US_ASCII);

  private static Identity identity(SpecVersion version) {
    return new Identity(version, new byte[Identity.KEY_BYTES]);
  }

  @Test
  void itVerifiesWhatItHasSigned() {
    Identity identity = identity(SpecVersion.NEWEST);
    String signature = identity.sign(CONTENT, 0, 3);

    assertThat(identity.verifies(CONTENT, 0, 3, signature)).isTrue();
    assertThat(identity.verifies(CONTENT, 0, 2, signature)).isFalse();
    assertThat(identity.verifies(CONTENT, 0, 3, signature.substring(4))).isFalse();
    assertThat(identity.verifies(CONTENT, 0, 3, "\u00e4")).isFalse();
  }

  @Test
  void itRemembersTheLastSignaturesAndNoMore() {
    Identity identity = identity(SpecVersion.OLDEST);
    String first = identity.sign(CONTENT, 0, 1);
    String second = identity.sign(CONTENT, 0, 2);
    identity.sign(CONTENT, 0, 1);

    for (int i = 0; i < Identity.MOST_REMEMBERED - 1; i++) {
      byte[] other = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      identity.sign(other, 0, other.length);
    }

    assertThat(identity.remembers(first)).isTrue();
    assertThat(identity.remembers(second)).isFalse();
  }
}
