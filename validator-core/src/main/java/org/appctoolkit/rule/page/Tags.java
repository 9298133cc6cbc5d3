package org.appctoolkit.rule.page;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;

/** What the well-formed tags of a page say. */
final class Tags {
  private Tags() {}

  /** The parts of those tags for templates or keys that are wanted and can be taken apart. */
  static Stream<MetaTag.Parts> parts(PublishedPage published, Predicate<MetaTag> wanted) {
    return published.page().tags().stream()
        .filter(tag -> tag.isTemplate() || tag.isPublicKeys())
        .filter(wanted)
        .flatMap(tag -> tag.parts().stream());
  }
}
