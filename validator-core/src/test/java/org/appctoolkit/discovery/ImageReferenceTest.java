package org.appctoolkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  @Test
  void nameVersionAndLabelsAreRead() throws MalformedReferenceException {
    assertThat(ImageReference.parse("example.com/worker:1.0.0,os=linux,arch=amd64"))
        .isEqualTo(
            new ImageReference(
                "example.com/worker",
                new TreeMap<>(Map.of("version", "1.0.0", "os", "linux", "arch", "amd64"))));
  }

  @Test
  void valuesAreTakenAsTheyAre() throws MalformedReferenceException {
    assertThat(ImageReference.parse("example.com/a,x=b=c%20\"d\":e").labels())
        .isEqualTo(Map.of("x", "b=c%20\"d\":e"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com/worker",
        "example.com/worker:1.0.0",
        "example.com/worker:1.0.0,arch=amd64,os=linux",
        "example.com/worker,version=1:2",
      })
  void whatIsWrittenIsReadAgain(String text) throws MalformedReferenceException {
    assertThat(ImageReference.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the name is empty",
        "https://example.com/a | has a colon that is not before a version",
        "example.com:443/a | has a colon that is not before a version",
        "example.com/a: | there is no version behind the colon",
        "example.com/a:1:2 | has a colon that is not before a version",
        "Example.com/a | \"Example.com/a\" is no name of an image",
        "example.com//a | is no name of an image",
        "example.com/../a | is no name of an image",
        "example.com/a, | there is nothing behind a comma",
        "example.com/a,os | \"os\" is no label; write LABEL=VALUE",
        "example.com/a,os= | the label \"os\" has no value",
        "example.com/a,=x | \"\" is no name of a label",
        "example.com/a,name=x | a label cannot be called name",
        "example.com/a,OS=x | \"OS\" is no name of a label",
        "example.com/a,os=x,os=x | the label \"os\" is given twice",
        "example.com/a:1,version=1 | the label \"version\" is given twice",
      })
  void whatIsWrongIsSaid(String text, String message) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(MalformedReferenceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theLengthIsLimited() {
    assertThatThrownBy(() -> ImageReference.parse("a".repeat(ImageReference.MOST + 1)))
        .isInstanceOf(MalformedReferenceException.class)
        .hasMessageContaining("longer than 4096");
    assertThatThrownBy(() -> ImageReference.parse("a/".repeat(2047) + "a:1"))
        .isInstanceOf(MalformedReferenceException.class);
  }

  @Property
  void anyTextIsAReferenceOrRefusedInWords(@ForAll @StringLength(max = 200) String text) {
    try {
      ImageReference reference = ImageReference.parse(text);
      assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    } catch (MalformedReferenceException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  @Property
  void aPrefixMatchesOnWholeSegmentsOnly(
      @ForAll @AlphaChars @Chars('/') @StringLength(min = 1, max = 6) String prefix,
      @ForAll @AlphaChars @Chars('/') @StringLength(min = 1, max = 6) String rest) {
    String name = ("a" + prefix + rest).toLowerCase(java.util.Locale.ROOT);
    if (!ImageReference.isIdentifier(name)) {
      return;
    }
    ImageReference reference = new ImageReference(name, new TreeMap<>());
    for (int end = 0; end <= name.length(); end++) {
      boolean atAnEnd =
          end > 0
              && (end == name.length() || name.charAt(end) == '/' || name.charAt(end - 1) == '/');
      assertThat(reference.isBelow(name.substring(0, end))).isEqualTo(atAnEnd);
      assertThat(reference.isBelow(name.substring(0, end) + "x"))
          .isEqualTo(isPrefix(name, name.substring(0, end) + "x"));
    }
  }

  private static boolean isPrefix(String name, String prefix) {
    String[] names = name.split("/", -1);
    String[] prefixes = prefix.split("/", -1);
    if (prefixes.length > names.length) {
      return false;
    }
    for (int i = 0; i < prefixes.length; i++) {
      if (!names[i].equals(prefixes[i])) {
        return false;
      }
    }
    return true;
  }
}
