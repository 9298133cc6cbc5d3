package org.appctoolkit.runtime.plan;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A rootfs of a few paths, with links that lead to other paths. */
final class FakeRootfs implements Rootfs {
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Map<String, String> contents = new HashMap<>();

  FakeRootfs() {
    nodes.put("/", new Node("/", Kind.DIRECTORY, 0, 0));
  }

  FakeRootfs with(String path, Kind kind) {
    return with(path, kind, 0, 0);
  }

  FakeRootfs with(String path, Kind kind, long uid, long gid) {
    nodes.put(path, new Node(path, kind, uid, gid));
    return this;
  }

  FakeRootfs withFile(String path, String content) {
    contents.put(path, content);
    return with(path, Kind.FILE);
  }

  FakeRootfs withLink(String path, String target) {
    links.put(path, target);
    return this;
  }

  @Override
  public Optional<Node> at(String path) {
    for (Map.Entry<String, String> link : links.entrySet()) {
      if (path.equals(link.getKey()) || path.startsWith(link.getKey() + "/")) {
        return at(link.getValue() + path.substring(link.getKey().length()));
      }
    }
    return Optional.ofNullable(nodes.get(path));
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(contents.get(path))
        .map(content -> content.getBytes(StandardCharsets.UTF_8));
  }
}
