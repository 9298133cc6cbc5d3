package org.appctoolkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualPlaceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "APPC_STORE=/s HOME=/h XDG_DATA_HOME=/x | true | /s",
        "APPC_STORE=/s HOME=/h XDG_DATA_HOME=/x | false | /s",
        "HOME=/h XDG_DATA_HOME=/x | true | /var/lib/appc/store",
        "HOME=/h XDG_DATA_HOME=/x | false | /x/appc/store",
        "HOME=/h XDG_DATA_HOME=x | false | /h/.local/share/appc/store",
        "HOME=/h | false | /h/.local/share/appc/store",
      })
  void theUsualStoreIsThatOfTheUser(String environment, boolean root, Path place)
      throws UsualPlace.UnknownException {
    Map<String, String> variables =
        Stream.of(environment.split(" ", -1))
            .map(it -> it.split("=", -1))
            .collect(Collectors.toMap(it -> it[0], it -> it[1]));

    assertThat(UsualPlace.STORE.in(variables, root)).isEqualTo(place);
  }

  @Test
  void withoutAnyHintThereIsNoUsualStore() {
    assertThatThrownBy(() -> UsualPlace.STORE.in(Map.of("HOME", "here"), false))
        .isInstanceOf(UsualPlace.UnknownException.class)
        .hasMessageContaining("name it by --store or APPC_STORE");
  }
}
