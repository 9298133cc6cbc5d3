package org.appctoolkit.validate;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.Layer;
import org.appctoolkit.document.Source;
import org.appctoolkit.image.Accounts;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.image.Links;
import org.appctoolkit.image.Machine;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.image.SymbolicLink;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.archive.ArchiveRules;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.SpecVersion;

/**
 * Judges one image while it is read.
 *
 * <p>The version whose rules apply is known only when the manifest was read, which may be the last
 * entry. So whatever any version asks is looked at, and what the image's version does not ask is
 * left out at the end. Rules about the whole are asked only if all entries were seen.
 */
final class ImageCheck implements ArchiveVisitor {
  /** The clauses checked here, other than by rules. */
  static final Set<String> CLAUSES = Set.of("entry-tree-is-limited", "judging-time-is-limited");

  private static final List<Inquiry<Arrival>> ABOUT_ENTRIES = Inquiry.of(ArchiveRules.ENTRIES);
  private static final List<Inquiry<SymbolicLink>> ABOUT_LINKS = Inquiry.of(ArchiveRules.LINKS);
  private static final List<Inquiry<ImageTree>> ABOUT_TREES = Inquiry.of(ArchiveRules.TREES);
  private static final List<Inquiry<Packaging>> ABOUT_PACKAGINGS =
      Inquiry.of(ArchiveRules.PACKAGINGS);

  private final String name;
  private final Settings settings;
  private final Function<Source, ManifestVerdict> ofManifest;
  private final BooleanSupplier timeIsUp;
  private final Optional<Catalogue> catalogue;
  private final ImageTree tree;
  private final Flood flood = new Flood();
  private Optional<ManifestVerdict> manifest = Optional.empty();
  private Optional<Accounts> users = Optional.empty();
  private Optional<Accounts> groups = Optional.empty();
  private boolean stopped;

  ImageCheck(
      String name,
      Settings settings,
      Function<Source, ManifestVerdict> ofManifest,
      BooleanSupplier timeIsUp,
      Optional<Catalogue> catalogue) {
    this.name = name;
    this.settings = settings;
    this.ofManifest = ofManifest;
    this.timeIsUp = timeIsUp;
    this.catalogue = catalogue;
    this.tree = new ImageTree(settings.archiveLimits().affordableTreeBytes());
  }

  Judgement judge(ImageSource source, Optional<Packaging> packaging) throws IOException {
    ArchiveSummary summary =
        source.read(settings.archiveLimits(), EnumSet.of(ImageId.Algorithm.SHA512), this);
    Optional<StoreCheck> whole =
        summary.complete() && !stopped ? judgeWhole(source, summary) : Optional.empty();
    packaging.ifPresent(it -> Inquiry.ask(ABOUT_PACKAGINGS, it, flood));
    SpecVersion version =
        manifest.map(ManifestVerdict::version).or(settings::version).orElse(SpecVersion.NEWEST);
    Collector collector = new Collector(manifest.map(ManifestVerdict::document), settings);
    manifest.ifPresent(it -> it.addTo(collector));
    Predicate<Clause> holds = clause -> clause.versions().contains(version);
    collector.add(flood.violations(holds), version);
    whole.ifPresent(it -> collector.add(it.violations(), version));
    return new Judgement(
        name,
        manifest.map(ManifestVerdict::document),
        manifest.flatMap(ManifestVerdict::kind),
        version,
        collector.findings(version),
        Optional.of(summary),
        packaging,
        Optional.empty());
  }

  @Override
  public Next entry(Entry entry, EntryContent content) throws IOException {
    if (timeIsUp.getAsBoolean()) {
      return stop("judging-time-is-limited", entry, "reading the image takes too long");
    }
    Arrival arrival = Arrival.of(entry, tree);
    Inquiry.ask(ABOUT_ENTRIES, arrival, flood);
    if (arrival.path().climbs() || arrival.path().depth() == 0) {
      return Next.CONTINUE;
    }
    Machine machine = Machine.NONE;
    if (entry.type() == EntryType.FILE && arrival.spot().node() == ImageTree.NONE) {
      if (isExecutable(entry) && arrival.isInRootfs()) {
        machine = Machine.of(content.readNBytes(Machine.HEAD_BYTES));
      } else {
        keep(arrival, content);
      }
    }
    if (tree.add(arrival.path(), arrival.spot(), entry, machine, arrival.hardLinkTarget())) {
      return Next.CONTINUE;
    }
    return stop(
        "entry-tree-is-limited",
        entry,
        "the names of all entries take more than "
            + settings.archiveLimits().affordableTreeBytes()
            + " bytes");
  }

  private Next stop(String clause, Entry entry, String message) {
    flood.add(Clauses.get(clause), Problem.atEntry(entry.name(), entry.headerOffset(), message));
    stopped = true;
    return Next.STOP;
  }

  @Override
  public void fault(ArchiveFault fault) {
    flood.add(
        Clauses.get(ArchiveFaults.clause(fault.kind())),
        ArchiveFaults.isAroundTheTar(fault.kind())
            ? Problem.ofImage(fault.message())
            : Problem.atEntry(fault.entry(), fault.headerOffset(), fault.message()));
  }

  private static boolean isExecutable(Entry entry) {
    return (entry.permissions() & 0111) != 0;
  }

  /** Keeps what is needed of the few files whose content is judged. */
  private void keep(Arrival arrival, EntryContent content) throws IOException {
    if (arrival.path().is("manifest")) {
      byte[] bytes = content.readNBytes(settings.limits().documentBytes() + 1);
      manifest = Optional.of(ofManifest.apply(Source.of(name + "/manifest", bytes)));
    } else if (Layer.isUsers(arrival.path())) {
      users = content.bytes(Accounts.MOST).map(Accounts::read);
    } else if (Layer.isGroups(arrival.path())) {
      groups = content.bytes(Accounts.MOST).map(Accounts::read);
    }
  }

  private Optional<StoreCheck> judgeWhole(ImageSource source, ArchiveSummary summary)
      throws IOException {
    Inquiry.ask(ABOUT_TREES, tree, flood);
    int rootfs = tree.child(ImageTree.TOP, "rootfs");
    if (rootfs == ImageTree.NONE
        || !(manifest.flatMap(ManifestVerdict::manifest).orElse(null)
            instanceof ImageManifest known)) {
      return Optional.empty();
    }
    Image image = new Image(known, tree, new Links(tree, rootfs), rootfs, users, groups, false);
    for (int node = 0; tree.symlinks() > 0 && node < tree.size(); node++) {
      if (tree.type(node) == EntryType.SYMBOLIC_LINK && tree.isBelow(node, rootfs)) {
        Inquiry.ask(ABOUT_LINKS, new SymbolicLink(image, node), flood);
      }
    }
    StoreCheck check = new StoreCheck(catalogue, settings, known.version());
    KnownImage root =
        new KnownImage(
            summary.imageIds(),
            summary.compressedBytes(),
            manifest.flatMap(ManifestVerdict::object).orElseThrow(),
            known,
            source);
    check.check(root, new Layer(tree, users, groups), image);
    return Optional.of(check);
  }
}
