package org.appctoolkit.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.ImageTree;

/**
 * Tells of one path what each pass does to it.
 *
 * @param assembly the passes
 * @param layers what each image has
 * @param filters what is left of it in each pass
 * @param rendered what is there in the end
 */
record PathHistory(
    Assembly assembly, List<Layer> layers, List<PathFilter> filters, RenderedTree rendered) {
  List<Explanation> of(EntryPath path) {
    List<Explanation> explanations = new ArrayList<>();
    for (int i = 0; i < assembly.passes().size(); i++) {
      explanations.add(of(path, i));
    }
    return explanations;
  }

  private Explanation of(EntryPath path, int number) {
    ImageTree layer = layer(number);
    int node = layer.spot(path).node();
    if (node == ImageTree.NONE) {
      return new Explanation(number + 1, Explanation.Fate.ABSENT, "has nothing there");
    }
    String what = "has " + words(layer, node);
    if (!filters.get(number).keeps(node)) {
      return new Explanation(
          number + 1, Explanation.Fate.LEFT_OUT, what + ", which " + leftOut(path, number));
    }
    for (int later = number + 1; later < assembly.passes().size(); later++) {
      Optional<String> loss = loss(path, layer.isDirectory(node), later);
      if (loss.isPresent()) {
        boolean changed = loss.get().isEmpty();
        return new Explanation(
            number + 1,
            changed ? Explanation.Fate.CHANGED : Explanation.Fate.LOST,
            what
                + (changed
                    ? ", whose mode, owner and time are those of pass " + (later + 1)
                    : ", " + loss.get()));
      }
    }
    return layer.isDirectory(node)
        ? directory(path, number, layer.isImplied(node), what)
        : kept(path, number, what);
  }

  /** What comes of something that no later pass replaces: directories may be there in any case. */
  private Explanation kept(EntryPath path, int number, String what) {
    boolean replaced = rendered.tree().isDirectory(rendered.tree().spot(path).node());
    return new Explanation(
        number + 1,
        replaced ? Explanation.Fate.LOST : Explanation.Fate.KEPT,
        what
            + (replaced
                ? ", replaced by the directory that the path whitelist of %s asks for"
                    .formatted(Quote.of(assembly.root().name()))
                : ""));
  }

  private Explanation directory(EntryPath path, int number, boolean implied, String what) {
    int there = rendered.tree().spot(path).node();
    if (there == ImageTree.NONE || !rendered.keeps(there) || !rendered.tree().isDirectory(there)) {
      return new Explanation(
          number + 1,
          Explanation.Fate.EMPTY,
          what + ", removed in the end, as nothing is left in it");
    }
    int pass = rendered.pass(there);
    boolean changed = implied && pass != RenderedTree.NO_PASS;
    return new Explanation(
        number + 1,
        changed ? Explanation.Fate.CHANGED : Explanation.Fate.KEPT,
        what + (changed ? ", whose mode, owner and time are those of pass " + (pass + 1) : ""));
  }

  /** What a later pass does to it; an empty text if it only changes what is said of a directory. */
  private Optional<String> loss(EntryPath path, boolean directory, int later) {
    ImageTree layer = layer(later);
    int at = ImageTree.TOP;
    for (int i = 0; i < path.depth(); i++) {
      at = layer.child(at, path.part(i));
      if (at == ImageTree.NONE || !filters.get(later).keeps(at)) {
        return Optional.empty();
      }
      boolean last = i == path.depth() - 1;
      if (!layer.isDirectory(at)) {
        return Optional.of(
            last
                ? "overwritten by pass " + (later + 1)
                : "removed by pass %d, which has %s at %s"
                    .formatted(
                        later + 1,
                        words(layer, at),
                        Quote.escape(layer.path(at).text().replaceFirst("rootfs", ""))));
      }
      if (last && !layer.isImplied(at)) {
        return Optional.of(directory ? "" : "replaced by the directory of pass " + (later + 1));
      }
    }
    return Optional.empty();
  }

  /** Whose path whitelist it is that leaves a path out. */
  private String leftOut(EntryPath path, int number) {
    Assembly.Pass pass = assembly.passes().get(number);
    List<Integer> images = new ArrayList<>(pass.way());
    images.add(pass.image());
    for (int image : images) {
      KnownImage known = assembly.images().get(image);
      Optional<PathWhitelist> list = PathWhitelist.of(known.manifest());
      if (list.isPresent()) {
        ImageTree layer = layer(number);
        if (!PathFilter.of(layer, List.of(list.get())).keeps(layer.spot(path).node())) {
          return "the path whitelist of " + Quote.of(known.name()) + " leaves out";
        }
      }
    }
    return "is below a directory that is left out";
  }

  private ImageTree layer(int number) {
    return layers.get(assembly.passes().get(number).image()).tree();
  }

  private static String words(ImageTree tree, int node) {
    EntryType type = tree.type(node);
    return switch (type) {
      case FILE -> "a file";
      case HARD_LINK -> "another name of a file";
      case SYMBOLIC_LINK -> "a symbolic link to " + tree.target(node);
      case DIRECTORY -> "a directory";
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
      case FIFO -> "a FIFO";
      case SPARSE_FILE, OTHER -> "something that is no file, directory or link";
    };
  }
}
