/**
 * The goals of the Maven plugin, which has the prefix {@code appc}.
 *
 * <p>A goal reads its parameters, has the core judge or write, and maps what comes of that to the
 * log and to the two exceptions of Maven: what was found in the user's files lets a build fail
 * ({@link org.apache.maven.plugin.MojoFailureException}), and what keeps the plugin from looking is
 * an error of the build ({@link org.apache.maven.plugin.MojoExecutionException}).
 */
@NullMarked
package org.appctoolkit.maven;

import org.jspecify.annotations.NullMarked;
