package org.appctoolkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.document.Quote;

/**
 * A directory of image archives, addressed by image ID and found by name and labels.
 *
 * <p>Archives are kept as they came, compressed or not, so that their signatures stay valid. Any
 * number of threads and processes may read and add at the same time; reading never waits, and sees
 * each image whole or not at all. Removing waits until nobody writes, and keeps others from writing
 * meanwhile. A writer that dies, at whatever moment, leaves nothing behind but what {@link
 * #collect} removes. The place of the store should be for its owner alone to write to: symbolic
 * links that are found in it are not followed, but nothing can guard a directory against somebody
 * who changes it between two looks.
 *
 * <p>An image whose directory is damaged is never handed out. {@link #list} and {@link #verify}
 * tell of it, asking for it is an exception, and adding it again mends it.
 */
public final class ImageStore implements Catalogue {
  private final StoreDirectory directory;
  private final StoreSettings settings;

  /** What was found out before, so that not every manifest is read for every name. */
  private final Map<ImageId, Known> known = new ConcurrentHashMap<>();

  private ImageStore(StoreDirectory directory, StoreSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  private record Known(String name, List<ImageId> ids) {}

  /**
   * The store in that directory, which is made if it does not exist.
   *
   * @throws StoreException if the directory holds something else, or cannot be made
   */
  public static ImageStore create(Path directory, StoreSettings settings) throws StoreException {
    return create(directory, settings, Steps.UNOBSERVED);
  }

  static ImageStore create(Path directory, StoreSettings settings, Steps steps)
      throws StoreException {
    return new ImageStore(StoreDirectory.create(directory, steps), settings);
  }

  /**
   * The store in that directory.
   *
   * @throws StoreException if there is none
   */
  public static ImageStore open(Path directory, StoreSettings settings) throws StoreException {
    return new ImageStore(StoreDirectory.open(directory, Steps.UNOBSERVED), settings);
  }

  /** Where it is; an absolute path without symbolic links. */
  public Path path() {
    return directory.root();
  }

  // --- adding

  /**
   * Adds the archive that a stream holds from where it stands to its end.
   *
   * <p>Whether a writer may go on for long is up to the stream: while it does, nothing can be
   * removed. An image that is there already stays as it is; once asked for, it stays so.
   *
   * @param archive which is not closed
   * @throws StoreException if the store cannot be written, or somebody removes for longer than the
   *     patience goes
   * @throws IOException what the stream has thrown; then the store is as it was
   */
  public Addition add(InputStream archive, Arrival arrival) throws IOException {
    try (StoreLock lock = StoreLock.shared(directory, settings.patience())) {
      return lock.during(() -> Adding.add(archive, arrival, directory, settings));
    }
  }

  // --- finding

  /**
   * {@inheritDoc}
   *
   * @throws StoreException if it is damaged, too
   */
  @Override
  public Optional<KnownImage> find(ImageId id) throws StoreException {
    return content(id).map(ImageDirectory.Content::image);
  }

  /** What is told of the image with that ID. */
  public Optional<StoredImage> describe(ImageId id) throws StoreException {
    return content(id).map(ImageDirectory.Content::stored);
  }

  private Optional<ImageDirectory.Content> content(ImageId id) throws StoreException {
    if (id.algorithm() == ImageId.Algorithm.SHA512) {
      return read(id);
    }
    for (ImageId each : ids()) {
      // IDs do not change; an image whose IDs nobody knows might be the one.
      if (known(each).filter(it -> it.ids().contains(id)).isPresent()) {
        return read(each);
      }
    }
    return Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreException if one is damaged that has or may have that name, too
   */
  @Override
  public List<KnownImage> named(String name) throws StoreException {
    List<KnownImage> images = new ArrayList<>();
    for (ImageId id : ids()) {
      if (known(id).filter(it -> it.name().equals(name)).isPresent()) {
        read(id).map(ImageDirectory.Content::image).ifPresent(images::add);
      }
    }
    return List.copyOf(images);
  }

  /**
   * Every image with that name that has all of those labels and maybe more, in the order of their
   * image IDs.
   *
   * @throws StoreException if one is damaged that has or may have that name, too
   */
  public List<KnownImage> matching(String name, Map<String, String> labels) throws StoreException {
    return named(name).stream()
        .filter(image -> image.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  /**
   * The images, damaged ones among them, whose image ID begins with that text, such as {@code
   * sha512-a83f}; in order.
   */
  public List<ImageId> startingWith(String beginning) throws StoreException {
    return ids().stream().filter(id -> id.toString().startsWith(beginning)).toList();
  }

  /** Everything that is in it. No archive is read. */
  public Inventory list() throws StoreException {
    List<StoredImage> images = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    for (String name : names()) {
      Optional<ImageId> id = id(name);
      if (id.isEmpty()) {
        damages.add(stranger(name));
        continue;
      }
      try {
        directory(id.get())
            .read(settings.limits())
            .map(ImageDirectory.Content::stored)
            .ifPresent(images::add);
      } catch (DamagedException e) {
        damages.add(new Damage(name, id, e.reason()));
      }
    }
    return new Inventory(images, damages);
  }

  private Optional<Known> known(ImageId id) throws StoreException {
    Optional<Known> before = Optional.ofNullable(known.get(id));
    if (before.isPresent()) {
      return before;
    }
    Optional<Known> read = read(id).map(it -> new Known(it.image().name(), it.about().ids()));
    read.ifPresent(it -> known.put(id, it));
    return read;
  }

  private Optional<ImageDirectory.Content> read(ImageId id) throws StoreException {
    try {
      return directory(id).read(settings.limits());
    } catch (DamagedException e) {
      throw new StoreException(
          path(),
          "the image %s is damaged: %s; appc store add mends it, appc store rm removes it"
              .formatted(id, e.reason()));
    }
  }

  private ImageDirectory directory(ImageId id) {
    return new ImageDirectory(directory.place(id), id);
  }

  private List<ImageId> ids() throws StoreException {
    return names().stream().flatMap(name -> id(name).stream()).toList();
  }

  private List<String> names() throws StoreException {
    try {
      return directory.imageNames();
    } catch (IOException e) {
      throw StoreException.of(path(), e);
    }
  }

  /** The image whose directory has that name. */
  private static Optional<ImageId> id(String name) {
    return ImageId.parse(name).filter(id -> id.algorithm() == ImageId.Algorithm.SHA512);
  }

  private static Damage stranger(String name) {
    return new Damage(
        name, Optional.empty(), "%s is not the name of an image".formatted(Quote.of(name)));
  }

  // --- removing

  /**
   * Removes an image, damaged or not.
   *
   * @return whether it was there
   * @throws StoreException if it cannot be removed, or somebody writes for longer than the patience
   *     goes
   */
  public boolean remove(ImageId id) throws StoreException {
    try (StoreLock lock = StoreLock.exclusive(directory, settings.patience())) {
      return lock.during(() -> isRemoved(id));
    }
  }

  private boolean isRemoved(ImageId id) throws StoreException {
    Path place = directory.place(id);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      directory.remove(place);
    } catch (IOException e) {
      throw StoreException.of(path(), e);
    }
    return true;
  }

  /**
   * Removes what writers that died have left behind, and if that is asked for every image that was
   * not asked for and on which, along any number of steps, no image that was asked for depends.
   *
   * <p>Whatever a dependency might mean is kept: the image with its ID; where it has none, every
   * image of its name whose labels do not contradict.
   *
   * @param unreferenced whether images are removed at all
   * @param dryRun whether nothing is removed and only told
   * @throws StoreException if something cannot be removed, or somebody writes for longer than the
   *     patience goes
   */
  public Sweep collect(boolean unreferenced, boolean dryRun) throws StoreException {
    try (StoreLock lock = StoreLock.exclusive(directory, settings.patience())) {
      return lock.during(() -> collected(unreferenced, dryRun));
    }
  }

  private Sweep collected(boolean unreferenced, boolean dryRun) throws StoreException {
    try {
      List<Path> leftovers = directory.leftovers();
      Inventory inventory = list();
      List<StoredImage> images = new ArrayList<>();
      if (unreferenced && inventory.damages().isEmpty()) {
        Set<ImageId> needed = Needed.of(inventory.images(), this::find);
        inventory.images().stream().filter(it -> !needed.contains(it.id())).forEach(images::add);
      }
      if (!dryRun) {
        for (Path leftover : leftovers) {
          directory.delete(leftover);
        }
        for (StoredImage image : images) {
          directory.remove(directory.place(image.id()));
        }
      }
      return new Sweep(leftovers.size(), images, inventory.damages());
    } catch (IOException e) {
      throw StoreException.of(path(), e);
    }
  }

  // --- verifying

  /**
   * Reads every byte of every image, and tells what does not fit together: image IDs, lengths, the
   * manifest beside the archive, files that do not belong there.
   *
   * @throws StoreException if it cannot be looked at
   */
  public List<Damage> verify() throws StoreException {
    List<Damage> damages = new ArrayList<>();
    for (String name : names()) {
      Optional<ImageId> id = id(name);
      if (id.isPresent()) {
        damages.addAll(verify(id.get()));
      } else {
        damages.add(stranger(name));
      }
    }
    return List.copyOf(damages);
  }

  /**
   * The same of one image; nothing is damaged if there is none.
   *
   * @throws StoreException if it cannot be looked at
   */
  public List<Damage> verify(ImageId id) throws StoreException {
    return new Verifying(directory, settings)
        .damages(directory(id)).stream()
            .map(message -> new Damage(id.toString(), Optional.of(id), message))
            .toList();
  }
}
