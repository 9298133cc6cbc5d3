package org.appctoolkit.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The image IDs of bytes that come piece by piece. */
final class Digests {
  private final Map<ImageId.Algorithm, MessageDigest> digests =
      new EnumMap<>(ImageId.Algorithm.class);

  Digests(Set<ImageId.Algorithm> algorithms) {
    for (ImageId.Algorithm algorithm : algorithms) {
      try {
        digests.put(algorithm, MessageDigest.getInstance(algorithm.standardName()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no " + algorithm.standardName(), e);
      }
    }
  }

  void update(Chunk chunk) {
    update(chunk.bytes, chunk.length);
  }

  void update(byte[] bytes, int length) {
    for (MessageDigest digest : digests.values()) {
      digest.update(bytes, 0, length);
    }
  }

  /** The IDs, in the order of the algorithms; to be called once. */
  List<ImageId> imageIds() {
    List<ImageId> ids = new ArrayList<>();
    digests.forEach((algorithm, digest) -> ids.add(ImageId.of(algorithm, digest.digest())));
    return ids;
  }
}
