package org.appctoolkit.archive;

import java.io.IOException;

/**
 * Whoever wants to know what is in an archive.
 *
 * <p>Called in the order of the archive, and on the thread that reads it. What a visitor throws
 * ends the pass and comes out of it.
 */
public interface ArchiveVisitor {
  /** Whether to go on. */
  enum Next {
    /** With the entry that follows. */
    CONTINUE,
    /** No further: the pass ends here and has no image ID. */
    STOP
  }

  /**
   * An entry. What is wrong with its headers has been told before, what is wrong with its content
   * is told while that is read, or behind it.
   *
   * @param content its content, to be read before this method returns, or not
   * @throws IOException what reading the content has thrown
   */
  Next entry(Entry entry, EntryContent content) throws IOException;

  /** Something that is wrong. There is no bound on their number but that of entries. */
  void fault(ArchiveFault fault);
}
