package org.appctoolkit.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The resource files of this package. A missing one is a broken build, not a user's mistake. */
final class Resources {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Resources() {}

  static JsonNode json(String name) {
    return MAPPER.readTree(text(name));
  }

  static String text(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
