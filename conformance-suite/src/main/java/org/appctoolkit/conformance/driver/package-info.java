/**
 * How the suite knows a runtime: through a driver, and through nothing else.
 *
 * <p>{@link org.appctoolkit.conformance.driver.RuntimeDriver} is the contract as an interface;
 * docs/driver-protocol.md is the same for executables in any language.
 */
@NullMarked
package org.appctoolkit.conformance.driver;

import org.jspecify.annotations.NullMarked;
