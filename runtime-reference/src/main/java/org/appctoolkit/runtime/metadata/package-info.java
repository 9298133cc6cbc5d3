/**
 * The metadata service: one process for all pods of a directory, which tells the apps of each over
 * HTTP what their pod is, and signs in its name. A {@link
 * org.appctoolkit.runtime.metadata.MetadataService} is that process, {@link
 * org.appctoolkit.runtime.metadata.MetadataServer} the server in it; what pods there are is read
 * from the directory again and again, so that the process may die and come back at any time.
 */
@NullMarked
package org.appctoolkit.runtime.metadata;

import org.jspecify.annotations.NullMarked;
