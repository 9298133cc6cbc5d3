package org.appctoolkit.conformance.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ExtendedAttribute;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;

/**
 * An image to try a runtime with: a manifest, the probe at {@code /probe}, and whatever else is
 * wanted in its rootfs.
 *
 * <p>A value; each method that changes something returns another image. The archive depends on the
 * image, the version of its manifest and the program only. Paths are those in the rootfs and begin
 * with a slash; parents that are not given are made with mode 0755 and belong to root. Times are
 * {@link #MODIFIED} unless given.
 */
public final class ProbeImage {
  /** Where the probe is. */
  public static final String PROBE = "/probe";

  /** When files were last modified, unless it is said otherwise. */
  public static final Instant MODIFIED = Instant.parse("2015-02-03T04:05:06Z");

  private String name;
  private String nonce = "";
  private Map<String, String> labels = Map.of();
  private Map<String, String> annotations = Map.of();
  private List<Dependency> dependencies = List.of();
  private List<String> whitelist = List.of();
  private Map<String, Item> items = Map.of();
  private Optional<ProbeApp> app = Optional.empty();
  private Optional<String> manifest = Optional.empty();
  private boolean withoutProbe;
  private Packing packing = Packing.USUAL;
  private List<Extra> extras = List.of();
  private boolean withoutManifest;
  private boolean withoutRootfs;
  private UnaryOperator<String> edit = UnaryOperator.identity();
  private Optional<UnaryOperator<byte[]>> damage = Optional.empty();

  private ProbeImage(String name) {
    this.name = name;
  }

  private ProbeImage(ProbeImage other) {
    this.name = other.name;
    this.nonce = other.nonce;
    this.labels = other.labels;
    this.annotations = other.annotations;
    this.dependencies = other.dependencies;
    this.whitelist = other.whitelist;
    this.items = other.items;
    this.app = other.app;
    this.manifest = other.manifest;
    this.withoutProbe = other.withoutProbe;
    this.packing = other.packing;
    this.extras = other.extras;
    this.withoutManifest = other.withoutManifest;
    this.withoutRootfs = other.withoutRootfs;
    this.edit = other.edit;
    this.damage = other.damage;
  }

  /** An image with the probe and nothing else. */
  public static ProbeImage named(String name) {
    return new ProbeImage(name);
  }

  /**
   * An image that another one depends on.
   *
   * @param imageId its ID, if the dependency names it
   * @param size its length as an archive in bytes, if the dependency tells it
   */
  public record Dependency(
      String name, Optional<String> imageId, Map<String, String> labels, Optional<Long> size) {
    /** A dependency by name. */
    public static Dependency on(String name) {
      return new Dependency(name, Optional.empty(), Map.of(), Optional.empty());
    }

    /** The same, with the image ID. */
    public Dependency withId(String id) {
      return new Dependency(name, Optional.of(id), labels, size);
    }

    /** The same, with a label. */
    public Dependency labelled(String key, String value) {
      return new Dependency(name, imageId, Copies.with(labels, key, value), size);
    }

    /** The same, with a size in bytes. */
    public Dependency sized(long bytes) {
      return new Dependency(name, imageId, labels, Optional.of(bytes));
    }
  }

  /**
   * Something in the rootfs.
   *
   * @param link what it links to; empty if it is no link
   */
  public record Item(
      EntryType type,
      Octets content,
      int mode,
      long uid,
      long gid,
      Instant modified,
      String link,
      Map<String, String> attributes,
      Device device) {
    /** A file of root. */
    public static Item file(Octets content, int mode) {
      return of(EntryType.FILE, content, mode, "");
    }

    /** A file of root with a text. */
    public static Item file(String text, int mode) {
      return file(Octets.of(text), mode);
    }

    /** A directory of root. */
    public static Item directory(int mode) {
      return of(EntryType.DIRECTORY, Octets.EMPTY, mode, "");
    }

    /** A symbolic link. */
    public static Item symlink(String target) {
      return of(EntryType.SYMBOLIC_LINK, Octets.EMPTY, 0777, target);
    }

    /** Another name of a file; the target is a path in the rootfs. */
    public static Item hardLink(String target) {
      return of(EntryType.HARD_LINK, Octets.EMPTY, 0644, target);
    }

    private static Item of(EntryType type, Octets content, int mode, String link) {
      return new Item(type, content, mode, 0, 0, MODIFIED, link, Map.of(), Device.NONE);
    }

    /** The same, belonging to others. */
    public Item owned(long user, long group) {
      return new Item(type, content, mode, user, group, modified, link, attributes, device);
    }

    /** The same, modified at another time. */
    public Item modifiedAt(Instant time) {
      return new Item(type, content, mode, uid, gid, time, link, attributes, device);
    }

    /** The same, with an extended attribute. */
    public Item attributed(String key, String value) {
      return new Item(
          type,
          content,
          mode,
          uid,
          gid,
          modified,
          link,
          Copies.with(attributes, key, value),
          device);
    }
  }

