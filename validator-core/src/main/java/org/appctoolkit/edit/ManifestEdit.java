package org.appctoolkit.edit;

/**
 * One change of an image manifest.
 *
 * <p>What is set is there afterwards, exactly once; what is removed is not, and it does not matter
 * whether it was before. So making an edit twice is the same as making it once.
 */
public sealed interface ManifestEdit permits ImageEdit, AppEdit {
  /**
   * Makes this edit.
   *
   * @throws RefusedEditException if the version cannot express it, the manifest has something else
   *     in that place, or another edit has to come first
   */
  Draft apply(Draft draft) throws RefusedEditException;
}
