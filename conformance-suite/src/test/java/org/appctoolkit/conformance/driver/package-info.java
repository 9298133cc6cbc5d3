/** Tests of drivers: small scripts that keep the contract, or break it in one way each. */
@NullMarked
package org.appctoolkit.conformance.driver;

import org.jspecify.annotations.NullMarked;
