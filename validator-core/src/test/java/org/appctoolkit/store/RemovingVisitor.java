package org.appctoolkit.store;

import java.io.IOException;
import java.io.OutputStream;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageId;

/** Removes from a store the very image that it reads. */
record RemovingVisitor(ImageStore store, ImageId id) implements ArchiveVisitor {
  @Override
  public Next entry(Entry entry, EntryContent content) throws IOException {
    store.remove(id);
    content.transferTo(OutputStream.nullOutputStream());
    return Next.CONTINUE;
  }

  @Override
  public void fault(ArchiveFault fault) {
    throw new AssertionError(fault.message());
  }
}
