package org.appctoolkit.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hash that names cannot be chosen against. */
class SipHashTest {
  private static final int SLOTS = 1 << 12;
  private static final int NAMES = SLOTS;

  private final SipHash hash = new SipHash(0x0123456789ABCDEFL, 0x0F1E2D3C4B5A6978L);

  private interface Naming {
    byte[] name(int number);
  }

  static Stream<Naming> adversaries() {
    return Stream.of(
        number -> Integer.toString(number).getBytes(UTF_8),
        number -> new byte[number],
        number -> ("x".repeat(200) + number).getBytes(UTF_8),
        number -> (number + "x".repeat(200)).getBytes(UTF_8),
        // The same hash in java.lang.String.
        number ->
            Integer.toBinaryString(number + NAMES)
                .replace("0", "Aa")
                .replace("1", "BB")
                .getBytes(UTF_8),
        number -> new byte[] {(byte) (number >> 8), (byte) number},
        number ->
            new byte[] {0, 0, 0, 0, (byte) number, 0, 0, 0, 0, 0, 0, 0, (byte) (number >> 8)});
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void fewNamesShareASlot(Naming naming) {
    int[] slots = new int[SLOTS];

    for (int number = 0; number < NAMES; number++) {
      byte[] name = naming.name(number);
      slots[hash.of(7, name, 0, name.length) & (SLOTS - 1)]++;
    }

    // About seven would be in the fullest one by chance.
    assertThat(Arrays.stream(slots).max().orElseThrow()).isLessThan(16);
  }

  @Test
  void directoriesOfOneNameAreSpread() {
    int[] slots = new int[SLOTS];
    byte[] name = {'a'};

    for (int parent = 0; parent < NAMES; parent++) {
      slots[hash.of(parent, name, 0, 1) & (SLOTS - 1)]++;
    }

    assertThat(Arrays.stream(slots).max().orElseThrow()).isLessThan(16);
  }

  @Test
  void equalNamesHaveEqualHashesWhereverTheyStand() {
    byte[] bytes = "xxabcdefghijxx".getBytes(UTF_8);
    byte[] name = "abcdefghij".getBytes(UTF_8);

    assertThat(hash.of(3, bytes, 2, 12)).isEqualTo(hash.of(3, name, 0, 10));
  }

  @Test
  void oneBitChangesAboutHalfOfTheHash() {
    byte[] name = "rootfs".getBytes(UTF_8);
    int before = hash.of(1, name, 0, name.length);
    int changed = 0;

    for (int bit = 0; bit < 8 * name.length; bit++) {
      name[bit / 8] ^= (byte) (1 << (bit % 8));
      changed += Integer.bitCount(before ^ hash.of(1, name, 0, name.length));
      name[bit / 8] ^= (byte) (1 << (bit % 8));
    }

    assertThat(changed / (8.0 * name.length)).isBetween(13.0, 19.0);
  }

  @Test
  void anotherKeyGivesOtherHashes() {
    SipHash other = new SipHash(1, 2);
    int same = 0;

    for (int number = 0; number < NAMES; number++) {
      byte[] name = Integer.toString(number).getBytes(UTF_8);
      same += hash.of(0, name, 0, name.length) == other.of(0, name, 0, name.length) ? 1 : 0;
    }

    assertThat(same).isLessThan(3);
  }
}
