package org.appctoolkit.runtime.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;

/** What paths mean where names of apps and annotations have slashes. */
class RouteTest {
  private static final SpecVersion OLD = new SpecVersion(0, 3, 0);

  private static Optional<Route> route(String path, String... apps) {
    return new Route.Table(OLD, List.of(apps)).of(path);
  }

  @Test
  void theLongestNameCounts() {
    assertThat(route("apps/a/annotations/image/id", "a", "a/annotations"))
        .contains(new Route.ImageId(1));
  }

  @Test
  void aShorterOneCountsWhereTheLongestHasNoSuchEntry() {
    assertThat(route("apps/a/annotations/x", "a", "a/annotations"))
        .contains(new Route.Annotation(Optional.of(0), "x"));
  }

  @Test
  void anEscapedSlashBelongsToTheName() {
    assertThat(route("apps/a%2Fannotations/annotations/x", "a", "a/annotations"))
        .contains(new Route.Annotation(Optional.of(1), "x"));
  }

  @Test
  void ofTwoAppsOfOneNameTheFirstAnswers() {
    assertThat(route("apps/a/image/id", "a", "a")).contains(new Route.ImageId(0));
  }

  @Test
  void aPathOfNothingButSlashesIsNotLookedAtForLong() {
    assertThat(route("apps/" + "/".repeat(1 << 20), "a/b")).isEmpty();
  }
}