  /**
   * An entry of the archive behind all others.
   *
   * @param name as it is in the archive, wherever that leads; the target of a link is, too
   */
  private record Extra(String name, Item item) {}

  /**
   * How the archive is written.
   *
   * @param prefix what stands before each name, such as {@code ./}
   */
  public record Packing(Compression compression, String prefix, boolean manifestLast) {
    /** Compressed with gzip, plain names, the manifest first. */
    public static final Packing USUAL = new Packing(Compression.GZIP, "", false);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The app in its manifest, if it has one. */
  Optional<ProbeApp> app() {
    return app;
  }

  Map<String, String> labels() {
    return labels;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  List<Dependency> dependencies() {
    return dependencies;
  }

  List<String> whitelist() {
    return whitelist;
  }

  /** The same, with a label. */
  public ProbeImage labelled(String key, String value) {
    ProbeImage copy = new ProbeImage(this);
    copy.labels = Copies.with(labels, key, value);
    return copy;
  }

  /** The same, with an annotation. */
  public ProbeImage annotated(String key, String value) {
    ProbeImage copy = new ProbeImage(this);
    copy.annotations = Copies.with(annotations, key, value);
    return copy;
  }

  /** The same, with one more dependency behind the others. */
  public ProbeImage dependingOn(Dependency dependency) {
    ProbeImage copy = new ProbeImage(this);
    copy.dependencies = Copies.with(dependencies, dependency);
    return copy;
  }

  /** The same, with one more path in its whitelist. */
  public ProbeImage allowing(String path) {
    ProbeImage copy = new ProbeImage(this);
    copy.whitelist = Copies.with(whitelist, path);
    return copy;
  }

  /** The same, with something more in its rootfs, behind all others. */
  public ProbeImage having(String path, Item item) {
    ProbeImage copy = new ProbeImage(this);
    copy.items = Copies.with(items, path, item);
    return copy;
  }

  /** The same, with an app in its manifest; name and image of that app do not count. */
  public ProbeImage running(ProbeApp defaults) {
    ProbeImage copy = new ProbeImage(this);
    copy.app = Optional.of(defaults);
    return copy;
  }

  /** The same, under another name. */
  ProbeImage renamed(String other) {
    ProbeImage copy = new ProbeImage(this);
    copy.name = other;
    return copy;
  }

  /** The same, for a run: its app executes the probe with this nonce. */
  ProbeImage withNonce(String run) {
    ProbeImage copy = new ProbeImage(this);
    copy.nonce = run;
    return copy;
  }

  String nonce() {
    return nonce;
  }

  /** The same, but without the probe: an image that others depend on. */
  public ProbeImage withoutProbe() {
    ProbeImage copy = new ProbeImage(this);
    copy.withoutProbe = true;
    return copy;
  }

  /** The same, with this text in place of a manifest of ours. */
  public ProbeImage withManifest(String text) {
    ProbeImage copy = new ProbeImage(this);
    copy.manifest = Optional.of(text);
    return copy;
  }

  /** The same, with its manifest changed. */
  public ProbeImage edited(UnaryOperator<String> change) {
    ProbeImage copy = new ProbeImage(this);
    copy.edit = change;
    return copy;
  }

  /** The same, but an archive without manifest. */
  public ProbeImage withoutManifest() {
    ProbeImage copy = new ProbeImage(this);
    copy.withoutManifest = true;
    return copy;
  }

  /** The same, but an archive without rootfs and all below it. */
  public ProbeImage withoutRootfs() {
    ProbeImage copy = new ProbeImage(this);
    copy.withoutRootfs = true;
    return copy;
  }

  /**
   * The same, with one more entry in its archive, behind all others; it may be one that no image
   * can have.
   *
   * @param entry its name, as it is in the archive; the target of a link is taken as it is, too
   */
  public ProbeImage carrying(String entry, Item item) {
    ProbeImage copy = new ProbeImage(this);
    copy.extras = Copies.with(extras, new Extra(entry, item));
    return copy;
  }

  /** The same, with the bytes of its archive changed. */
  public ProbeImage damaged(UnaryOperator<byte[]> change) {
    ProbeImage copy = new ProbeImage(this);
    copy.damage = Optional.of(change);
    return copy;
  }

  /** The same, written in another way. */
  public ProbeImage packed(Packing how) {
    ProbeImage copy = new ProbeImage(this);
    copy.packing = how;
    return copy;
  }

  /**
   * Writes the archive.
   *
   * @return its image ID; of one that is damaged that of the sound one
   * @throws IOException what writing has thrown
   */
  public ImageId write(OutputStream out, Dialect dialect, ProbeProgram program) throws IOException {
    if (damage.isEmpty()) {
      return writeSound(out, dialect, program);
    }
    ByteArrayOutputStream sound = new ByteArrayOutputStream();
    ImageId id = writeSound(sound, dialect, program);
    out.write(damage.get().apply(sound.toByteArray()));
    return id;
  }

  private ImageId writeSound(OutputStream out, Dialect dialect, ProbeProgram program)
      throws IOException {
    String text =
        edit.apply(manifest.orElseGet(() -> dialect.imageManifest(this, program.architecture())));
    ImageWriter writer = new ImageWriter(out, packing.compression());
    Item described = Item.file(text, 0644);
    if (!withoutManifest && !packing.manifestLast()) {
      add(writer, packing.prefix() + "manifest", packing.prefix() + "rootfs", described);
    }
    if (!withoutRootfs) {
      String rootfs = packing.prefix() + "rootfs";
      add(writer, rootfs, rootfs, Item.directory(0755));
      for (Map.Entry<String, Item> item : rootfs(program).entrySet()) {
        add(writer, rootfs + item.getKey(), rootfs, item.getValue());
      }
    }
    if (!withoutManifest && packing.manifestLast()) {
      add(writer, packing.prefix() + "manifest", packing.prefix() + "rootfs", described);
    }
    for (Extra extra : extras) {
      add(writer, extra.name(), "", extra.item());
    }
    return writer.finish();
  }

  private Map<String, Item> rootfs(ProbeProgram program) {
    Map<String, Item> all = new LinkedHashMap<>();
    if (!withoutProbe) {
      all.put(PROBE, Item.file(program.content(), 0755));
    }
    for (Map.Entry<String, Item> item : items.entrySet()) {
      String path = item.getKey();
      for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
        all.putIfAbsent(path.substring(0, slash), Item.directory(0755));
      }
      all.put(path, item.getValue());
    }
    return all;
  }

  /** Adds an entry; of a hard link the target is below a directory of the archive. */
  private static void add(ImageWriter writer, String name, String below, Item item)
      throws IOException {
    List<ExtendedAttribute> attributes = new ArrayList<>();
    item.attributes()
        .forEach(
            (key, value) ->
                attributes.add(new ExtendedAttribute(Octets.of(key), Octets.of(value))));
    boolean directory = item.type() == EntryType.DIRECTORY;
    boolean hard = item.type() == EntryType.HARD_LINK;
    Entry entry =
        new Entry(
            Octets.of(name + (directory ? "/" : "")),
            item.type(),
            item.mode(),
            new Owner(item.uid(), Octets.EMPTY),
            new Owner(item.gid(), Octets.EMPTY),
            item.modified(),
            item.content().length(),
            Octets.of(hard ? below + item.link() : item.link()),
            item.device(),
            attributes,
            Map.of(),
            TarDialect.PAX,
            0,
            0);
    writer.add(entry, new ByteArrayInputStream(item.content().bytes()));
  }
}
