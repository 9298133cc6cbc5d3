package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What holds for every pointer. */
class PointerPropertiesTest {
  @Property
  void textOfAPointerReadsAsThePointer(@ForAll @Size(max = 6) List<String> keys) {
    Pointer pointer = Pointer.ROOT;
    for (String key : keys) {
      pointer = pointer.key(key);
    }

    Pointer read = Pointer.parse(pointer.toString());

    assertThat(read).isEqualTo(pointer).hasSameHashCodeAs(pointer);
    assertThat(read.tokens()).isEqualTo(keys);
  }
}
