/**
 * How pods are reached: their interfaces and addresses, ports of the host that lead to them, and
 * sockets that listen for apps before these begin.
 *
 * <p>One class for each section of the specification; {@link
 * org.appctoolkit.conformance.scenario.network.NetworkScenarios} has all their scenarios.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.network;

import org.jspecify.annotations.NullMarked;
