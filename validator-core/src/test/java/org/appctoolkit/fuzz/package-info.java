/**
 * Targets for fuzzing: what must hold whatever the bytes are.
 *
 * <p>A target is a class with {@code fuzzerTestOneInput}, which throws when the contract is broken.
 * It knows nothing of who chooses the bytes: Jazzer does in the profile {@code fuzz}, {@link
 * org.appctoolkit.fuzz.FuzzCorpusTest} in every build.
 */
@NullMarked
package org.appctoolkit.fuzz;

import org.jspecify.annotations.NullMarked;
