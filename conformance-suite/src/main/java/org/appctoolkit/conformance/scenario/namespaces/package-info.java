/**
 * What the apps of a pod share, and no other pod has: {@link
 * org.appctoolkit.conformance.scenario.namespaces.SharedNamespaces} tries the namespaces of the
 * kernel one by one, each by its number and by what apps can do to one another in it.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.namespaces;

import org.jspecify.annotations.NullMarked;
