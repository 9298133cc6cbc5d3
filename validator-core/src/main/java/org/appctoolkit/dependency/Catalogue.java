package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;

/** Images that can be asked for, such as those of a store. */
public interface Catalogue {
  /**
   * The image with that ID.
   *
   * @throws IOException if it cannot be looked for
   */
  Optional<KnownImage> find(ImageId id) throws IOException;

  /**
   * Every image whose manifest has exactly that name, in the order of their image IDs.
   *
   * @throws IOException if they cannot be looked for
   */
  List<KnownImage> named(String name) throws IOException;
}
