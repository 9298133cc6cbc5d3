/**
 * What a clause asks for, told to people: its facts, and the fixtures that show it being broken and
 * kept.
 *
 * <p>The build puts the shortest fixtures of each rule beside the classes here.
 */
@NullMarked
package org.appctoolkit.explain;

import org.jspecify.annotations.NullMarked;
