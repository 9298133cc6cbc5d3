package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.image.Selection;
import org.appctoolkit.image.SymbolicLink;
import org.appctoolkit.rule.Rule;

/** Rules for archives and layouts only, by what they look at. */
public final class ArchiveRules {
  /** Asked about each entry when it is read. */
  public static final List<Rule<Arrival>> ENTRIES =
      List.of(
          new EntryNamesAreGiven(),
          new EntryNamesAreRelative(),
          new EntryNamesStayInside(),
          new EntryNamesHaveNoControlCharacters(),
          new EntryNamesAreNormal(),
          new EntryNamesAreUtf8(),
          new EntryNamesHaveNoBackslashes(),
          new EntryNamesAreUnique(),
          new TopLevelNamesAreManifestAndRootfs(),
          new ManifestIsARegularFile(),
          new RootfsIsADirectory(),
          new ParentsOfEntriesAreDirectories(),
          new EntriesAreNotBelowSymlinks(),
          new DirectoriesHaveEntries(),
          new HardLinkTargetsExist(),
          new HardLinkTargetsAreFiles(),
          new HardLinkTargetsStayInTheRootfs(),
          new SymlinkTargetsAreGiven(),
          new ImageHasNoDeviceNodes(),
          new ImageHasNoFifosOrSockets(),
          new FilesDoNotSetUserOrGroupId(),
          new FilesAreNotWritableByAll(),
          new FilesHaveNoCapabilities(),
          new FilesHaveNoSecurityAttributes());

  /** Asked about each symbolic link of the rootfs once all entries were read. */
  public static final List<Rule<SymbolicLink>> LINKS =
      List.of(
          new SymlinksStayInTheRootfs(),
          new SymlinksFormNoCycle(),
          new SymlinkDepthIsLimited(),
          new SymlinkTargetsExist());

  /** Asked once all entries were read. */
  public static final List<Rule<ImageTree>> TREES =
      List.of(new ImageHasAManifest(), new ImageHasARootfs());

  /**
   * Asked once all entries and the manifest were read: about an image as it is, and whether it
   * stands alone.
   */
  public static final List<Rule<Image>> ALONE = List.of(new ExecutablesAreInThisImage());

  /** Asked about what an app needs of its rootfs, which may be rendered from several images. */
  public static final List<Rule<Image>> APPS =
      List.of(
          new ExecutablesExist(),
          new ExecutablesAreExecutable(),
          new ExecutablesFitTheArchLabel(),
          new WorkingDirectoryExists(),
          new AppUserIsInTheImage(),
          new AppGroupIsInTheImage());

  /** Asked about an image and its rootfs, which may be rendered from several images. */
  public static final List<Rule<Image>> IMAGES =
      List.of(new PathWhitelistPathsExist(), new MountPointsMaskNoFiles());

  /** Asked about an image with a path whitelist. */
  public static final List<Rule<Selection>> SELECTIONS = List.of(new PathWhitelistIsComplete());

  /** Asked about archives, not about layouts. */
  public static final List<Rule<Packaging>> PACKAGINGS =
      List.of(
          new ImageArchiveSuffixIsAci(),
          new ImageArchiveIsSigned(),
          new ImageSignatureIsArmouredAndDetached(),
          new ImageSignatureSuffixIsAciAsc());

  private ArchiveRules() {}

  /** Each of them. */
  public static List<Rule<?>> all() {
    List<Rule<?>> all = new ArrayList<>();
    all.addAll(ENTRIES);
    all.addAll(LINKS);
    all.addAll(TREES);
    all.addAll(ALONE);
    all.addAll(APPS);
    all.addAll(IMAGES);
    all.addAll(SELECTIONS);
    all.addAll(PACKAGINGS);
    return all;
  }
}
