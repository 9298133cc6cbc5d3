package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Dependency;

/**
 * Follows dependencies from image to image.
 *
 * <p>Each image is looked at once, whatever the number of ways to it, and nothing here recurses:
 * the work is in proportion to the images and their dependencies.
 */
final class Resolver {
  private static final Pointer ALL = Pointer.ROOT.key("dependencies");

  private final Candidates candidates;
  private final DependencyLimits limits;
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final Map<List<ImageId>, Node> nodes = new HashMap<>();

  /** The images that are being looked at, each because the one before depends on it. */
  private final List<Node> open = new ArrayList<>();

  /** How many images were found beside the first. */
  private int others;

  /** How many dependencies were looked at. */
  private int looked;

  /** An image and what it depends on. */
  private static final class Node {
    final KnownImage image;
    final List<Node> dependencies = new ArrayList<>();

    /** For each of them where it is named. */
    final List<Pointer> places = new ArrayList<>();

    /** Which dependency is looked at next. */
    int next;

    boolean done;

    /** Images on the longest way from here. */
    int depth;

    /** Passes it takes, no more than the limit and one. */
    long passes = 1;

    /** Its place in the assembly; -1 until it has one. */
    int place = -1;

    Node(KnownImage image) {
      this.image = image;
    }

    boolean hasNext() {
      return next < image.manifest().dependencies().size();
    }
  }

  Resolver(Catalogue catalogue, DependencyLimits limits) {
    this.candidates = new Candidates(catalogue);
    this.limits = limits;
  }

  Resolution resolve(KnownImage image) throws IOException {
    Node root = new Node(image);
    if (!image.ids().isEmpty()) {
      nodes.put(image.ids(), root);
    }
    open.add(root);
    while (!open.isEmpty()) {
      Node node = open.get(open.size() - 1);
      if (!node.hasNext()) {
        close(node);
      } else if (!step(node, node.image.manifest().dependencies().get(node.next))) {
        return new Resolution(obstacles, Optional.empty());
      }
    }
    if (obstacles.stream().anyMatch(it -> it.kind().isFatal())) {
      return new Resolution(obstacles, Optional.empty());
    }
    return new Resolution(obstacles, Optional.of(assembly(root)));
  }

  /**
   * Looks for the image of a dependency and opens it if it was not looked at before.
   *
   * @return whether to go on
   */
  private boolean step(Node node, Dependency dependency) throws IOException {
    node.next++;
    if (++looked > limits.passes()) {
      tooManyPasses();
      return false;
    }
    Optional<KnownImage> found =
        candidates.find(
            dependency,
            node.image.manifest().version(),
            (kind, pointer, message) -> complain(kind, pointer, message));
    if (found.isEmpty()) {
      return true;
    }
    Node known = nodes.get(found.get().ids());
    if (known == null) {
      if (others == limits.images()) {
        complain(
            Obstacle.Kind.TOO_MANY_IMAGES,
            dependency.pointer(),
            "the image depends on more than " + limits.images() + " images");
        return false;
      }
      others++;
      known = new Node(found.get());
      nodes.put(found.get().ids(), known);
      open.add(known);
    } else if (!known.done) {
      complain(
          Obstacle.Kind.CYCLE,
          dependency.pointer(),
          "the image depends on itself: " + cycle(known));
      return true;
    }
    node.dependencies.add(known);
    node.places.add(dependency.pointer());
    return true;
  }

  private String cycle(Node node) {
    List<String> names = new ArrayList<>();
    for (Node on : open.subList(open.indexOf(node), open.size())) {
      names.add(Quote.escape(on.image.name()));
    }
    names.add(Quote.escape(node.image.name()));
    return String.join(" → ", names);
  }

  private void close(Node node) {
    node.done = true;
    for (Node dependency : node.dependencies) {
      if (open.size() == 1 && dependency.depth >= limits.depth()) {
        tooDeep(dependency);
      }
      node.depth = Math.max(node.depth, dependency.depth + 1);
      node.passes = Math.min(limits.passes() + 1L, node.passes + dependency.passes);
    }
    open.remove(open.size() - 1);
    if (open.isEmpty()) {
      if (node.passes > limits.passes()) {
        tooManyPasses();
      }
    }
  }

  private void tooDeep(Node dependency) {
    Node root = open.get(0);
    obstacles.add(
        new Obstacle(
            Obstacle.Kind.TOO_DEEP,
            root.places.get(root.dependencies.indexOf(dependency)),
            List.of(),
            "a chain of %d dependencies begins here; the limit is %d"
                .formatted(dependency.depth + 1, limits.depth())));
  }

  private void tooManyPasses() {
    obstacles.add(
        new Obstacle(
            Obstacle.Kind.TOO_MANY_PASSES,
            ALL,
            List.of(),
            "rendering takes more than %d passes over images".formatted(limits.passes())));
  }

  /** Tells it at the dependency of the first image that leads here. */
  private void complain(Obstacle.Kind kind, Pointer pointer, String message) {
    if (open.size() == 1) {
      obstacles.add(new Obstacle(kind, pointer, List.of(), message));
      return;
    }
    Node root = open.get(0);
    Dependency first = root.image.manifest().dependencies().get(root.next - 1);
    List<String> way = open.subList(1, open.size()).stream().map(it -> it.image.name()).toList();
    obstacles.add(new Obstacle(kind, first.pointer(), way, message));
  }

  /** One image on the way to those it depends on, while the order is written down. */
  private static final class Turn {
    final Node node;
    int next;

    Turn(Node node) {
      this.node = node;
    }
  }

  /** The images in the order of their first pass, and the passes: the deepest first. */
  private static Assembly assembly(Node root) {
    List<Node> order = new ArrayList<>();
    List<List<Node>> ways = new ArrayList<>();
    Deque<Turn> turns = new ArrayDeque<>();
    turns.addLast(new Turn(root));
    while (!turns.isEmpty()) {
      Turn turn = turns.getLast();
      if (turn.next < turn.node.dependencies.size()) {
        turns.addLast(new Turn(turn.node.dependencies.get(turn.next++)));
      } else {
        turns.removeLast();
        order.add(turn.node);
        ways.add(turns.stream().map(it -> it.node).toList());
      }
    }
    List<KnownImage> images = new ArrayList<>();
    for (Node node : order) {
      if (node.place < 0) {
        node.place = images.size();
        images.add(node.image);
      }
    }
    List<Assembly.Pass> passes = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      passes.add(
          new Assembly.Pass(order.get(i).place, ways.get(i).stream().map(it -> it.place).toList()));
    }
    return new Assembly(images, passes, root.dependencies.stream().map(it -> it.place).toList());
  }
}
