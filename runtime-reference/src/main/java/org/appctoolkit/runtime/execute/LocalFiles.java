package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.appctoolkit.runtime.plan.HostFiles;
import org.jspecify.annotations.Nullable;

/** The files of this host. */
public final class LocalFiles implements HostFiles {
  private static final int TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  @Override
  public Kind at(String path) throws IOException {
    try {
      return kind(Path.of(path));
    } catch (NoSuchFileException | InvalidPathException e) {
      return Kind.MISSING;
    } catch (AccessDeniedException e) {
      return Kind.HIDDEN;
    } catch (FileSystemException e) {
      // What lies below a file is missing as well.
      if ("Not a directory".equals(e.getReason())) {
        return Kind.MISSING;
      }
      throw e;
    }
  }

  private static Kind kind(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      return Kind.SYMBOLIC_LINK;
    }
    if (attributes.isDirectory()) {
      return Kind.DIRECTORY;
    }
    Map<String, Object> modes = Files.readAttributes(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int type = number(modes.get("mode")) & TYPE;
    return type == CHARACTER_DEVICE || type == BLOCK_DEVICE ? Kind.DEVICE : Kind.FILE;
  }

  private static int number(@Nullable Object attribute) {
    return attribute instanceof Integer number ? number : 0;
  }
}
